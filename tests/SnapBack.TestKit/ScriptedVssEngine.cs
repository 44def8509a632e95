using System.Globalization;
using SnapBack.Snapshots.Vss;

namespace SnapBack.TestKit;

/// <summary>
/// A shadow copy service in memory that keeps to the rules of the real one and does what a test tells it: every call is written down, any call can fail, wait
/// or never come back. One set at a time can be open, snapshots live as long as their session, and a session that is used after its end, out of order or
/// from two threads is a mistake of the code under test.
/// </summary>
public sealed class ScriptedVssEngine : IVssEngine
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Action<CancellationToken>>> _script = [];
    private readonly Dictionary<Guid, VssSnapshot> _snapshots = [];
    private int _numbers;
    private Guid? _openSet;

    /// <inheritdoc/>
    public string Name { get; init; } = "scripted";

    /// <summary>Where snapshots keep what changed, of all volumes.</summary>
    public List<VssDiffArea> DiffAreas { get; } = [];

    /// <summary>What <see cref="WhyUnavailable"/> answers.</summary>
    public string? Unavailable { get; init; }

    /// <summary>Every call in order: <c>open Backup</c>, <c>gather</c>, <c>supports VOLUME</c>, <c>start-set</c>, <c>add VOLUME</c>, <c>prepare</c>,
    /// <c>states</c>, <c>make</c>, <c>find</c>, <c>complete</c>, <c>abort</c>, <c>delete-set</c>, <c>dispose</c>. Other parts of a test may add lines of their own.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The writers that take part.</summary>
    public IReadOnlyList<VssWriter> Writers { get; set; } = [];

    /// <summary>What the writers say, one list for each time they are asked; the last one stays.</summary>
    public Queue<IReadOnlyList<VssWriterState>> States { get; } = new([[]]);

    /// <summary>Whether a snapshot of a volume can be taken.</summary>
    public Func<string, bool> SupportsScript { get; set; } = _ => true;

    /// <summary>The moment of all snapshots.</summary>
    public DateTimeOffset Created { get; init; } = new(2026, 1, 15, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Sessions that were opened and not disposed.</summary>
    public int OpenSessions { get; private set; }

    /// <summary>True while a set is open on this machine; a test may open one for another program.</summary>
    public bool IsSetOpen
    {
        get => _openSet is not null;
        set => _openSet = value ? Guid.NewGuid() : null;
    }

    /// <summary>The snapshots that live now.</summary>
    public IReadOnlyCollection<VssSnapshot> Alive => _snapshots.Values;

    /// <summary>The next calls of a step do this instead of succeeding at once; after it returns, the call goes on.</summary>
    public void On(string step, Action<CancellationToken> action, int times = 1)
    {
        lock (_gate)
        {
            Queue<Action<CancellationToken>> queue = _script.TryGetValue(step, out Queue<Action<CancellationToken>>? found) ? found : _script[step] = new();
            for (int i = 0; i < times; i++)
            {
                queue.Enqueue(action);
            }
        }
    }

    /// <summary>The next calls of a step fail.</summary>
    public void Fail(string step, int result, int times = 1) => On(step, _ => throw new VssException(result, step), times);

    /// <summary>A snapshot goes, as one does whose room is used up.</summary>
    public void Lose(Guid snapshot) => _snapshots.Remove(snapshot);

    /// <inheritdoc/>
    public string? WhyUnavailable() => Unavailable;

    /// <inheritdoc/>
    public IVssSession Open(VssContext context, IReadOnlyList<Guid> disabledWriters)
    {
        Call($"open {context}", "open", CancellationToken.None);
        OpenSessions++;
        return new Session(this, context);
    }

    /// <inheritdoc/>
    public IReadOnlyList<VssSnapshot> ListSnapshots()
    {
        Call("list-snapshots", "list-snapshots", CancellationToken.None);
        return [.. _snapshots.Values];
    }

    /// <inheritdoc/>
    public IReadOnlyList<VssProviderInfo> ListProviders() => [new(new Guid("b5946137-7b9f-4925-af80-51abd60b20d5"), "Microsoft", 1, "1.0")];

    /// <inheritdoc/>
    public IReadOnlyList<VssDiffArea> ListDiffAreas(string volume) => [.. DiffAreas.Where(area => area.Volume == volume)];

    /// <inheritdoc/>
    public int DeleteSnapshotSet(Guid setId)
    {
        Call($"delete-old-set {setId:B}", "delete-old-set", CancellationToken.None);
        return Delete(snapshot => snapshot.SetId == setId);
    }

    /// <inheritdoc/>
    public int DeleteSnapshot(Guid snapshotId)
    {
        Call($"delete-old {snapshotId:B}", "delete-old", CancellationToken.None);
        return Delete(snapshot => snapshot.Id == snapshotId);
    }

    /// <summary>The id that the set or snapshot with this number gets.</summary>
    public static Guid Id(int number) => new(string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{number:000000000000}"));

    private int Delete(Func<VssSnapshot, bool> which)
    {
        List<Guid> ids = [.. _snapshots.Values.Where(which).Select(snapshot => snapshot.Id)];
        ids.ForEach(id => _snapshots.Remove(id));
        return ids.Count;
    }

    private void Call(string line, string step, CancellationToken cancellation)
    {
        Action<CancellationToken>? action = null;
        lock (_gate)
        {
            Calls.Add(line);
            if (_script.TryGetValue(step, out Queue<Action<CancellationToken>>? queue))
            {
                queue.TryDequeue(out action);
            }
        }

        action?.Invoke(cancellation);
    }

    private sealed class Session(ScriptedVssEngine engine, VssContext context) : IVssSession
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private readonly List<(Guid Id, string Volume)> _members = [];
        private readonly List<Guid> _made = [];
        private Guid _set;
        private bool _hasGathered;
        private bool _isPrepared;
        private bool _isMade;
        private bool _isDisposed;

        private bool HasWriters => context == VssContext.Backup;

        public IReadOnlyList<VssWriter> GatherWriters(CancellationToken cancellation)
        {
            Call("gather", cancellation);
            Must(HasWriters && !_hasGathered);
            _hasGathered = true;
            return engine.Writers;
        }

        public bool Supports(string volume)
        {
            Call("supports", CancellationToken.None, volume);
            return engine.SupportsScript(volume);
        }

        public Guid StartSet()
        {
            Call("start-set", CancellationToken.None);
            Must((_hasGathered || !HasWriters) && _set == default);
            if (engine._openSet is not null)
            {
                throw new VssException(VssResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS, "StartSnapshotSet");
            }

            _set = Id(++engine._numbers);
            engine._openSet = _set;
            return _set;
        }

        public Guid Add(string volume, Guid? provider)
        {
            Call("add", CancellationToken.None, provider is { } id ? $"{volume} by {id}" : volume);
            Must(engine._openSet == _set && _set != default && _members.TrueForAll(member => member.Volume != volume) && volume.EndsWith('\\'));
            Guid snapshot = Id(++engine._numbers);
            _members.Add((snapshot, volume));
            return snapshot;
        }

        public void Prepare(CancellationToken cancellation)
        {
            Call("prepare", cancellation);
            Must(HasWriters && _members.Count > 0 && !_isPrepared);
            _isPrepared = true;
        }

        public IReadOnlyList<VssWriterState> GatherWriterStates(CancellationToken cancellation)
        {
            Call("states", cancellation);
            Must(HasWriters && _hasGathered);
            return engine.States.Count > 1 ? engine.States.Dequeue() : engine.States.Peek();
        }

        public void MakeSnapshots(CancellationToken cancellation)
        {
            Call("make", cancellation);
            Must(_members.Count > 0 && (_isPrepared || !HasWriters) && engine._openSet == _set);
            foreach ((Guid id, string volume) in _members)
            {
                string device = string.Create(CultureInfo.InvariantCulture, $@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy{int.Parse(id.ToString()[^12..], CultureInfo.InvariantCulture)}");
                engine._snapshots[id] = new VssSnapshot(id, _set, volume, device, Id(900), engine.Created, (int)context, "machine");
                _made.Add(id);
            }

            _isMade = true;
            engine._openSet = null;
        }

        public VssSnapshot Find(Guid snapshotId)
        {
            Call("find", CancellationToken.None);
            return engine._snapshots.GetValueOrDefault(snapshotId) ?? throw new VssException(VssResult.VSS_E_OBJECT_NOT_FOUND, "GetSnapshotProperties");
        }

        public void Complete(CancellationToken cancellation)
        {
            Call("complete", cancellation);
            Must(HasWriters && _isMade);
        }

        public void Abort()
        {
            Call("abort", CancellationToken.None);
            LetGo();
        }

        public int DeleteSet(Guid setId)
        {
            Call("delete-set", CancellationToken.None);
            return engine.Delete(snapshot => snapshot.SetId == setId);
        }

        public void Dispose()
        {
            Call("dispose", CancellationToken.None);
            _isDisposed = true;
            engine.OpenSessions--;
            LetGo();
            if (context != VssContext.ClientAccessible)
            {
                _made.ForEach(id => engine._snapshots.Remove(id));
            }
        }

        // A set that nobody ends stays open on the machine.
        private void LetGo()
        {
            if (engine._openSet == _set && _set != default)
            {
                engine._openSet = null;
            }
        }

        private void Call(string step, CancellationToken cancellation, string detail = "")
        {
            if (_isDisposed || Environment.CurrentManagedThreadId != _thread)
            {
                throw new InvalidOperationException($"{step} was called {(_isDisposed ? "after the end of the session" : "from another thread")}.");
            }

            engine.Call(detail.Length == 0 ? step : $"{step} {detail}", step, cancellation);
        }

        private static void Must(bool condition)
        {
            if (!condition)
            {
                throw new VssException(VssResult.VSS_E_BAD_STATE, "out of order");
            }
        }
    }
}
