using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Versions;

/// <summary>
/// The store for older versions of one destination, as one run uses it. An old file gets a second name in the store before a new one takes its name, so
/// that the name always stands for a complete file. Where the file system has no second names the old file is renamed first: for that moment nothing
/// stands under its name. Used by one thread at a time. Members throw <see cref="TreeException"/> for what the file system refuses; nothing has then
/// lost its name.
/// </summary>
public sealed class VersionStore : IDisposable
{
    private readonly IDestinationTree _tree;
    private readonly long _run;
    private readonly Action<string> _begin;
    private string? _name;
    private IDestinationFolder? _open;

    /// <param name="tree">The destination.</param>
    /// <param name="run">Number of the run.</param>
    /// <param name="keepsAll">True when everything is kept that the run overwrites or deletes; false for what conflicts alone.</param>
    /// <param name="begin">Told the name of the run's folder before it is made; must not return before that would survive a power cut.</param>
    public VersionStore(IDestinationTree tree, long run, bool keepsAll, Action<string> begin)
    {
        _tree = tree;
        _run = run;
        _begin = begin;
        KeepsAll = keepsAll;
    }

    /// <summary>True when everything is kept that the run overwrites or deletes.</summary>
    public bool KeepsAll { get; }

    /// <summary>True when the run's folder was made.</summary>
    public bool HasBegun => _name is not null;

    /// <summary>True for what can be a version: files and links. Folders are made again from the record, and special files have no content.</summary>
    public static bool CanKeep(Entry entry) => entry.IsFile || entry.IsLink;

    /// <summary>Makes the store, unless it is there, and looks that it is safe to use. The times of the destination's root stay as they are.</summary>
    public void Prepare()
    {
        using IDestinationFolder root = _tree.OpenFolder(RelativePath.Root);
        Entry before = root.ReadSelf();
        bool isNew = root.Find(ReservedNames.StoreFolder) is null;
        MakePrivate(root, ReservedNames.StoreFolder, Parent);
        using IDestinationFolder program = _tree.OpenFolder(Parent);
        MakePrivate(program, ReservedNames.VersionsFolder, StorePath.Root);
        if (isNew)
        {
            root.ApplyMetadata(null, new Metadata(before, []), CopyParts.Times);
        }
    }

    /// <summary>
    /// Keeps what stands under a name, for something else to take its place at once by <see cref="IDestinationFolder.Publish"/>.
    /// </summary>
    /// <param name="folder">The folder of the name.</param>
    /// <param name="present">What stands there.</param>
    /// <param name="isConflict">True when no run wrote it.</param>
    public KeptVersion Keep(IDestinationFolder folder, Entry present, bool isConflict)
    {
        IDestinationFolder store = FolderFor(folder.Path);
        if (!_tree.Traits.LacksHardLinks && TryLink(store, folder, present))
        {
            return new KeptVersion(_name!, present, isConflict);
        }

        return Move(folder, present, isConflict);
    }

    /// <summary>Takes back what <see cref="Keep"/> did when nothing took the place after all.</summary>
    public void TakeBack(IDestinationFolder folder, KeptVersion kept)
    {
        string name = kept.Entry.Name;
        IDestinationFolder store = FolderFor(folder.Path);
        if (folder.Find(name) is null)
        {
            store.MoveTo(name, folder, name);
        }
        else if (store.Find(name) is { } second && folder.Find(name) is { } first && IsOne(first, second))
        {
            store.RemoveFile(name);
        }
    }

    /// <summary>Moves what stands under a name into the store.</summary>
    public KeptVersion Move(IDestinationFolder folder, Entry present, bool isConflict)
    {
        IDestinationFolder store = FolderFor(folder.Path);
        folder.MoveTo(present.Name, store, present.Name);
        Flush(store);
        return new KeptVersion(_name!, present, isConflict);
    }

    /// <summary>True when two entries are names of one file.</summary>
    public static bool IsOne(Entry left, Entry right) => left.FileId != 0 && left.FileId == right.FileId && left.VolumeNumber == right.VolumeNumber;

    /// <inheritdoc/>
    public void Dispose() => _open?.Dispose();

    private static RelativePath Parent => StorePath.Root.Parent;

    // Refused where the file has all the names it can have, or where links can't have a second one: renaming is always possible.
    private bool TryLink(IDestinationFolder store, IDestinationFolder folder, Entry present)
    {
        try
        {
            store.CreateHardLink(present.Name, folder, present.Name);
        }
        catch (TreeException refused) when (refused.Error.Kind is ErrorKind.NotSupported or ErrorKind.AccessDenied or ErrorKind.Unknown)
        {
            return false;
        }
        catch (TreeException) when (store.Find(present.Name) is { } second && folder.Find(present.Name) is { } first && IsOne(first, second))
        {
            // An earlier try of this very run got that far.
        }

        Flush(store);
        return true;
    }

    private void Flush(IDestinationFolder folder)
    {
        if (!_tree.Traits.HasVolumeFlush)
        {
            folder.Flush();
        }
    }

    private void MakePrivate(IDestinationFolder parent, string name, RelativePath path)
    {
        parent.CreateFolder(name);
        Flush(parent);
        using IDestinationFolder made = _tree.OpenFolder(path);
        if (!made.IsPrivate)
        {
            throw new TreeException(new ActionError(ErrorKind.AccessDenied, 0, "keep version", $"'{path}' belongs to somebody else, or others may write to it"));
        }
    }

    private IDestinationFolder FolderFor(RelativePath folder)
    {
        if (_name is null)
        {
            Prepare();
            Begin();
        }

        RelativePath path = StorePath.Of(_name!, folder);
        if (_open?.Path != path)
        {
            _open?.Dispose();
            _open = null;
            _open = OpenOrMake(path);
        }

        return _open;
    }

    private void Begin()
    {
        using IDestinationFolder store = _tree.OpenFolder(StorePath.Root);
        string name = StorePath.FolderNamesOf(_run).First(n => store.Find(n) is null);
        _begin(name);
        store.CreateFolder(name);
        Flush(store);
        _name = name;
    }

    private IDestinationFolder OpenOrMake(RelativePath path)
    {
        try
        {
            return _tree.OpenFolder(path);
        }
        catch (TreeException missing) when (missing.Error.Kind == ErrorKind.NotFound && path != StorePath.Root)
        {
            using IDestinationFolder parent = OpenOrMake(path.Parent);
            parent.CreateFolder(path.Name);
            Flush(parent);
            return _tree.OpenFolder(path);
        }
    }
}
