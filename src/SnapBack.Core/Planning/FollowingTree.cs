using System.Collections.Concurrent;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// A source whose links are followed where the job says so: what such a link leads to stands in its place, as file or folder, under its name. Other links,
/// and those that lead nowhere or to a folder above them, stay links and tell where they lead (<see cref="Entry.LinkEnd"/>). Only for reading; a
/// destination is never looked at through it.
/// </summary>
internal sealed class FollowingTree : ITree
{
    private readonly ITree _view;
    private readonly LinkRules _rules;
    private readonly LinkTargets _targets;
    private readonly ConcurrentDictionary<RelativePath, TreePlace> _followed = new();

    /// <param name="view">The source; disposed of with this.</param>
    /// <param name="rules">Which links are followed.</param>
    /// <param name="targets">Finds what they lead to; disposed of with this.</param>
    public FollowingTree(ITree view, LinkRules rules, LinkTargets targets)
    {
        _view = view;
        _rules = rules;
        _targets = targets;
    }

    /// <inheritdoc/>
    public string DisplayRoot => _view.DisplayRoot;

    /// <inheritdoc/>
    public NameOrder Order => _view.Order;

    /// <inheritdoc/>
    public SecuritySections Security => _view.Security;

    /// <inheritdoc/>
    public bool HasDosMetadata => _view.HasDosMetadata;

    /// <summary>How many places outside of the source links led to.</summary>
    public int OutsideCount => _targets.OutsideCount;

    /// <inheritdoc/>
    public IFolder OpenFolder(RelativePath path)
    {
        TreePlace place = PlaceOf(path);
        return new FollowingFolder(this, place.Tree.OpenFolder(place.Path), path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _targets.Dispose();
        _view.Dispose();
    }

    /// <summary>Where the entry at <paramref name="path"/> really lies.</summary>
    public TreePlace PlaceOf(RelativePath path)
    {
        if (_followed.IsEmpty)
        {
            return new TreePlace(_view, path);
        }

        Stack<string> below = new();
        for (RelativePath at = path; !at.IsRoot; at = at.Parent)
        {
            if (_followed.TryGetValue(at, out TreePlace place))
            {
                return below.Aggregate(place, (p, name) => p with { Path = p.Path.Child(name) });
            }

            below.Push(at.Name);
        }

        return new TreePlace(_view, path);
    }

    /// <summary>The entry as the job sees it: of a link that is followed, what it leads to.</summary>
    public Entry Seen(RelativePath path, Entry entry)
    {
        if (!entry.IsLink)
        {
            return entry;
        }

        try
        {
            if (_targets.Find(PlaceOf(path.Parent), entry.Name) is not { } target)
            {
                return entry with { LinkEnd = LinkEnd.Nowhere };
            }

            bool isFolder = target.Entry.IsDirectory;
            if (_rules.For(entry.Kind == EntryKind.Junction, isFolder) != LinkPolicy.Follow)
            {
                return entry with { LinkEnd = isFolder ? LinkEnd.Folder : LinkEnd.File };
            }

            if (isFolder && IsAbove(target.Place, target.Entry, path.Parent))
            {
                return entry with { LinkEnd = LinkEnd.Loop };
            }

            _followed[path] = target.Place;
            return target.Entry with { Name = entry.Name };
        }
        catch (TreeException)
        {
            // What may not be read, or vanishes while it is looked at, can't be followed.
            return entry with { LinkEnd = LinkEnd.Nowhere };
        }
    }

    private bool IsAbove(TreePlace target, Entry self, RelativePath folder)
    {
        for (RelativePath at = folder; ; at = at.Parent)
        {
            TreePlace place = PlaceOf(at);
            if (place == target || IsSameFolder(place, self))
            {
                return true;
            }

            if (at.IsRoot)
            {
                return false;
            }
        }
    }

    // One folder may be reached by several ways, as with a bind mount.
    private static bool IsSameFolder(TreePlace place, Entry other)
    {
        using IFolder folder = place.Tree.OpenFolder(place.Path);
        Entry self = folder.ReadSelf();
        return self.FileId != 0 && self.FileId == other.FileId && self.VolumeNumber == other.VolumeNumber;
    }
}
