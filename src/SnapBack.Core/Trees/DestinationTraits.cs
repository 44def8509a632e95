using SnapBack.Security;

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

    /// <summary>
    /// True on Windows: files have DOS attributes and named streams, and nothing that <see cref="KeepsOwner"/>, <see cref="KeepsMode"/> and
    /// <see cref="KeepsExtendedAttributes"/> speak of.
    /// </summary>
    public bool HasDosMetadata { get; init; }

    /// <summary>True when named streams survive.</summary>
    public bool KeepsStreams { get; init; }

    /// <summary>DOS attributes (FILE_ATTRIBUTE_*) that survive; the others are neither set nor compared.</summary>
    public uint AttributesKept { get; init; }

    /// <summary>
    /// The rung of the ladder: which parts of security descriptors this account can set there (all, all but the owner, all but auditing, access
    /// rules alone, none). Null when it was not tried, because no part was asked for.
    /// </summary>
    public SecuritySections? SecurityKept { get; init; }

    /// <summary>True when creation times can be set.</summary>
    public bool KeepsCreation { get; init; }

    /// <summary>True when a file can have one name only: each name of a hard-linked file is then copied by itself.</summary>
    public bool LacksHardLinks { get; init; }

    /// <summary>True when one flush of the whole file system makes a group of files durable and reports errors.</summary>
    public bool HasVolumeFlush { get; init; }
}
