using System.Collections.Concurrent;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// Finds what links lead to. A link that stays in the source is followed in the view, name by name, so that a snapshot is read as it is; one that leaves it
/// is followed on the live system, whose links may lead back into the source. Thread-safe.
/// </summary>
internal sealed class LinkTargets : IDisposable
{
    // As many as Linux follows (MAXSYMLINKS, https://man7.org/linux/man-pages/man7/path_resolution.7.html).
    private const int MostLinks = 40;

    private readonly ITree _view;
    private readonly string _root;
    private readonly string _realRoot;
    private readonly Func<string, string?> _realPath;
    private readonly Func<string, bool, ITree> _openLive;
    private readonly ConcurrentDictionary<(string Folder, bool IsWhole), Lazy<ITree>> _outside = new();

    /// <param name="view">The source as it is read.</param>
    /// <param name="root">Full path of the source, live.</param>
    /// <param name="realPath">A path without links, of what exists; null when it does not or can't be found out.</param>
    /// <param name="openLive">
    /// Opens a folder (full path without links) outside of the source, for all that is in it or for one file; throws <see cref="TreeException"/> when it
    /// may not be read.
    /// </param>
    public LinkTargets(ITree view, string root, Func<string, string?> realPath, Func<string, bool, ITree> openLive)
    {
        _view = view;
        _root = root;
        _realRoot = realPath(root) ?? root;
        _realPath = realPath;
        _openLive = openLive;
    }

    /// <summary>How many places outside of the source were opened.</summary>
    public int OutsideCount => _outside.Values.Count(t => t.IsValueCreated);

    /// <summary>What a link leads to, with the entry as its place lists it; null when it leads nowhere.</summary>
    /// <param name="folder">The folder of the link.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="TreeException">It leads to what may not be read.</exception>
    public (TreePlace Place, Entry Entry)? Find(TreePlace folder, string name)
    {
        if (ReferenceEquals(folder.Tree, _view))
        {
            return FindInView(folder.Path, [name], MostLinks);
        }

        return FindLive(Path.Join(folder.Tree.DisplayRoot, folder.Path.Child(name).Value));
    }

    public void Dispose()
    {
        foreach (Lazy<ITree> tree in _outside.Values.Where(t => t.IsValueCreated))
        {
            tree.Value.Dispose();
        }
    }

    private static string[] Split(string path) => path.Split(OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'], StringSplitOptions.RemoveEmptyEntries);

    private (TreePlace Place, Entry Entry)? FindInView(RelativePath start, IEnumerable<string> names, int budget)
    {
        RelativePath at = start;
        Entry? last = null;
        LinkedList<string> rest = new(names);
        while (rest.First is { } first)
        {
            string name = first.Value;
            rest.RemoveFirst();
            if (name == ".")
            {
                continue;
            }

            if (last is { IsDirectory: false })
            {
                return null;
            }

            if (name == "..")
            {
                if (at.IsRoot)
                {
                    return FindLive(Path.Join([Path.GetDirectoryName(_realRoot) ?? _realRoot, .. rest]));
                }

                (at, last) = (at.Parent, null);
                continue;
            }

            using IFolder folder = _view.OpenFolder(at);
            if (folder.Find(name) is not { } entry)
            {
                return null;
            }

            if (!entry.IsLink)
            {
                (at, last) = (at.Child(entry.Name), entry);
                continue;
            }

            if (--budget == 0)
            {
                return null;
            }

            string target = folder.ReadLink(name);
            if (FullPath(target, at) is not { } full)
            {
                AddFirst(rest, Split(target));
            }
            else if (Below(full, _root) is { } names1)
            {
                (at, last) = (RelativePath.Root, null);
                AddFirst(rest, names1);
            }
            else
            {
                return FindLive(Path.Join([full, .. rest]));
            }
        }

        using IFolder end = _view.OpenFolder(last is { IsDirectory: false } ? at.Parent : at);
        return (new TreePlace(_view, at), last is { IsDirectory: false } ? last : end.ReadSelf());
    }

    // Null for a target that is to be read from the link's own folder.
    private string? FullPath(string target, RelativePath folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            return target.StartsWith('/') ? target : null;
        }

        if (target.StartsWith("Volume{", StringComparison.OrdinalIgnoreCase))
        {
            return @"\\?\" + target;
        }

        bool isFull = target.StartsWith(@"\\", StringComparison.Ordinal) || (target.Length > 1 && target[1] == ':');
        return isFull ? target : target.StartsWith('\\') ? Path.Join(Path.GetPathRoot(Path.Join(_root, folder.Value)), target) : null;
    }

    private (TreePlace Place, Entry Entry)? FindLive(string path)
    {
        if (_realPath(path) is not { } real)
        {
            return null;
        }

        if (Below(real, _realRoot) is { } names)
        {
            return FindInView(RelativePath.Root, names, MostLinks);
        }

        string? parent = Path.GetDirectoryName(real);
        if (parent is null || Directory.Exists(real))
        {
            ITree tree = Open(real, isWhole: true);
            using IFolder root = tree.OpenFolder(RelativePath.Root);
            return (new TreePlace(tree, RelativePath.Root), root.ReadSelf());
        }

        ITree around = Open(parent, isWhole: false);
        using IFolder folder = around.OpenFolder(RelativePath.Root);
        string name = Path.GetFileName(real);
        return folder.Find(name) is { } entry ? (new TreePlace(around, RelativePath.Root.Child(name)), entry) : null;
    }

    private ITree Open(string folder, bool isWhole) =>
        _outside.GetOrAdd((folder, isWhole), key => new Lazy<ITree>(() => _openLive(key.Folder, key.IsWhole))).Value;

    private static string[]? Below(string path, string root)
    {
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        string trimmed = Path.TrimEndingDirectorySeparator(root).TrimEnd('/');
        bool isBelow = path.StartsWith(trimmed, comparison) && (path.Length == trimmed.Length || path[trimmed.Length] is '/' or '\\');
        return isBelow ? Split(path[trimmed.Length..]) : null;
    }

    private static void AddFirst(LinkedList<string> rest, string[] names)
    {
        foreach (string name in names.Reverse())
        {
            rest.AddFirst(name);
        }
    }
}
