namespace SnapBack.Jobs;

/// <summary>
/// How many entries a mirror may delete in one run, or how many files may have changed: a number, or a share of what the destination has. A share allows
/// at least 100; <c>100%</c> lifts the limit. Of deletions half are allowed when nothing else is said.
/// </summary>
/// <param name="Count">An absolute number, or null for a share.</param>
/// <param name="Percent">0 to 100; used when <paramref name="Count"/> is null.</param>
public sealed record DeleteLimit(long? Count, int Percent)
{
    /// <summary>Half of the destination's files, at least 100.</summary>
    public static readonly DeleteLimit Default = new(null, 50);

    private const long SmallestShare = 100;

    /// <summary>The largest number of deletions allowed at a destination with <paramref name="existing"/> files and folders.</summary>
    public long Allowed(long existing)
    {
        if (Count is { } count)
        {
            return count;
        }

        return Percent == 100 ? long.MaxValue : Math.Max(SmallestShare, (long)((decimal)existing * Percent / 100));
    }

    /// <summary>True for <c>100%</c>.</summary>
    public bool IsLifted => Count is null && Percent == 100;

    /// <inheritdoc/>
    public override string ToString() => Count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? $"{Percent}%";
}
