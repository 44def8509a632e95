using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Platform;
using SnapBack.Platform.Linux;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// A live set of btrfs snapshots. Holds the top of every subvolume of the set open, so none of them can be unmounted meanwhile. Thread-safe
/// but for <see cref="Dispose"/>.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class BtrfsSnapshotSession : ISnapshotSession
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SourceView> _views;
    private readonly List<Subvolume> _subvolumes;
    private readonly UndoList _undo;
    private bool _isReleased;

    internal BtrfsSnapshotSession(SnapshotSet set, Dictionary<string, SourceView> views, List<Subvolume> subvolumes, UndoList undo)
    {
        Set = set;
        _views = views;
        _subvolumes = subvolumes;
        _undo = undo;
    }

    /// <inheritdoc/>
    public SnapshotSet Set { get; }

    /// <inheritdoc/>
    public SourceView ViewOf(string source) => _views[source];

    /// <inheritdoc/>
    public bool IsAlive()
    {
        lock (_gate)
        {
            return !_isReleased && _subvolumes.Where(subvolume => subvolume.SnapshotId is not null).All(IsAlive);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Release()
    {
        lock (_gate)
        {
            _isReleased = true;
            return _undo.Play();
        }
    }

    /// <summary>Leaves the snapshots where they are: the release only lets go of the volumes.</summary>
    internal void LetStay()
    {
        lock (_gate)
        {
            _undo.Forget();
        }
    }

    /// <summary>Releases what is still there, also what an earlier <see cref="Release"/> could not, and lets go of the volumes.</summary>
    public void Dispose()
    {
        Release();
        _subvolumes.ForEach(subvolume => subvolume.Dispose());
        _subvolumes.Clear();
    }

    private static bool IsAlive(Subvolume subvolume)
    {
        try
        {
            // By path, as the reader goes: a handle would go on answering after the snapshot was deleted.
            using SafeFileHandle snapshot = Folders.Open(subvolume.SnapshotPath);
            return FileIdentity.Read(snapshot).Inode == BtrfsRequests.TopInode && BtrfsQueries.SubvolumeId(snapshot) == subvolume.SnapshotId;
        }
        catch (TreeException)
        {
            return false;
        }
    }
}
