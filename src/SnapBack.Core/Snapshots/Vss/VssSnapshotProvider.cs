using System.Runtime.Versioning;
using Serilog;
using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Snapshots.Vss;

/// <summary>
/// Snapshots by the shadow copy service of Windows. <c>docs/snapshots.md</c> has the sequence, the undo of each step and what a set does not cover; what
/// follows a failure is in <c>docs/vss.md</c>. Thread-safe; each session has a thread of its own for its calls.
/// </summary>
public sealed class VssSnapshotProvider : ISnapshotProvider
{
    /// <summary>The name in job files and in the ledger.</summary>
    public const string ProviderName = "vss";

    private readonly IReadOnlyList<IVssEngine> _engines;
    private readonly IVssHost _host;
    private readonly IVolumes _volumes;
    private readonly VssOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Action<TimeSpan, CancellationToken> _pause;

    /// <param name="engines">The ways to the service, the preferred one first.</param>
    /// <param name="host">What Windows gives beside the service.</param>
    /// <param name="volumes">What the machine knows of its volumes.</param>
    /// <param name="options">How patiently, and by which engine.</param>
    /// <param name="clock">The clock of all limits.</param>
    /// <param name="log">Tells operators what is waited for.</param>
    /// <param name="pause">Waits between attempts, unless cancelled; null for waiting by the clock.</param>
    internal VssSnapshotProvider(
        IReadOnlyList<IVssEngine> engines,
        IVssHost host,
        IVolumes volumes,
        VssOptions options,
        TimeProvider clock,
        ILogger log,
        Action<TimeSpan, CancellationToken>? pause = null)
    {
        _engines = engines;
        _host = host;
        _volumes = volumes;
        _options = options;
        _clock = clock;
        _log = log;
        _pause = pause ?? ((time, cancellation) => Task.Delay(time, _clock, cancellation).GetAwaiter().GetResult());
    }

    /// <summary>The provider of this Windows. One for a process, because COM's security is set once.</summary>
    /// <param name="engines">The ways to the service, the preferred one first.</param>
    /// <param name="options">How patiently, and by which engine.</param>
    /// <param name="clock">The clock of all limits and pauses.</param>
    /// <param name="log">Tells operators what is waited for.</param>
    [SupportedOSPlatform("windows")]
    public static VssSnapshotProvider ForThisMachine(IReadOnlyList<IVssEngine> engines, VssOptions options, TimeProvider clock, ILogger log) =>
        new(engines, new WindowsVssHost(), new WindowsVolumes(), options, clock, log);

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public string? WhyNot(string source)
    {
        try
        {
            VolumePlace place = _volumes.Find(source);
            return place.IsShadowCopy ? null : place.WhyNot ?? WhyNot(place);
        }
        catch (SnapshotException failure)
        {
            return failure.Hint.Length == 0 ? failure.Message : $"{failure.Message} {failure.Hint}";
        }
    }

