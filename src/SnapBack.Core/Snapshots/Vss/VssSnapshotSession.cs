using SnapBack.Runs;

namespace SnapBack.Snapshots.Vss;

/// <summary>
/// A live set of shadow copies. It holds the requester's object, with which the snapshots go. Thread-safe but for <see cref="Dispose"/>.
/// </summary>
internal sealed class VssSnapshotSession : ISnapshotSession
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SourceView> _views;
    private readonly IReadOnlyList<string> _roots;
    private readonly IVolumes _volumes;
    private readonly VssRequester? _requester;
    private bool _isReleased;

    /// <param name="set">What was made.</param>
    /// <param name="views">By source.</param>
    /// <param name="roots">The roots of all that is read.</param>
    /// <param name="volumes">Looks whether they can still be opened.</param>
    /// <param name="requester">What has to be let go; null when every source was a shadow copy already.</param>
    public VssSnapshotSession(
        SnapshotSet set, Dictionary<string, SourceView> views, IReadOnlyList<string> roots, IVolumes volumes, VssRequester? requester)
    {
        Set = set;
        _views = views;
        _roots = roots;
        _volumes = volumes;
        _requester = requester;
    }

    /// <inheritdoc/>
    public SnapshotSet Set { get; private set; }

    /// <summary>Adds what the making had to tell.</summary>
    public void Add(IReadOnlyList<Notice> notices) => Set = Set with { Notices = [.. Set.Notices, .. notices] };

    /// <inheritdoc/>
    public SourceView ViewOf(string source) => _views[source];

    /// <inheritdoc/>
    public bool IsAlive()
    {
        lock (_gate)
        {
            return !_isReleased && (_requester?.HasAll() ?? true) && _roots.All(_volumes.CanOpen);
        }
    }

    /// <summary>Tells the writers that the backup is done, asks them how they fare, and releases; <see cref="Set"/> knows the answers afterwards.</summary>
    public IReadOnlyList<string> Release()
    {
        lock (_gate)
        {
            if (!_isReleased && _requester is not null)
            {
                Set = _requester.Complete(Set);
            }

            return PlayBack();
        }
    }

    /// <summary>Leaves a set that outlives its session where it is, and lets go of the service.</summary>
    /// <exception cref="SnapshotException">The service could not be let go.</exception>
    public void LetStay()
    {
        lock (_gate)
        {
            _requester?.Undo.MayStay = true;
            if (PlayBack() is [string failure, ..])
            {
                throw new SnapshotException(failure);
            }
        }
    }

    /// <summary>Breaks the attempt off unless it was released, and lets go of the service.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            PlayBack();
        }
    }

    private IReadOnlyList<string> PlayBack()
    {
        _isReleased = true;
        return _requester?.Undo.Play() ?? [];
    }
}
