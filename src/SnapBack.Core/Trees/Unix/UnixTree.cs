using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Linux;
using SnapBack.Security;
using SnapBack.Snapshots;

namespace SnapBack.Trees.Unix;

/// <summary>
/// A tree on Linux, held by the handle of its root. Folders are opened with openat2(2) beneath that handle and without following any
/// link, so that a link planted in the middle of a path gives an error and never leads elsewhere
/// (https://man7.org/linux/man-pages/man2/openat2.2.html).
/// </summary>
public sealed unsafe class UnixTree : IDestinationTree
{
    // PATH_MAX is 4096 with the ending 0; longer paths are opened piece by piece.
    private const int LongestPiece = 4000;

    private readonly int _root;
    private readonly IReadOnlyDictionary<RelativePath, UnixTree> _nested;
    private readonly ConcurrentBag<SortedNames> _names = [];
    private volatile bool _hasOpenat2 = true;
    private volatile bool _mayClone = true;
    private int _isDisposed;

    internal UnixTree(
        int root, string displayRoot, DestinationTraits traits, IReadOnlyDictionary<RelativePath, UnixTree> nested, SecuritySections security = SecuritySections.None)
    {
        _root = root;
        DisplayRoot = displayRoot;
        Traits = traits;
        _nested = nested;
        Order = traits.IsCaseInsensitive ? NameOrder.IgnoreCase : NameOrder.Exact;
        IsPrivileged = Libc.geteuid() == 0;
        IsNetworkFileSystem = UnixFileSystem.IsNetwork(root);
        SecurityAttribute = UnixSecurity.AttributeOf(root, IsPrivileged);
        HasDosMetadata = UnixSecurity.IsNtfs(SecurityAttribute);
        Security = SecurityAttribute is null ? SecuritySections.None : security;
    }

    /// <inheritdoc/>
    public string DisplayRoot { get; }

    /// <inheritdoc/>
    public NameOrder Order { get; }

    /// <inheritdoc/>
    public DestinationTraits Traits { get; }

    /// <inheritdoc/>
    public SecuritySections Security { get; }

    /// <inheritdoc/>
    public bool HasDosMetadata { get; }

    /// <inheritdoc/>
    public SecurityForm? SecurityForm => Security == SecuritySections.None ? null : UnixSecurity.FormOf(SecurityAttribute!);

    /// <summary>By which attribute the file system shows security descriptors; null when it shows none.</summary>
    internal string? SecurityAttribute { get; }

    internal bool IsPrivileged { get; }

    internal bool IsNetworkFileSystem { get; }

    internal bool MayClone
    {
        get => _mayClone;
        set => _mayClone = value;
    }

    /// <summary>Opens the tree behind a view for reading. The order of names is that of <paramref name="order"/>; of security, the given parts are read.</summary>
    public static ITree OpenSource(string source, SourceView view, NameOrder order, SecuritySections security)
    {
        DestinationTraits traits = new() { FileSystem = string.Empty, IsCaseInsensitive = order.IsCaseInsensitive };
        Dictionary<RelativePath, UnixTree> nested = [];
        try
        {
            foreach ((RelativePath at, string root) in view.Nested)
            {
                nested.Add(at, new UnixTree(OpenRoot(root), root, traits, new Dictionary<RelativePath, UnixTree>(), security));
            }

            return new UnixTree(OpenRoot(view.ReadRoot), source, traits, nested, security);
        }
        catch
        {
            foreach (UnixTree tree in nested.Values)
            {
                tree.Dispose();
            }

            throw;
        }
    }

    /// <summary>Opens a folder as it is, without making, locking or probing it; null when there is none.</summary>
    public static IDestinationTree? Peek(string destination, SecuritySections security)
    {
        try
        {
            int root = OpenRoot(destination);
            return new UnixTree(root, destination, UnixFileSystem.Guess(root), new Dictionary<RelativePath, UnixTree>(), security);
        }
        catch (TreeException missing) when (missing.Error.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    IDestinationFolder IDestinationTree.OpenFolder(RelativePath path) => Open(path);

    /// <inheritdoc/>
    public IFolder OpenFolder(RelativePath path) => Open(path);

    /// <inheritdoc/>
    public void FlushVolume()
    {
        if (Libc.syncfs(_root) != 0)
        {
            ActionError error = Errno.Exception(Marshal.GetLastPInvokeError(), "flush").Error;
            throw new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.WriteFault });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            // Closing a number twice would close whatever got that number in between.
            return;
        }

        // A destination's lock would otherwise outlive this for as long as a program that is just being started still holds the handle.
        _ = Libc.flock(_root, Libc.LOCK_UN);
        _ = Libc.close(_root);
        foreach (UnixTree tree in _nested.Values)
        {
            tree.Dispose();
        }
    }

