using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>A folder of a <see cref="FollowingTree"/>. Used by one thread at a time.</summary>
internal sealed class FollowingFolder : IFolder
{
    private readonly FollowingTree _tree;
    private readonly IFolder _real;

    public FollowingFolder(FollowingTree tree, IFolder real, RelativePath path)
    {
        _tree = tree;
        _real = real;
        Path = path;
    }

    public RelativePath Path { get; }

    public bool IsPseudo => _real.IsPseudo;

    public Entry ReadSelf() => _real.ReadSelf();

    public IEnumerable<Entry> List() => _real.List().Select(entry => _tree.Seen(Path.Child(entry.Name), entry));

    public Entry? Find(string name) => _real.Find(name) is { } entry ? _tree.Seen(Path.Child(name), entry) : null;

    public ISourceFile OpenFile(string name)
    {
        using Elsewhere end = Follow(name);
        return end.Folder.OpenFile(end.Name);
    }

    public ISourceFile OpenStream(string name) => _real.OpenStream(name);

    public string ReadLink(string name) => _real.ReadLink(name);

    public Metadata ReadMetadata(string? name)
    {
        if (name is null)
        {
            return _real.ReadMetadata(null);
        }

        using Elsewhere end = Follow(name);
        return end.Folder.ReadMetadata(end.Name);
    }

    public void Dispose() => _real.Dispose();

    // A place with the folder of its own is opened for this one call.
    private Elsewhere Follow(string name)
    {
        TreePlace place = _tree.PlaceOf(Path.Child(name));
        TreePlace here = _tree.PlaceOf(Path);
        return place.Tree == here.Tree && place.Path == here.Path.Child(name)
            ? new Elsewhere(_real, name, IsOwn: false)
            : new Elsewhere(place.Tree.OpenFolder(place.Path.Parent), place.Path.Name, IsOwn: true);
    }

    private readonly record struct Elsewhere(IFolder Folder, string Name, bool IsOwn) : IDisposable
    {
        public void Dispose()
        {
            if (IsOwn)
            {
                Folder.Dispose();
            }
        }
    }
}
