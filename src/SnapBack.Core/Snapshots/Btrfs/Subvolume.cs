using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using SnapBack.Platform.Linux;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// A subvolume that takes part in a set: held open at its top, from before its snapshot is made until after it is gone. Belongs to one session.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class Subvolume : IDisposable
{
    private Subvolume(SafeFileHandle top, SubvolumeFacts facts, Guid fileSystem)
    {
        Top = top;
        TopPath = Folders.RealPath(top);
        Facts = facts;
        FileSystem = fileSystem;
        SnapshotName = BtrfsSnapshotProvider.NamePrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        Note = new SnapshotNote(BtrfsSnapshotProvider.ProviderName, SnapshotPath, Describe(TopPath, fileSystem, facts.Id));
    }

    /// <summary>Handle of its top folder.</summary>
    internal SafeFileHandle Top { get; }

    /// <summary>Full path of its top folder.</summary>
    internal string TopPath { get; }

    /// <summary>What btrfs tells of it.</summary>
    internal SubvolumeFacts Facts { get; }

    /// <summary>Identity of its file system.</summary>
    internal Guid FileSystem { get; }

    /// <summary>The new name that its snapshot gets.</summary>
    internal string SnapshotName { get; }

    /// <summary>Full path of its snapshot.</summary>
    internal string SnapshotPath => $"{TopPath.TrimEnd('/')}/{SnapshotName}";

    /// <summary>What is written into the ledger.</summary>
    internal SnapshotNote Note { get; }

    /// <summary>True from just before the call that makes the snapshot until the snapshot is known to be gone.</summary>
    internal bool MayHaveSnapshot { get; set; }

    /// <summary>Number of the snapshot once it was made and looked at; null when there is none.</summary>
    internal ulong? SnapshotId { get; set; }

    /// <summary>The modification time that its top folder must get back; null before anything was done to it.</summary>
    internal FolderTime? TopTime { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Top.Dispose();

    /// <summary>Takes over the handle of a subvolume's top.</summary>
    internal static Subvolume At(SafeFileHandle top) => new(top, BtrfsQueries.Facts(top), BtrfsQueries.FileSystemId(top));

    /// <summary>The text by which a note names a subvolume: the same for the same one, and for no other.</summary>
    internal static string Describe(string topPath, Guid fileSystem, ulong id) =>
        string.Create(CultureInfo.InvariantCulture, $"{topPath} (subvolume {id} of btrfs {fileSystem})");
}
