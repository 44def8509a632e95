using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Versions;

/// <summary>Looks at what lies in the folder of one run in the version store. Stateless; members throw <see cref="TreeException"/>.</summary>
public static class StoredFiles
{
    /// <summary>All files and links, by their path below the destination's root; none where the folder is missing.</summary>
    public static IEnumerable<(RelativePath Path, Entry Entry)> Of(IDestinationTree tree, string run)
    {
        foreach ((RelativePath folder, List<Entry> entries) in Folders(tree, run))
        {
            foreach (Entry entry in entries.Where(VersionStore.CanKeep))
            {
                yield return (folder.Child(entry.Name), entry);
            }
        }
    }

    /// <summary>
    /// Removes a version that is but a second name of what still stands in its old place, because the run was cut off before anything replaced that.
    /// </summary>
    /// <returns>False when it is not.</returns>
    public static bool TakeBackSecondName(IDestinationTree tree, string run, RelativePath path, Entry version)
    {
        if (Find(tree, path) is not { } present || !VersionStore.IsOne(present, version))
        {
            return false;
        }

        using IDestinationFolder store = tree.OpenFolder(StorePath.Of(run, path.Parent));
        store.RemoveFile(path.Name);
        return true;
    }

    /// <summary>Makes everything in the folder of a run durable.</summary>
    public static void Flush(IDestinationTree tree, string run)
    {
        if (tree.Traits.HasVolumeFlush)
        {
            tree.FlushVolume();
            return;
        }

        foreach ((RelativePath path, _) in Folders(tree, run))
        {
            using IDestinationFolder folder = tree.OpenFolder(StorePath.Of(run, path));
            folder.Flush();
        }
    }

    /// <summary>Removes a version, and the folders above it up to the store as far as they are empty by that. Gone already: no error.</summary>
    public static void Remove(IDestinationTree tree, RelativePath version)
    {
        RelativePath folder = version.Parent;
        try
        {
            using IDestinationFolder store = tree.OpenFolder(folder);
            store.RemoveFile(version.Name);
            FlushNames(tree, store);
        }
        catch (TreeException gone) when (gone.Error.Kind == ErrorKind.NotFound)
        {
            // With its folder.
        }

        while (folder.Depth > StorePath.Root.Depth && TryRemoveFolder(tree, folder))
        {
            folder = folder.Parent;
        }
    }

    /// <summary>Makes removals durable.</summary>
    public static void Flush(IDestinationTree tree)
    {
        if (tree.Traits.HasVolumeFlush)
        {
            tree.FlushVolume();
        }
    }

    private static void FlushNames(IDestinationTree tree, IDestinationFolder folder)
    {
        if (!tree.Traits.HasVolumeFlush)
        {
            folder.Flush();
        }
    }

    private static bool TryRemoveFolder(IDestinationTree tree, RelativePath folder)
    {
        try
        {
            using IDestinationFolder parent = tree.OpenFolder(folder.Parent);
            parent.RemoveFolder(folder.Name);
            return true;
        }
        catch (TreeException)
        {
            // Not empty, most often; an empty folder that stays does no harm.
            return false;
        }
    }

    private static Entry? Find(IDestinationTree tree, RelativePath path)
    {
        try
        {
            using IDestinationFolder folder = tree.OpenFolder(path.Parent);
            return folder.Find(path.Name);
        }
        catch (TreeException gone) when (gone.Error.Kind is ErrorKind.NotFound or ErrorKind.WrongKind or ErrorKind.LinkInPath)
        {
            return null;
        }
    }

    private static IEnumerable<(RelativePath Folder, List<Entry> Entries)> Folders(IDestinationTree tree, string run)
    {
        Stack<RelativePath> folders = new([RelativePath.Root]);
        while (folders.TryPop(out RelativePath path))
        {
            List<Entry> entries = [];
            try
            {
                using IDestinationFolder folder = tree.OpenFolder(StorePath.Of(run, path));
                entries.AddRange(folder.List());
            }
            catch (TreeException missing) when (path.IsRoot && missing.Error.Kind == ErrorKind.NotFound)
            {
                // Noted and never made.
                yield break;
            }

            entries.Where(e => e.IsDirectory).ToList().ForEach(e => folders.Push(path.Child(e.Name)));
            yield return (path, entries);
        }
    }
}
