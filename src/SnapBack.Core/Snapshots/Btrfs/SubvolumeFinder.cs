using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform;
using SnapBack.Platform.Linux;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// Finds the subvolumes that a set must hold, each once, and opens them. Changes nothing. Throws <see cref="SnapshotException"/> with the reason
/// where a source can't be snapshotted, <see cref="TreeException"/> where the system refuses an answer. Whoever asks disposes
/// <see cref="Found"/>, also after a failure.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SubvolumeFinder
{
    private readonly MountTable _mounts = MountTable.Read();
    private readonly Dictionary<(Guid FileSystem, ulong Id), Subvolume> _byIdentity = [];

    /// <summary>Every subvolume found so far, in the order in which it was found.</summary>
    internal List<Subvolume> Found { get; } = [];

    /// <summary>Finds the subvolume that holds a source; those below the source are found by <see cref="FindNested(SourcePlace)"/>.</summary>
    internal SourcePlace Find(string source)
    {
        using SafeFileHandle folder = Folders.Open(source);
        if (Folders.FileSystem(folder).Type != BtrfsRequests.FileSystemType)
        {
            throw new SnapshotException($"'{DisplayText.Escape(source)}' does not lie on a btrfs.");
        }

        FileIdentity status = FileIdentity.Read(folder);
        Subvolume holder = Holder(folder, source, status);
        return new SourcePlace(source, holder, BtrfsQueries.PathInSubvolume(folder, status.Inode), status, [], [.. _mounts.Below(Folders.RealPath(folder))]);
    }

    /// <summary>Finds the subvolumes below a source, at any depth.</summary>
    internal void FindNested(SourcePlace place) => FindNested(place, place.Holder, place.Path, RelativePath.Root);

    /// <summary>
    /// Looks again, after the snapshots were made: a subvolume that came, went or moved since the first look is taken for not covered.
    /// </summary>
    internal static void LookAgain(SourcePlace place)
    {
        LookAgain(place, place.Holder, place.Path, RelativePath.Root);
        foreach ((RelativePath path, Subvolume nested) in place.Nested)
        {
            LookAgain(place, nested, RelativePath.Root, path);
        }

        foreach (RelativePath path in place.Nested.Keys.Where(p => place.NotCovered.Any(p.IsAtOrUnder)).ToList())
        {
            place.Nested.Remove(path);
        }
    }

    /// <summary>
    /// True when a failure speaks of the one folder or subvolume that was asked for (gone, moved, closed, read-only) and not of the file
    /// system or the machine: then a nested subvolume is left out, and the set goes on without it. A stale handle counts as network.
    /// </summary>
    internal static bool IsAboutOneSubvolume(TreeException failure) => failure.Error.Kind
        is ErrorKind.AccessDenied or ErrorKind.NotFound or ErrorKind.LinkInPath or ErrorKind.WrongKind or ErrorKind.ReadOnly or ErrorKind.Network;

    // Why a subvolume can't take part, in words, or null.
    private static string? WhyUnfit(Subvolume subvolume) =>
        Folders.FileSystem(subvolume.Top).IsReadOnly ? $"the file system at '{DisplayText.Escape(subvolume.TopPath)}' is mounted read-only, so no snapshot can be put there"
        : subvolume.Facts.IsReadOnly ? $"the subvolume at '{DisplayText.Escape(subvolume.TopPath)}' is read-only, so no snapshot can be put there; nothing in it can change either"
        : BtrfsQueries.IsPrivileged(subvolume.Top) ? null
        : "only root may delete a btrfs snapshot again, and this process is not root (CAP_SYS_ADMIN)";

    private static void LookAgain(SourcePlace place, Subvolume subvolume, RelativePath from, RelativePath at)
    {
        foreach ((ulong id, RelativePath path) in ChildrenBelow(subvolume, from))
        {
            RelativePath below = Join(at, path);
            if (!place.Nested.TryGetValue(below, out Subvolume? known) || known.Facts.Id != id)
            {
                place.NotCovered.Add(below);
            }
        }
    }

    private static IEnumerable<(ulong Id, RelativePath Path)> ChildrenBelow(Subvolume subvolume, RelativePath from) =>
        BtrfsQueries.Children(subvolume.Top)
            .Where(child => child.Path != from && child.Path.IsAtOrUnder(from))
            .Where(child => !child.Path.Name.StartsWith(BtrfsSnapshotProvider.NamePrefix, StringComparison.Ordinal))
            .Select(child => (child.Id, child.Path.Below(from)));

    private static RelativePath Join(RelativePath folder, RelativePath path) => path.Components.Aggregate(folder, (at, name) => at.Child(name));

    private static SafeFileHandle? TopAbove(SafeFileHandle folder, FileIdentity status)
    {
        SafeFileHandle at = Folders.OpenChild(folder, ".");
        while (true)
        {
            FileIdentity here = FileIdentity.Read(at);
            if (here.Device != status.Device || here.MountId != status.MountId)
            {
                // The mount shows a part of the subvolume only: its top can't be reached this way.
                at.Dispose();
                return null;
            }

            if (here.Inode == BtrfsRequests.TopInode)
            {
                return at;
            }

            SafeFileHandle parent = Folders.OpenChild(at, "..");
            at.Dispose();
            at = parent;
            if (FileIdentity.Read(at) == here)
            {
                // The root of this process (chroot), above which nothing can be reached.
                at.Dispose();
                return null;
            }
        }
    }

    private static SafeFileHandle? TopThrough(string path, FileIdentity status)
    {
        try
        {
            using SafeFileHandle folder = Folders.Open(path);
            FileIdentity found = FileIdentity.Read(folder);
            return found.IsSameAs(status) ? TopAbove(folder, found) : null;
        }
        catch (TreeException)
        {
            // That way is closed; another mount may show the folder.
            return null;
        }
    }

    private Subvolume Holder(SafeFileHandle folder, string source, FileIdentity status)
    {
        (Guid FileSystem, ulong Id) identity = (BtrfsQueries.FileSystemId(folder), BtrfsQueries.SubvolumeId(folder));
        if (_byIdentity.TryGetValue(identity, out Subvolume? known))
        {
            return known;
        }

        SafeFileHandle top = TopAbove(folder, status) ?? TopThroughOtherMount(folder, status)
            ?? throw new SnapshotException(
                $"Only a part of the subvolume that holds '{DisplayText.Escape(source)}' is mounted, so no snapshot of it can be made.",
                "Mount the subvolume itself somewhere (mount -o subvol=...), or give the source by its path there.");
        Subvolume holder = Add(top);
        return WhyUnfit(holder) is { } why ? throw new SnapshotException($"'{DisplayText.Escape(source)}': {why}.") : holder;
    }

    private SafeFileHandle? TopThroughOtherMount(SafeFileHandle folder, FileIdentity status) =>
        _mounts.OtherPathsTo(Folders.RealPath(folder), status.MountId).Select(path => TopThrough(path, status)).FirstOrDefault(top => top is not null);

    private void FindNested(SourcePlace place, Subvolume subvolume, RelativePath from, RelativePath at)
    {
        foreach ((ulong id, RelativePath path) in ChildrenBelow(subvolume, from))
        {
            RelativePath below = Join(at, path);
            if (place.NotCovered.Any(below.IsAtOrUnder))
            {
                continue;
            }

            if (OpenNested(subvolume, id, Join(from, path)) is { } nested)
            {
                place.Nested.Add(below, nested);
                FindNested(place, nested, RelativePath.Root, below);
            }
            else
            {
                place.NotCovered.Add(below);
            }
        }
    }

    private Subvolume? OpenNested(Subvolume parent, ulong id, RelativePath path)
    {
        if (_byIdentity.TryGetValue((parent.FileSystem, id), out Subvolume? known))
        {
            return known;
        }

        try
        {
            SafeFileHandle top = Folders.OpenBelow(parent.Top, path.Value);
            Subvolume nested = Add(top);
            return nested.Facts.Id == id && FileIdentity.Read(top).Inode == BtrfsRequests.TopInode && WhyUnfit(nested) is null ? nested : Drop(nested);
        }
        catch (TreeException failure) when (IsAboutOneSubvolume(failure))
        {
            // Moved, removed, covered by a mount or closed to us: the caller records it as not covered.
            return null;
        }
    }

    private Subvolume Add(SafeFileHandle top)
    {
        try
        {
            Subvolume subvolume = Subvolume.At(top);
            Found.Add(subvolume);
            _byIdentity[(subvolume.FileSystem, subvolume.Facts.Id)] = subvolume;
            return subvolume;
        }
        catch (TreeException)
        {
            top.Dispose();
            throw;
        }
    }

    private Subvolume? Drop(Subvolume subvolume)
    {
        Found.Remove(subvolume);
        _byIdentity.Remove((subvolume.FileSystem, subvolume.Facts.Id));
        subvolume.Dispose();
        return null;
    }
}