    internal static int OpenRoot(string path)
    {
        using CName p = new(path);
        fixed (byte* bytes = p)
        {
            int descriptor = Libc.open(bytes, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
            return descriptor < 0 ? throw Errno.Last("open folder") : descriptor;
        }
    }

    /// <summary>All that is carried over of an entry beside its data.</summary>
    internal Metadata MetadataOf(int descriptor, bool isPathOnly, Entry entry)
    {
        Metadata metadata = new(entry, UnixExtendedAttributes.Read(descriptor, isPathOnly, IsPrivileged))
        {
            Security = Security == SecuritySections.None ? null : UnixSecurity.Read(descriptor, isPathOnly, this),
        };
        return HasDosMetadata ? UnixDosMetadata.Read(descriptor, isPathOnly, metadata) : metadata;
    }

    /// <summary>True when a descriptor of this metadata decides here who may do what, so that mode and owner must not.</summary>
    internal bool TakesAccessRulesOf(Metadata metadata) =>
        HasDosMetadata && metadata.Security is { Form: Trees.SecurityForm.SelfRelative } && (Security & (Traits.SecurityKept ?? SecuritySections.None)).HasFlag(SecuritySections.Dacl);

    internal SortedNames RentNames() => _names.TryTake(out SortedNames? names) ? names : new SortedNames();

    internal void ReturnNames(SortedNames names)
    {
        names.Trim();
        _names.Add(names);
    }

    private UnixFolder Open(RelativePath path)
    {
        foreach ((RelativePath at, UnixTree tree) in _nested.OrderByDescending(n => n.Key.Depth))
        {
            if (path.IsAtOrUnder(at))
            {
                return new UnixFolder(this, tree.OpenHandle(path.Below(at)), path);
            }
        }

        return new UnixFolder(this, OpenHandle(path), path);
    }

    private int OpenHandle(RelativePath path)
    {
        if (path.IsRoot)
        {
            return OpenBeneath(_root, ".");
        }

        if (path.Value.Length * 3 < LongestPiece && _hasOpenat2)
        {
            return OpenBeneath(_root, path.Value);
        }

        int current = _root;
        foreach (string piece in _hasOpenat2 ? Pieces(path) : path.Components)
        {
            int next;
            try
            {
                next = OpenBeneath(current, piece);
            }
            finally
            {
                if (current != _root)
                {
                    _ = Libc.close(current);
                }
            }

            current = next;
        }

        return current;
    }

    private static IEnumerable<string> Pieces(RelativePath path)
    {
        List<string> piece = [];
        int length = 0;
        foreach (string component in path.Components)
        {
            int bytes = (component.Length * 3) + 1;
            if (length + bytes > LongestPiece && piece.Count > 0)
            {
                yield return string.Join('/', piece);
                piece.Clear();
                length = 0;
            }

            piece.Add(component);
            length += bytes;
        }

        yield return string.Join('/', piece);
    }

    private int OpenBeneath(int directory, string path)
    {
        const int Flags = Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NONBLOCK;
        using CName p = new(path);
        fixed (byte* bytes = p)
        {
            // Reading a backup's source must not move its access times, those of folders included; only owner and root may ask for that.
            int descriptor = OpenOnce(directory, bytes, path, Flags | Libc.O_NOATIME);
            if (descriptor < 0 && Marshal.GetLastPInvokeError() == Errno.EPERM)
            {
                descriptor = OpenOnce(directory, bytes, path, Flags);
            }

            return descriptor < 0 ? throw Errno.Last("open folder") : descriptor;
        }
    }

    private int OpenOnce(int directory, byte* bytes, string path, int flags)
    {
        if (_hasOpenat2)
        {
            Libc.OpenHow how = new()
            {
                Flags = (ulong)(flags | Libc.O_DIRECTORY),
                Resolve = Libc.RESOLVE_BENEATH | Libc.RESOLVE_NO_SYMLINKS | Libc.RESOLVE_NO_MAGICLINKS,
            };
            nint opened = Libc.openat2((nint)Libc.SYS_openat2, directory, bytes, &how, sizeof(Libc.OpenHow));
            if (opened >= 0 || Marshal.GetLastPInvokeError() != Errno.ENOSYS)
            {
                return (int)opened;
            }

            // A kernel before 5.6: one component at a time from here on, each without following a link.
            _hasOpenat2 = false;
        }

        if (path.Contains('/', StringComparison.Ordinal))
        {
            return OpenStepwise(directory, path);
        }

        int descriptor = Libc.openat(directory, bytes, flags | Libc.O_DIRECTORY | Libc.O_NOFOLLOW, 0);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == Errno.ENOTDIR)
        {
            // This call says "not a folder" of a link as of a file; people are told which.
            Marshal.SetLastPInvokeError(IsLink(directory, bytes) ? Errno.ELOOP : Errno.ENOTDIR);
        }

        return descriptor;
    }

    private static bool IsLink(int directory, byte* name)
    {
        Libc.Statx statx;
        return Libc.statx(directory, name, UnixEntry.LookFlags, UnixEntry.Mask, &statx) == 0 && UnixEntry.From(string.Empty, in statx).Kind == EntryKind.SymbolicLink;
    }

    private int OpenStepwise(int directory, string path)
    {
        int current = directory;
        foreach (string component in path.Split('/'))
        {
            int next;
            try
            {
                next = OpenBeneath(current, component);
            }
            finally
            {
                if (current != directory)
                {
                    _ = Libc.close(current);
                }
            }

            current = next;
        }

        return current;
    }
}
