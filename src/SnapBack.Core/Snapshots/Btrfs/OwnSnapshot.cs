using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Platform;
using SnapBack.Platform.Linux;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// The one place that decides whether something may be deleted as a snapshot of ours, and that deletes it: by its number, so that nothing
/// that is put under its name in between can be hit.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class OwnSnapshot
{
    private const int RandomDigits = 16;

    /// <summary>True for a name that this program gives to snapshots.</summary>
    internal static bool IsOurName(string name) =>
        name.Length == BtrfsSnapshotProvider.NamePrefix.Length + RandomDigits
        && name.StartsWith(BtrfsSnapshotProvider.NamePrefix, StringComparison.Ordinal)
        && name[BtrfsSnapshotProvider.NamePrefix.Length..].All(char.IsAsciiHexDigitLower);

    /// <summary>
    /// What btrfs tells of the thing of that name in the top of a subvolume, when it is the top of a read-only snapshot of that very subvolume;
    /// null when it is anything else.
    /// </summary>
    /// <exception cref="TreeException">There is nothing of that name (ENOENT), or it is no folder.</exception>
    internal static SubvolumeFacts? Look(SafeFileHandle top, SubvolumeFacts origin, string name)
    {
        using SafeFileHandle candidate = Folders.OpenChild(top, name);
        if (Folders.FileSystem(candidate).Type != BtrfsRequests.FileSystemType || FileIdentity.Read(candidate).Inode != BtrfsRequests.TopInode)
        {
            return null;
        }

        SubvolumeFacts facts = BtrfsQueries.Facts(candidate);
        return facts.IsReadOnly && facts.OriginUuid == origin.Uuid && facts.Id != origin.Id ? facts : null;
    }

    /// <summary>Removes the snapshot of that name, when it is ours. Returns false, and touches nothing, when it is anything else; true when it is gone.</summary>
    /// <exception cref="TreeException">The system refused.</exception>
    internal static bool Remove(IBtrfsCalls calls, SafeFileHandle top, SubvolumeFacts origin, string name, ulong? id)
    {
        try
        {
            if (!IsOurName(name) || Look(top, origin, name) is not { } facts || (id is not null && facts.Id != id))
            {
                return false;
            }

            FolderTime time = FolderTime.Of(top);
            calls.Destroy(top, facts.Id);
            time.Removed(name);
            time.PutBack();
            return true;
        }
        catch (TreeException failure) when (failure.Error.Kind == ErrorKind.NotFound)
        {
            return true;
        }
    }

    /// <summary>Removes the leftover that a note names, when all that the note says is true of it.</summary>
    /// <exception cref="TreeException">The system refused.</exception>
    internal static bool RemoveLeftover(IBtrfsCalls calls, SnapshotNote note)
    {
        int slash = note.Id.LastIndexOf('/');
        if (slash < 0 || !IsOurName(note.Id[(slash + 1)..]))
        {
            return false;
        }

        string topPath = slash == 0 ? "/" : note.Id[..slash];
        using SafeFileHandle top = Folders.Open(topPath);
        if (Folders.FileSystem(top).Type != BtrfsRequests.FileSystemType
            || FileIdentity.Read(top).Inode != BtrfsRequests.TopInode
            || Folders.RealPath(top) != topPath)
        {
            return false;
        }

        SubvolumeFacts origin = BtrfsQueries.Facts(top);

        // Another file system may be mounted there today: its emptiness would not tell that the snapshot is gone.
        return Subvolume.Describe(topPath, BtrfsQueries.FileSystemId(top), origin.Id) == note.Volume
            && Remove(calls, top, origin, note.Id[(slash + 1)..], id: null);
    }
}
