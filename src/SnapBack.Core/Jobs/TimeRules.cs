using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>Which write times count as equal. Immutable.</summary>
/// <param name="Tolerance">Times that differ by no more than this are equal (robocopy's <c>/FFT</c> is two seconds); null for what the destination can keep.</param>
/// <param name="IgnoresDst">Whether a difference of one hour is none, either (robocopy's <c>/DST</c>): FAT keeps local time.</param>
public sealed record TimeRules(TimeSpan? Tolerance, bool IgnoresDst)
{
    private const long Hour = 3600;

    /// <summary>As exact as the destination can be.</summary>
    public static readonly TimeRules Exact = new(null, false);

    /// <summary>True when the two times count as one.</summary>
    /// <param name="source">Of the source.</param>
    /// <param name="destination">Of the destination.</param>
    /// <param name="granularity">What the destination can keep: times nearer than this are equal in any case.</param>
    public bool AreSame(Timestamp source, Timestamp destination, TimeSpan granularity) =>
        AreNear(source, destination, granularity)
        || (IgnoresDst
            && (AreNear(source, destination with { Seconds = destination.Seconds + Hour }, granularity)
                || AreNear(source, destination with { Seconds = destination.Seconds - Hour }, granularity)));

    // 100 ns more than the tolerance, because what is as far as that counts as equal, and what is as far as the granularity does not.
    private bool AreNear(Timestamp source, Timestamp destination, TimeSpan granularity) =>
        source.IsSameAs(destination, granularity)
        || (Tolerance is { } tolerance && source.IsSameAs(destination, tolerance + TimeSpan.FromTicks(1)));
}
