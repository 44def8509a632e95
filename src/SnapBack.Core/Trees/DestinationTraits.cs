namespace SnapBack.Trees;

/// <summary>What a destination's file system can hold, probed once per volume by writing and reading back.</summary>
public sealed record DestinationTraits
{
    /// <summary>Name of the file system, for people: ext4, btrfs, fuseblk.</summary>
    public required string FileSystem { get; init; }

    /// <summary>Times nearer than this count as equal: zero when nanoseconds survive.</summary>
    public TimeSpan TimeGranularity { get; init; }

    /// <summary>True when two names that differ in case only are one file.</summary>
    public bool IsCaseInsensitive { get; init; }

    /// <summary>True when owner and group can be set by this process.</summary>
    public bool KeepsOwner { get; init; }

    /// <summary>True when permission bits survive.</summary>
    public bool KeepsMode { get; init; }

    /// <summary>True when extended attributes survive.</summary>
    public bool KeepsExtendedAttributes { get; init; }

    /// <summary>True when a file can have one name only: each name of a hard-linked file is then copied by itself.</summary>
    public bool LacksHardLinks { get; init; }

    /// <summary>True when one flush of the whole file system makes a group of files durable and reports errors.</summary>
    public bool HasVolumeFlush { get; init; }
}
