namespace SnapBack.Snapshots.Vss;

/// <summary>
/// What one attempt at a set has to take back, in the order in which it came to be: the thread, the turn, the note in the ledger, the requester's object,
/// the attempt itself. The list is played backwards, after success and after failure; the two differ in the first step alone. Not thread-safe.
/// </summary>
internal sealed class VssUndo
{
    private readonly ApartmentThread _thread;
    private readonly ISnapshotLedger _ledger;
    private readonly UndoList _steps = new();
    private SnapshotNote? _note;
    private Guid _set;
    private IDisposable? _turn;
    private IVssSession? _session;
    private bool _mayLinger;

    public VssUndo(ApartmentThread thread, ISnapshotLedger ledger)
    {
        _thread = thread;
        _ledger = ledger;
        _steps.Add("The thread for the shadow copy service could not be ended", thread.Dispose);
    }

    /// <summary>True once the backup is done: the set is deleted instead of broken off.</summary>
    public bool IsComplete { get; set; }

    /// <summary>True for a set that outlives its session: when it is broken off it must be deleted as well.</summary>
    public bool IsLasting { get; init; }

    /// <summary>True once a lasting set is to stay: only the session is let go.</summary>
    public bool MayStay { get; set; }

    /// <summary>Takes this attempt's turn among the SnapBacks of the machine; null for none.</summary>
    public void Take(IDisposable? turn)
    {
        _turn = turn;
        _steps.Add("The turn among other programs could not be given back", EndTurn);
    }

    /// <summary>Takes the requester's object. It owns the snapshots: they live until it is released.</summary>
    public void Take(IVssSession session)
    {
        _session = session;
        _steps.Add("The snapshots could not be struck out of the catalog", StrikeOut);
        _steps.Add("The shadow copy service could not be let go, so that its snapshots live until this program ends", Release);
        _steps.Add("The snapshots could not be deleted, so that they may live until this program ends", End);
    }

    /// <summary>Notes the set, before a snapshot exists.</summary>
    public void Note(Guid set, string volumes)
    {
        SnapshotNote note = new(VssSnapshotProvider.ProviderName, set.ToString("B"), volumes);
        _ledger.Note(note);
        _set = set;
        _note = note;
    }

    /// <summary>The set exists: others may make theirs.</summary>
    public void EndTurn()
    {
        if (_turn is { } turn)
        {
            Call("the end of the turn", VssLimits.Call, turn.Dispose);
            _turn = null;
        }
    }

    /// <summary>Takes everything back; returns one sentence for each thing that could not be.</summary>
    public IReadOnlyList<string> Play() => _steps.Play();

    private void End()
    {
        if (_session is not { } session || MayStay)
        {
            return;
        }

        if (!IsComplete)
        {
            Abort(session);
        }

        if (IsComplete || (IsLasting && _note is not null))
        {
            Delete(session);
        }
    }

    private void Delete(IVssSession session)
    {
        try
        {
            _mayLinger = true;
            _thread.Run("DeleteSnapshots", VssLimits.Delete, _ => session.DeleteSet(_set));
            _mayLinger = false;
        }
        catch (VssException gone) when (gone.HResult == VssResult.VSS_E_OBJECT_NOT_FOUND)
        {
            _mayLinger = false;
        }
        catch (VssException failure)
        {
            throw new SnapshotException(VssWords.Sentence(failure), inner: failure);
        }
    }

    private void Abort(IVssSession session)
    {
        try
        {
            _thread.Run("AbortBackup", VssLimits.Call, _ => session.Abort());
        }
        catch (VssException)
        {
            // Letting go of the object, which comes next, ends the attempt as well.
        }
    }

    private void Release()
    {
        if (_session is { } session)
        {
            bool lingered = _mayLinger;
            _mayLinger = true;
            Call("Release", VssLimits.Delete, session.Dispose);
            _mayLinger = lingered;
            _session = null;
        }
    }

    private void StrikeOut()
    {
        // What may still be there stays noted: the next run looks again.
        if (_note is { } note && !_mayLinger && !MayStay)
        {
            _ledger.StrikeOut(note);
            _note = null;
        }
    }

    private void Call(string step, TimeSpan limit, Action call)
    {
        try
        {
            _thread.Run(step, limit, _ => call());
        }
        catch (VssException failure)
        {
            throw new SnapshotException(VssWords.Sentence(failure), inner: failure);
        }
    }
}
