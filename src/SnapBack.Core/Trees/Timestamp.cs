namespace SnapBack.Trees;

/// <summary>
/// A file time as the file system keeps it: seconds since 1970-01-01T00:00:00Z and nanoseconds into that second. Holds what neither
/// <see cref="DateTime"/> (100 ns) nor 64-bit nanoseconds (until 2262) can: ext4 reaches 2446, NTFS from 1601 far beyond.
/// </summary>
/// <param name="Seconds">Whole seconds, negative before 1970.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
public readonly record struct Timestamp(long Seconds, int Nanoseconds) : IComparable<Timestamp>
{
    private const long SecondsFrom1601 = 11_644_473_600;

    /// <summary>Earlier than.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.CompareTo(right) < 0;

    /// <summary>Later than.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.CompareTo(right) > 0;

    /// <summary>Earlier than or equal.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.CompareTo(right) <= 0;

    /// <summary>Later than or equal.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.CompareTo(right) >= 0;

    /// <summary>From a clock reading.</summary>
    public static Timestamp From(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        return rest < 0 ? new(seconds - 1, (int)((rest + TimeSpan.TicksPerSecond) * 100)) : new(seconds, (int)(rest * 100));
    }

    /// <summary>As a clock reading, cut to 100 ns and held within the years 1 to 9999.</summary>
    public DateTimeOffset ToDateTimeOffset()
    {
        long seconds = Math.Clamp(Seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(Nanoseconds / 100);
    }

    /// <summary>
    /// From a time of Windows: 100 ns since 1601 (https://learn.microsoft.com/windows/win32/api/minwinbase/ns-minwinbase-filetime). 0 stands for "not
    /// known" there, and can't be set; it becomes the first moment that can.
    /// </summary>
    public static Timestamp FromFileTime(long fileTime)
    {
        (long seconds, long ticks) = Math.DivRem(Math.Max(fileTime, 1), TimeSpan.TicksPerSecond);
        return new(seconds - SecondsFrom1601, (int)(ticks * 100));
    }

    /// <summary>As a time of Windows, cut to 100 ns and held within what Windows can set.</summary>
    public long ToFileTime()
    {
        decimal ticks = (((decimal)Seconds + SecondsFrom1601) * TimeSpan.TicksPerSecond) + (Nanoseconds / 100);
        return (long)Math.Clamp(ticks, 1, long.MaxValue);
    }

    /// <summary>True when the two times differ by less than <paramref name="granularity"/>; zero means exact.</summary>
    public bool IsSameAs(Timestamp other, TimeSpan granularity)
    {
        if (granularity == TimeSpan.Zero || Math.Abs((decimal)Seconds - other.Seconds) > int.MaxValue)
        {
            return this == other;
        }

        long nanoseconds = ((Seconds - other.Seconds) * 1_000_000_000L) + (Nanoseconds - other.Nanoseconds);
        return Math.Abs(nanoseconds) < granularity.Ticks * 100;
    }

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanoseconds.CompareTo(other.Nanoseconds);
}
