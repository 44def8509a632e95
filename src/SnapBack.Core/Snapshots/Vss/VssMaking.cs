using SnapBack.Runs;

namespace SnapBack.Snapshots.Vss;

/// <summary>
/// One attempt at a set, step by step; <c>docs/snapshots.md</c> has the steps and how each is taken back. Used once. Disposing it takes back whatever was
/// done, on every way out; after <see cref="Make"/> returned, the session owns all of it and disposing does nothing.
/// </summary>
internal sealed class VssMaking : IDisposable
{
    private readonly VssSurroundings _surroundings;
    private readonly VssAttempt _attempt;
    private readonly VssDeadline _deadline;
    private readonly VssUndo _undo;
    private readonly ApartmentThread _thread;
    private readonly WriterHealth _health = new();
    private readonly CancellationToken _cancellation;
    private bool _isOver;

    public VssMaking(VssSurroundings surroundings, ISnapshotLedger ledger, VssAttempt attempt, VssDeadline deadline, CancellationToken cancellation)
    {
        _surroundings = surroundings;
        _attempt = attempt;
        _deadline = deadline;
        _cancellation = cancellation;
        _thread = new ApartmentThread(surroundings.Host, surroundings.Clock);
        _undo = new VssUndo(_thread, ledger) { IsLasting = attempt.Context == VssContext.ClientAccessible };
    }

    private bool HasWriters => _attempt.Context == VssContext.Backup;

    /// <inheritdoc/>
    public void Dispose()
    {
        TakeBack();
    }

    /// <summary>Takes back what was done so far; returns a sentence for each thing that could not be.</summary>
    public IReadOnlyList<string> TakeBack()
    {
        if (_isOver)
        {
            return [];
        }

        _isOver = true;
        return _undo.Play();
    }

    /// <summary>The whole sequence. A failure leaves what was done to <see cref="TakeBack"/> and <see cref="Dispose"/>.</summary>
    /// <exception cref="VssException">The service refused, or a step took too long.</exception>
    public VssSnapshotSession Make(VssSources sources)
    {
        OmittedFiles omitted = new(_surroundings.Host, _surroundings.Volumes);
        _undo.Take(TakeTurn());
        IVssSession session = Run("InitializeForBackup", VssLimits.Call, _ => _surroundings.Engine.Open(_attempt.Context, []));
        _undo.Take(session);
        LeaveUnsupported(sources, session);
        if (HasWriters)
        {
            omitted.Add(Run("GatherWriterMetadata", VssLimits.Gather, session.GatherWriters));
        }

        Guid set = Run("StartSnapshotSet", VssLimits.Call, _ => session.StartSet());
        _undo.Note(set, string.Join(", ", sources.Volumes.Select(volume => volume.Name)));
        List<(VssVolume Volume, Guid Id)> members = AddAll(sources, session);
        if (HasWriters)
        {
            Run("PrepareForBackup", VssLimits.Prepare, session.Prepare);
            LookAtWriters(session);
        }

        Run("DoSnapshotSet", VssLimits.MakeSnapshots, session.MakeSnapshots);
        if (HasWriters)
        {
            LookAtWriters(session);
        }

        _undo.EndTurn();
        List<VssSnapshot> snapshots = members.ConvertAll(member => Look(member.Volume, member.Id, session));
        _cancellation.ThrowIfCancellationRequested();
        return HandOver(sources, set, snapshots, omitted, session);
    }

