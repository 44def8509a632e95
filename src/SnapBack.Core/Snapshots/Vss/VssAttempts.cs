using System.Globalization;
using SnapBack.Runs;

namespace SnapBack.Snapshots.Vss;

/// <summary>
/// Tries until a set is made or nothing more is worth a try. What follows a failure is decided by its class (<see cref="VssFailures"/>): wait for
/// another program, pause and try again, go on without writers, ask Microsoft's provider after a veto, or stop. Every attempt has a session of its own.
/// Used once, by one thread.
/// </summary>
internal sealed class VssAttempts
{
    /// <summary>Microsoft's own provider (https://learn.microsoft.com/windows/win32/vss/volume-shadow-copy-service-providers).</summary>
    internal static readonly Guid MicrosoftProvider = new("b5946137-7b9f-4925-af80-51abd60b20d5");

    private const int PauseGrowth = 3;
    private static readonly TimeSpan QueuePause = TimeSpan.FromSeconds(5);

    private static readonly string[] WriterSteps = ["GatherWriterMetadata", "PrepareForBackup", "GatherWriterStatus"];

    private readonly VssSurroundings _surroundings;
    private readonly Jobs.VssOptions _options;
    private readonly Action<TimeSpan, CancellationToken> _pause;
    private readonly VssDeadline _deadline;
    private readonly List<Notice> _notices = [];
    private VssAttempt _attempt;
    private int _attempts;
    private int _failures;
    private TimeSpan _nextPause;
    private TimeSpan _paused;

    /// <param name="surroundings">The service and the machine.</param>
    /// <param name="options">How patiently.</param>
    /// <param name="context">How the first attempt is made.</param>
    /// <param name="pause">Waits, unless cancelled.</param>
    public VssAttempts(VssSurroundings surroundings, Jobs.VssOptions options, VssContext context, Action<TimeSpan, CancellationToken> pause)
    {
        _surroundings = surroundings;
        _options = options;
        _pause = pause;
        _deadline = new VssDeadline(surroundings.Clock, options.Timeout);
        _nextPause = options.RetryWait;
        _attempt = new VssAttempt(context, Provider: null, ToleratesWriters: options.Tries <= 1);
    }

    /// <summary>Makes the set.</summary>
    /// <exception cref="SnapshotException">It could not be made; nothing is left behind but what the message names.</exception>
    public VssSnapshotSession Make(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        while (true)
        {
            _attempts++;
            VssMaking making = new(_surroundings, ledger, _attempt, _deadline, cancellation);
            try
            {
                // Anew each time: an attempt takes out of the set what can't be in it, and mounts may change during a pause.
                VssSnapshotSession session = making.Make(VssSources.Resolve(sources, _surroundings.Volumes));
                session.Add(Told());
                return session;
            }
            catch (VssException failure)
            {
                IReadOnlyList<string> left = making.TakeBack();
                TimeSpan pause = Decide(failure, left);
                Pause(pause, failure, cancellation);
            }
            finally
            {
                making.Dispose();
            }
        }
    }

    private TimeSpan Decide(VssException failure, IReadOnlyList<string> left)
    {
        VssFailureClass found = VssFailures.Of(failure.HResult).Class;
        if (found == VssFailureClass.Transient && failure.HResult == VssResult.TimedOut && WriterSteps.Any(step => failure.Step.StartsWith(step, StringComparison.Ordinal)))
        {
            found = VssFailureClass.WithoutWriters;
        }

        switch (found)
        {
            case VssFailureClass.Queue when _deadline.Left > QueuePause * 1.2:
                // Not all who wait at the same moment.
                return QueuePause * (0.8 + (Random.Shared.NextDouble() * 0.4));
            case VssFailureClass.Transient when failure.HResult == VssResult.VSS_E_PROVIDER_VETO && _attempt.Provider is null:
                _failures++;
                _attempt = Next() with { Provider = MicrosoftProvider };
                _notices.Add(new Notice("microsoft-provider", "The provider that Windows chose refused the snapshot, so Microsoft's own was asked.", IsWarning: false));
                return TimeSpan.Zero;
            case VssFailureClass.Transient when ++_failures < _options.Tries && _nextPause < _deadline.Left:
                _attempt = Next();
                TimeSpan pause = _nextPause;
                _nextPause *= PauseGrowth;
                return pause;
            case VssFailureClass.WithoutWriters when _attempt.Context == VssContext.Backup && _deadline.Left > TimeSpan.Zero:
                _attempt = _attempt with { Context = VssContext.FileShareBackup };
                _notices.Add(new Notice(
                    "crash-consistent",
                    $"The snapshot was made without the writers, so that databases and the like are as after a power cut. {VssWords.Sentence(failure)} {VssFailures.Of(failure.HResult).Advice}"));
                return TimeSpan.Zero;
            default:
                throw Over(failure, left);
        }
    }

    private VssAttempt Next() => _attempt with { ToleratesWriters = _failures + 1 >= _options.Tries };

    private void Pause(TimeSpan pause, VssException failure, CancellationToken cancellation)
    {
        _surroundings.Log.Information("Snapshot, attempt {Attempt}: {Reason:l} Next attempt in {Pause:l}", _attempts, VssWords.Sentence(failure), VssWords.Span(pause));
        if (pause > TimeSpan.Zero)
        {
            _pause(pause, cancellation);
            _paused += pause;
        }
    }

    private SnapshotException Over(VssException failure, IReadOnlyList<string> left)
    {
        VssFailure meaning = VssFailures.Of(failure.HResult);
        string tries = _attempts == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" This was attempt {_attempts}, after {VssWords.Span(_deadline.Spent)}.");
        return new SnapshotException(string.Join(' ', left.Prepend(VssWords.Sentence(failure) + tries)), meaning.Advice, failure);
    }

    private List<Notice> Told()
    {
        if (_attempts > 1)
        {
            _notices.Add(new Notice(
                "snapshot-retried",
                string.Create(CultureInfo.InvariantCulture, $"The snapshot was made at attempt {_attempts}; {VssWords.Span(_paused)} were spent waiting in between."),
                IsWarning: false));
        }

        return _notices;
    }
}
