using Serilog.Core;
using SnapBack.Jobs;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;
using SnapBack.TestKit;

namespace SnapBack.Tests.Snapshots.Vss;

/// <summary>A provider on a scripted service and machine, with a clock that pauses move at once.</summary>
internal sealed class VssBed
{
    public const string C = @"\\?\Volume{c}\";
    public const string D = @"\\?\Volume{d}\";
    public const string X = @"\\?\Volume{x}\";

    public VssBed()
    {
        Engine = new ScriptedVssEngine();
        Host = new ScriptedVssHost(Engine.Calls);
        Ledger = new RecordingLedger(Engine.Calls);
    }

    public ScriptedVssEngine Engine { get; init; }

    public ScriptedVssHost Host { get; init; }

    public RecordingLedger Ledger { get; init; }

    public ScriptedVolumes Volumes { get; } = new();

    public ManualTime Clock { get; } = new();

    public VssOptions Options { get; init; } = VssOptions.Default;

    /// <summary>The pauses between attempts.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    /// <summary>Called before each pause.</summary>
    public Action<int> BeforePause { get; set; } = _ => { };

    public List<string> Calls => Engine.Calls;

    public VssSnapshotProvider Provider => new([Engine], Host, Volumes, Options, Clock, Logger.None, Pause);

    public ISnapshotSession Create(params string[] sources) => Create(CancellationToken.None, sources);

    public ISnapshotSession Create(CancellationToken cancellation, params string[] sources) => Provider.Create(sources, Ledger, cancellation);

    /// <summary>The service, the machine and the ledger are as if nothing had been made.</summary>
    public bool IsClean => Engine is { OpenSessions: 0, IsSetOpen: false, Alive.Count: 0 } && Host.ThreadsInside == 0 && Ledger.Open.Count == 0
        && Calls.Count(call => call == "turn") == Calls.Count(call => call == "turn-over");

    public static VssWriterState Writer(string name, int state, uint failure = 0, int instance = 1) =>
        new(ScriptedVssEngine.Id(700), ScriptedVssEngine.Id(700 + instance), name, state, unchecked((int)failure), 0, null);

    private void Pause(TimeSpan time, CancellationToken cancellation)
    {
        BeforePause(Pauses.Count);
        cancellation.ThrowIfCancellationRequested();
        Pauses.Add(time);
        Clock.Advance(time);
    }
}