    private VssSnapshotSession HandOver(VssSources sources, Guid set, List<VssSnapshot> snapshots, OmittedFiles omitted, IVssSession session)
    {
        Dictionary<string, string> names = sources.Volumes.ToDictionary(volume => volume.Guid, volume => volume.Name, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> roots = snapshots.ToDictionary(snapshot => snapshot.Volume, RootOf, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, SourceView> views = sources.Views(roots);
        foreach (VssSource source in sources.All)
        {
            views[source.Given] = views[source.Given] with { Omitted = omitted.For(source) };
        }

        SnapshotSet made = new(
            $"{VssSnapshotProvider.ProviderName}/{_surroundings.Engine.Name}",
            set.ToString("B"),
            snapshots.Max(snapshot => snapshot.Created),
            [.. snapshots.Select(snapshot => new SnapshotNote(VssSnapshotProvider.ProviderName, snapshot.Id.ToString("B"), $"{names[snapshot.Volume]} as {snapshot.Device}"))],
            _health.Statuses)
        {
            Notices = [.. Notices()],
        };
        _isOver = true;
        VssRequester requester = new(_thread, session, snapshots, _undo, HasWriters ? _health : null);
        return new VssSnapshotSession(made, views, [.. roots.Values, .. sources.FrozenRoots], _surroundings.Volumes, requester);
    }

    private IEnumerable<Notice> Notices()
    {
        if (_thread.Notice is { } entering)
        {
            yield return new Notice("vss-security", entering, IsWarning: false);
        }

        if (_health.Failed.Count > 0)
        {
            yield return WriterFailed(_health.Failed);
        }
    }

    /// <summary>What is said when writers failed and the set is used all the same.</summary>
    internal static Notice WriterFailed(IReadOnlyList<WriterStatus> failed) => new(
        "writer-failed",
        "The snapshot holds one moment, but not every program prepared its files for it, so these are as after a power cut: "
        + string.Join("; ", failed.Select(writer => $"{writer.Name} ({writer.State})")) + ". 'vssadmin list writers' shows how they fare now.");

    private IDisposable? TakeTurn()
    {
        // Half of the time, so that something is left when a stranger holds the turn and does not let go of it.
        TimeSpan limit = _deadline.Left / 2;
        IDisposable? turn = Run("wait for another SnapBack", _deadline.Left, stop => _surroundings.Host.TakeTurn(limit, stop));
        if (turn is null)
        {
            _surroundings.Log.Information("Another SnapBack has been making a snapshot for {Elapsed}; trying beside it", VssWords.Span(limit));
        }

        return turn;
    }

    private void LeaveUnsupported(VssSources sources, IVssSession session)
    {
        foreach (VssVolume volume in sources.Volumes)
        {
            if (IsSupported(volume, session))
            {
                continue;
            }

            if (!volume.IsNested)
            {
                throw new VssException(VssResult.VSS_E_VOLUME_NOT_SUPPORTED, $"IsVolumeSupported, {volume.Name}");
            }

            sources.Leave(volume);
        }
    }

    private bool IsSupported(VssVolume volume, IVssSession session)
    {
        try
        {
            return Run($"IsVolumeSupported, {volume.Name}", VssLimits.Call, _ => session.Supports(volume.Guid));
        }
        catch (VssException failure) when (volume.IsNested && IsAboutTheVolume(failure))
        {
            return false;
        }
    }

    private List<(VssVolume Volume, Guid Id)> AddAll(VssSources sources, IVssSession session)
    {
        List<(VssVolume, Guid)> members = [];
        foreach (VssVolume volume in sources.Volumes)
        {
            try
            {
                members.Add((volume, Run($"AddToSnapshotSet, {volume.Name}", VssLimits.Call, _ => session.Add(volume.Guid, _attempt.Provider))));
            }
            catch (VssException failure) when (volume.IsNested && IsAboutTheVolume(failure))
            {
                // A volume below a source alone is concerned: it is recorded as not covered, the set goes on.
                sources.Leave(volume);
            }
        }

        return members;
    }

    private static bool IsAboutTheVolume(VssException failure) =>
        failure.HResult == VssResult.VSS_E_OBJECT_NOT_FOUND || VssFailures.Of(failure.HResult).Class == VssFailureClass.Capability;

    private void LookAtWriters(IVssSession session)
    {
        if (_health.Look(Run("GatherWriterStatus", VssLimits.Status, session.GatherWriterStates)) is { } failed && !_attempt.ToleratesWriters)
        {
            throw new VssException(failed.Failure, $"GatherWriterStatus, the writer '{failed.Name}'");
        }
    }

    private VssSnapshot Look(VssVolume volume, Guid id, IVssSession session)
    {
        VssSnapshot snapshot = Run($"GetSnapshotProperties, {volume.Name}", VssLimits.Call, _ => session.Find(id));
        string root = RootOf(snapshot);
        return _surroundings.Volumes.CanOpen(root)
            ? snapshot with { Volume = volume.Guid }
            : throw new VssException(VssResult.VSS_E_UNEXPECTED_PROVIDER_ERROR, $"opening {root}");
    }

    /// <summary>The root folder of a snapshot: its device with the backslash that makes it a folder.</summary>
    internal static string RootOf(VssSnapshot snapshot) => snapshot.Device.TrimEnd('\\') + '\\';

    private T Run<T>(string step, TimeSpan limit, Func<CancellationToken, T> work) => _thread.Run(step, _deadline.Limit(limit, step), work, _cancellation);

    private void Run(string step, TimeSpan limit, Action<CancellationToken> work) => _thread.Run(step, _deadline.Limit(limit, step), work, _cancellation);
}
