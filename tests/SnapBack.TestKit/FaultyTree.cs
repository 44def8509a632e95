using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.TestKit;

/// <summary>
/// A real tree with faults on purpose: keeps a log of every call, lets a test do something just before one, and fails those it is told to. Paths
/// are as people see them; a temporary name is always <c>&lt;tmp&gt;</c>, the root is <c>.</c>, and <c>*</c> stands for every path. Counts what is
/// open, so that a leak shows. Thread-safe like the tree under it.
/// </summary>
public sealed class FaultyTree : IDestinationTree
{
    private readonly ITree _inner;
    private readonly List<string> _calls = [];
    private readonly List<Rule> _rules = [];
    private readonly Lock _gate = new();
    private int _open;

    /// <summary>Takes over a tree, for reading or for changes.</summary>
    public FaultyTree(ITree inner)
    {
        _inner = inner;
    }

    /// <summary>All calls so far, such as <c>Publish docs/a.txt</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Folders and files that were opened and not disposed.</summary>
    public int OpenHandles => Volatile.Read(ref _open);

    /// <summary>False to make every copy go through this process.</summary>
    public bool MayClone { get; set; } = true;

    /// <summary>Shows entries of listings as others than they are; null for as they are.</summary>
    public Func<Entry, Entry>? Shown { get; set; }

    /// <summary>Traits to show in place of the real ones.</summary>
    public DestinationTraits? ShownTraits { get; set; }

    /// <inheritdoc/>
    public string DisplayRoot => _inner.DisplayRoot;

    /// <inheritdoc/>
    public NameOrder Order => _inner.Order;

    /// <inheritdoc/>
    public DestinationTraits Traits => ShownTraits ?? ((IDestinationTree)_inner).Traits;

    /// <inheritdoc/>
    public SecuritySections Security => _inner.Security;

    /// <inheritdoc/>
    public bool HasDosMetadata => _inner.HasDosMetadata;

    /// <summary>Makes calls fail.</summary>
    /// <param name="operation">Which.</param>
    /// <param name="path">On which path.</param>
    /// <param name="kind">With which error.</param>
    /// <param name="times">How often; then it works again.</param>
    /// <param name="after">How many calls work before.</param>
    public void Fail(TreeOperation operation, string path, ErrorKind kind, int times = int.MaxValue, int after = 0) =>
        Before(operation, path, () => throw new TreeException(new ActionError(kind, 0, PhaseOf(operation), "made to fail")), times, after);

    /// <summary>Does something just before calls.</summary>
    public void Before(TreeOperation operation, string path, Action action, int times = int.MaxValue, int after = 0)
    {
        lock (_gate)
        {
            _rules.Add(new Rule(operation, path, action, times, after));
        }
    }

    /// <inheritdoc/>
    public IFolder OpenFolder(RelativePath path) => Open(path, isForChanges: false);

    /// <inheritdoc/>
    IDestinationFolder IDestinationTree.OpenFolder(RelativePath path) => Open(path, isForChanges: true);

    /// <inheritdoc/>
    public void FlushVolume()
    {
        Called(TreeOperation.FlushVolume, ".");
        ((IDestinationTree)_inner).FlushVolume();
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    internal void Opened() => Interlocked.Increment(ref _open);

    internal void Closed() => Interlocked.Decrement(ref _open);

    internal void Called(TreeOperation operation, string path)
    {
        Action? action;
        lock (_gate)
        {
            _calls.Add($"{operation} {path}");
            action = _rules.Find(r => r.IsDue(operation, path))?.Action;
        }

        action?.Invoke();
    }

    private static string PhaseOf(TreeOperation operation) => operation switch
    {
        TreeOperation.OpenFile => "open",
        TreeOperation.ReadLink => "read link",
        TreeOperation.ReadMetadata => "read attributes",
        TreeOperation.List => "list folder",
        TreeOperation.OpenFolder => "open folder",
        TreeOperation.SetMetadata => "set attributes",
        _ => operation.ToString(),
    };

    private FaultyFolder Open(RelativePath path, bool isForChanges)
    {
        Called(TreeOperation.OpenFolder, path.ToString());
        IFolder folder = isForChanges ? ((IDestinationTree)_inner).OpenFolder(path) : _inner.OpenFolder(path);
        Opened();
        return new FaultyFolder(this, folder);
    }

    private sealed class Rule(TreeOperation operation, string path, Action action, int times, int after)
    {
        private int _times = times;
        private int _after = after;

        public Action Action { get; } = action;

        public bool IsDue(TreeOperation called, string calledPath)
        {
            if (_times == 0 || called != operation || (path != "*" && calledPath != path))
            {
                return false;
            }

            if (_after > 0)
            {
                _after--;
                return false;
            }

            _times--;
            return true;
        }
    }
}
