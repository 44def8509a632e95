using System.Runtime.Versioning;
using SnapBack.Platform.Windows;

namespace SnapBack.Trees.Windows;

/// <summary>Makes an <see cref="Entry"/> of what Windows tells.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsEntry
{
    public static Entry From(string name, EntryKind kind, in FileFacts facts, ulong volume) => new()
    {
        Name = name,
        Kind = kind,
        Size = kind == EntryKind.File ? facts.Size : 0,
        AllocatedBytes = kind == EntryKind.File ? facts.Allocated : 0,
        Modified = Timestamp.FromFileTime(facts.Written),
        Accessed = Timestamp.FromFileTime(facts.Accessed),
        Changed = Timestamp.FromFileTime(facts.Changed),
        Created = Timestamp.FromFileTime(facts.Created),
        LinkCount = facts.LinkCount,
        FileId = facts.FileId,
        VolumeNumber = volume,
        Attributes = facts.Attributes,
    };

    /// <summary>
    /// The kind that the tag of a reparse point tells; null for <see cref="ReparseTag.MOUNT_POINT"/>, where only its value tells a junction from a
    /// mounted volume.
    /// </summary>
    public static EntryKind? KindOf(in FileFacts facts)
    {
        if (!facts.IsReparsePoint)
        {
            return facts.IsDirectory ? EntryKind.Directory : EntryKind.File;
        }

        return facts.Tag switch
        {
            ReparseTag.MOUNT_POINT => null,
            ReparseTag.SYMLINK => EntryKind.SymbolicLink,
            ReparseTag.AF_UNIX => EntryKind.Socket,
            ReparseTag.LX_FIFO => EntryKind.Fifo,
            ReparseTag.LX_CHR => EntryKind.CharacterDevice,
            ReparseTag.LX_BLK => EntryKind.BlockDevice,
            _ when ReparseTag.IsOnlyStorage(facts.Tag) => facts.IsDirectory ? EntryKind.Directory : EntryKind.File,
            _ => EntryKind.Unknown,
        };
    }
}
