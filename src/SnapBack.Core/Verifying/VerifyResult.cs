namespace SnapBack.Verifying;

/// <summary>The numbers of a verification.</summary>
public sealed record VerifyResult
{
    /// <summary>The run whose record counted.</summary>
    public required long Run { get; init; }

    /// <summary>Files with the recorded content.</summary>
    public long Good { get; init; }

    /// <summary>Files that have no recorded hash.</summary>
    public long Unhashed { get; init; }

    /// <summary>Files of which a later run brought another version.</summary>
    public long Replaced { get; init; }

    /// <summary>Files that are not there.</summary>
    public long Missing { get; init; }

    /// <summary>Files that somebody wrote to.</summary>
    public long Changed { get; init; }

    /// <summary>Files whose content changed by itself.</summary>
    public long Corrupt { get; init; }

    /// <summary>Files that can't be read.</summary>
    public long Unreadable { get; init; }

    /// <summary>Of the bad ones, those that were mended.</summary>
    public long Repaired { get; init; }

    /// <summary>Files that this day's sample leaves out.</summary>
    public long NotSampled { get; init; }

    /// <summary>Bytes read.</summary>
    public long Bytes { get; init; }

    /// <summary>Files that are not as recorded and were not mended.</summary>
    public long Bad => Missing + Changed + Corrupt + Unreadable - Repaired;
}
