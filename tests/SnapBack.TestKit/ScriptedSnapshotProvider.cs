using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.Snapshots;

namespace SnapBack.TestKit;

/// <summary>A snapshot provider that does what a test tells it: no volume is touched, the "snapshot" of a source is a folder that the test names.</summary>
public sealed class ScriptedSnapshotProvider : ISnapshotProvider
{
    /// <inheritdoc/>
    public string Name { get; init; } = "scripted";

    /// <summary>Why a source can't be taken; null for one that can.</summary>
    public Func<string, string?> WhyNotScript { get; init; } = _ => null;

    /// <summary>The folder that is read in place of a source.</summary>
    public Func<string, string> ReadRootScript { get; init; } = source => source + "@snapshot";

    /// <summary>Rules that take files out of a source's view.</summary>
    public Func<string, Omissions> OmittedScript { get; init; } = _ => Omissions.None;

    /// <summary>The writers, as they say when the set was made and, where that is given, after its release.</summary>
    public (IReadOnlyList<WriterStatus> Made, IReadOnlyList<WriterStatus>? Released) Writers { get; init; } = ([], null);

    /// <summary>Thrown by <see cref="Create"/>.</summary>
    public Exception? CreateFailure { get; init; }

    /// <summary>What <see cref="TryRemoveLeftover"/> answers.</summary>
    public Func<SnapshotNote, bool> LeftoverScript { get; init; } = _ => true;

    /// <summary>What <see cref="ISnapshotSession.Release"/> answers.</summary>
    public IReadOnlyList<string> ReleaseFailures { get; init; } = [];

    /// <summary>What <see cref="ISnapshotSession.IsAlive"/> answers before the release; may be changed in mid-run.</summary>
    public bool IsAlive { get; set; } = true;

    /// <summary>Every call, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <inheritdoc/>
    public string? WhyNot(string source)
    {
        Calls.Add($"why-not {source}");
        return WhyNotScript(source);
    }

    /// <inheritdoc/>
    public ISnapshotSession Create(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Calls.Add($"create {string.Join(' ', sources)}");
        return CreateFailure is null ? new Session(this, sources, ledger) : throw CreateFailure;
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeptSnapshot> Keep(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Calls.Add($"keep {string.Join(' ', sources)}");
        List<KeptSnapshot> kept = CreateFailure is null
            ? [.. sources.Select(s => new KeptSnapshot(s, ReadRootScript(s), new SnapshotNote(Name, ReadRootScript(s), s) { IsKept = true }))]
            : throw CreateFailure;
        kept.ForEach(snapshot => ledger.Note(snapshot.Note));
        return kept;
    }

    /// <inheritdoc/>
    public bool TryRemoveLeftover(SnapshotNote note)
    {
        Calls.Add($"remove-leftover {note.Id}");
        return LeftoverScript(note);
    }

    private sealed class Session : ISnapshotSession
    {
        private readonly ScriptedSnapshotProvider _provider;
        private readonly ISnapshotLedger _ledger;
        private readonly Dictionary<string, SourceView> _views;
        private bool _isReleased;

        internal Session(ScriptedSnapshotProvider provider, IReadOnlyList<string> sources, ISnapshotLedger ledger)
        {
            _provider = provider;
            _ledger = ledger;
            _views = sources.ToDictionary(source => source, source => SourceView.Live(source) with
            {
                IsSnapshot = true,
                ReadRoot = provider.ReadRootScript(source),
                Omitted = provider.OmittedScript(source),
            });
            Set = new SnapshotSet(provider.Name, "set", DateTimeOffset.UnixEpoch, [.. sources.Select(s => new SnapshotNote(provider.Name, provider.ReadRootScript(s), s))], provider.Writers.Made);
            foreach (SnapshotNote note in Set.Members)
            {
                ledger.Note(note);
            }
        }

        public SnapshotSet Set { get; private set; }

        public SourceView ViewOf(string source) => _views[source];

        public bool IsAlive() => !_isReleased && _provider.IsAlive;

        public IReadOnlyList<string> Release()
        {
            if (_isReleased)
            {
                return [];
            }

            _isReleased = true;
            Set = _provider.Writers.Released is { } last ? Set with { Writers = last, Notices = [.. Set.Notices, new Notice("writer-failed-late", "A writer failed.", IsWarning: false)] } : Set;
            _provider.Calls.Add("release");
            if (_provider.ReleaseFailures.Count == 0)
            {
                foreach (SnapshotNote note in Set.Members)
                {
                    _ledger.StrikeOut(note);
                }
            }

            return _provider.ReleaseFailures;
        }

        public void Dispose() => Release();
    }
}