    /// <inheritdoc/>
    public ISnapshotSession Create(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation) =>
        Make(sources, VssContext.Backup, ledger, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<KeptSnapshot> Keep(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        using VssSnapshotSession session = Make(sources, VssContext.ClientAccessible, new KeepingLedger(ledger), cancellation);
        SnapshotNote note = new(ProviderName, session.Set.Id, string.Join(", ", session.Set.Members.Select(member => member.Volume))) { IsKept = true };
        List<KeptSnapshot> kept = [];
        foreach (string source in sources.Distinct(StringComparer.Ordinal))
        {
            SourceView view = session.ViewOf(source);
            kept.Add(new KeptSnapshot(source, view.ReadRoot, note));
            kept.AddRange(view.Nested.OrderBy(nested => nested.Key.Value, StringComparer.Ordinal)
                .Select(nested => new KeptSnapshot($@"{source.TrimEnd('\\')}\{nested.Key.Value.Replace('/', '\\')}", nested.Value, note)));
        }

        session.LetStay();
        return kept;
    }

    /// <summary>All shadow copies of this machine, whoever made them.</summary>
    /// <exception cref="SnapshotException">They can't be listed.</exception>
    public IReadOnlyList<VssSnapshot> ListSnapshots() => AskInWords("Query", VssLimits.Call, (engine, _) => engine.ListSnapshots());

    /// <summary>How the writers of this machine fare now.</summary>
    /// <exception cref="SnapshotException">They can't be asked.</exception>
    public IReadOnlyList<WriterReport> Writers(CancellationToken cancellation) => AskInWords(
        "GatherWriterMetadata",
        VssLimits.Gather,
        (engine, stop) =>
        {
            using IVssSession session = engine.Open(VssContext.Backup, []);
            session.GatherWriters(stop);
            return session.GatherWriterStates(stop).OrderBy(writer => writer.Name, StringComparer.OrdinalIgnoreCase).Select(WriterReport.Of).ToList();
        },
        cancellation);

    private VssSnapshotSession Make(IReadOnlyList<string> sources, VssContext context, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        VssSources found = VssSources.Resolve(sources, _volumes);
        if (found.Volumes.Count == 0)
        {
            SnapshotSet frozen = new(ProviderName, "(shadow copies that were there)", _clock.GetUtcNow(), [], []);
            return new VssSnapshotSession(frozen, found.Views(new Dictionary<string, string>()), found.FrozenRoots, _volumes, requester: null);
        }

        VssSurroundings surroundings = new(AskInWords("loading the engine", VssLimits.Call, (engine, _) => engine, cancellation), _host, _volumes, _clock, _log);
        return new VssAttempts(surroundings, _options, context, _pause).Make(sources, ledger, cancellation);
    }

    /// <inheritdoc/>
    public bool TryRemoveLeftover(SnapshotNote note)
    {
        if (note.Provider != ProviderName || !Guid.TryParse(note.Id, out Guid set))
        {
            return false;
        }

        try
        {
            // A set goes with the process that made it, so that there is mostly nothing left: also an answer of 0 means that it is gone.
            Ask("DeleteSnapshots", VssLimits.Delete, engine => engine.DeleteSnapshotSet(set));
            return true;
        }
        catch (VssException failure)
        {
            return failure.HResult == VssResult.VSS_E_OBJECT_NOT_FOUND;
        }
        catch (SnapshotException)
        {
            // No engine now: the note stays in the ledger and the next run asks again.
            return false;
        }
    }

    private string? WhyNot(VolumePlace place)
    {
        try
        {
            bool isSupported = Ask("IsVolumeSupported", VssLimits.Call * 2, engine =>
            {
                using IVssSession session = engine.Open(VssContext.FileShareBackup, []);
                return session.Supports(place.Volume);
            });
            string fileSystem = place.FileSystem.Length == 0 ? string.Empty : $" ({place.FileSystem})";
            return isSupported ? null : $"Windows makes no snapshots of {DisplayText.Escape(place.Name)}{DisplayText.Escape(fileSystem)}; they need NTFS or ReFS on a local disk.";
        }
        catch (VssException failure) when (VssFailures.Of(failure.HResult) is { Class: VssFailureClass.Capability or VssFailureClass.Rights } meaning)
        {
            return $"{VssWords.Sentence(failure)} {meaning.Advice}";
        }
        catch (VssException)
        {
            // Whatever it is, it may pass: the attempt itself will tell.
            return null;
        }
    }

    private T AskInWords<T>(string step, TimeSpan limit, Func<IVssEngine, CancellationToken, T> question, CancellationToken cancellation = default)
    {
        try
        {
            using ApartmentThread thread = new(_host, _clock);
            return thread.Run(step, limit, stop => question(Engine(), stop), cancellation);
        }
        catch (VssException failure)
        {
            throw new SnapshotException(VssWords.Sentence(failure), VssFailures.Of(failure.HResult).Advice, failure);
        }
    }

    private T Ask<T>(string step, TimeSpan limit, Func<IVssEngine, T> question)
    {
        using ApartmentThread thread = new(_host, _clock);
        return thread.Run(step, limit, _ => question(Engine()));
    }

    private IVssEngine Engine()
    {
        List<string> reasons = [];
        foreach (IVssEngine engine in _engines.Where(IsAskedFor))
        {
            if (engine.WhyUnavailable() is not { } why)
            {
                return engine;
            }

            reasons.Add($"{engine.Name}: {why}");
        }

        throw new SnapshotException(
            reasons.Count == 0 ? "This program has no such way to the shadow copy service." : $"The shadow copy service can't be reached. {string.Join(' ', reasons)}",
            _options.Engine == VssEngineChoice.Auto ? string.Empty : "Leave '--vss-engine' out to let SnapBack choose.");
    }

    private bool IsAskedFor(IVssEngine engine) =>
        _options.Engine == VssEngineChoice.Auto || string.Equals(engine.Name, _options.Engine.ToString(), StringComparison.OrdinalIgnoreCase);
}
