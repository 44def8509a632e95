using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// What is decided in one folder on its way into the plan, with the numbers and the listing that tell of it, and what it means for the folder itself: whether
/// its times have to be set again, and whether it may be sealed.
/// </summary>
internal sealed class FolderPlan
{
    private readonly Job _job;
    private readonly ClassRules _classes;
    private readonly Past _past;
    private readonly Plan _plan;
    private readonly PlanTally _tally;
    private readonly FolderTask _task;
    private readonly IFolder? _destination;
    private readonly FolderListing? _listing;
    private readonly List<PlannedAction> _batch = [];
    private readonly Dictionary<string, Entry> _partials = new(StringComparer.Ordinal);

    public FolderPlan(Job job, Past past, Plan plan, PlanTally tally, FolderTask task, IFolder? destination, FolderListing? listing)
    {
        _job = job;
        _classes = job.EffectiveClasses;
        _past = past;
        _plan = plan;
        _tally = tally;
        _task = task;
        _destination = destination;
        _listing = listing;
    }

    /// <summary>Folders in this one that are to be looked at as well.</summary>
    public List<FolderTask> Found { get; } = [];

    /// <summary>True when something in the folder is made, replaced or removed.</summary>
    public bool IsTouched { get; set; }

    /// <summary>True when that is known only when it is carried out.</summary>
    public bool MayBeTouched { get; set; }

    /// <summary>True while nothing was found that has to be looked at again although both listings stay as they are.</summary>
    public bool IsSealable { get; set; } = true;

    /// <summary>The last file that only the destination has, in the order of names.</summary>
    public string? LastExtra { get; set; }

    /// <summary>True when what the source lacks is deleted. Not when files are moved: then it may be what an earlier run took, and the destination has the only copy.</summary>
    public bool IsMirror => _job.Mode == JobMode.Mirror && !_classes.Skips(ClassSet.Extra) && _job.Move == MoveMode.None;

    /// <summary>True when what stands in the way of a file or folder is deleted, which it is only where that may come.</summary>
    public bool IsReplacing => IsMirror && !_classes.Skips(ClassSet.Lonely);

    /// <summary>True when what somebody changed at the destination stays.</summary>
    public bool LeavesConflict => _job.Conflict != ConflictPolicy.Overwrite;

    /// <summary>Whether somebody changed it since the last run wrote it; counted.</summary>
    public bool HasConflict(Entry destination, KnownPath? known)
    {
        bool isConflict = Conflicts.Has(_job, _task.Sides, _destination!, destination, known);
        _tally.Conflicts += isConflict ? 1 : 0;
        return isConflict;
    }

    /// <summary>What somebody changed stays. Nothing tells of it but the record, so that the folder is looked at each time.</summary>
    public void LeaveConflictAlone(RelativePath path, Entry source, FileClass found, KnownPath? known)
    {
        if (_job.Conflict == ConflictPolicy.Fail)
        {
            Refuse(source, found, Conflicts.Refusal);
            return;
        }

        IsSealable = false;
        Count(source, isSkipped: true);
        LeaveOut(path, source, known, SkipReason.Conflict, found);
    }

    /// <summary>Has something of the destination deleted.</summary>
    public void Delete(RelativePath path, Entry destination, FileClass found, KnownPath? known, bool isConflict = false)
    {
        IsTouched = true;
        _tally.Deletions++;
        _plan.Deletions.Append(new PlannedDeletion(_task.Sides.Pair, path, destination, found, isConflict));
        if (destination.IsDirectory)
        {
            Found.Add(new FolderTask(_task.Sides, path, FolderPresence.DestinationOnly, false, null, false, 0));

            // What was left out there never came to the destination: no deletion will end its state.
            EndStatesBelow(path, known, isLeftOutOnly: true);
        }
        else
        {
            _tally.FilesDeleted++;
            _tally.AddExample(_task.Sides.Pair, path);
        }
    }

    /// <summary>Something that can't be done, with the reason.</summary>
    public void Refuse(Entry source, FileClass found, ActionError refusal)
    {
        IsSealable = false;
        Count(source, isSkipped: false);
        Add(new PlannedAction { Name = source.Name, Class = found, Action = ActionKind.None, Entry = source, Refusal = refusal });
    }

    /// <summary>What differs and is left alone by its class: both sides look as they did until one of them changes, so that the folder may be sealed.</summary>
    public void LeaveAlone(RelativePath path, Entry source, FileClass found, KnownPath? known)
    {
        Count(source, isSkipped: true);
        LeaveOut(path, source, known, SkipReason.Class, found);
    }

    /// <summary>No part of the backup, by a rule.</summary>
    public void LeaveOut(RelativePath path, Entry source, KnownPath? known, SkipReason reason, FileClass found = FileClass.Excluded)
    {
        _tally.Placeholders += reason == SkipReason.CloudPlaceholder ? 1 : 0;
        PlannedAction leftOut = new() { Name = source.Name, Class = found, Action = ActionKind.None, Entry = source, Reason = reason };
        if (known?.State is not { Presence: Presence.Skipped } state || state.Reason != reason)
        {
            Add(leftOut with { IsNews = true });
            EndStatesBelow(path, known);
        }
        else
        {
            _listing?.AddSkipped(leftOut);
        }
    }

    /// <summary>A folder on one side and something else on the other, left as they are.</summary>
    public void AddMismatch(RelativePath path, Entry source, KnownPath? known)
    {
        Add(new PlannedAction { Name = source.Name, Class = FileClass.Mismatch, Action = ActionKind.None, Entry = source });
        EndStatesBelow(path, known);
    }

    /// <summary>Nothing is to be done; the catalog is told if it does not know yet.</summary>
    public void Leave(Entry source, FileClass found, KnownPath? held)
    {
        PlannedAction left = new() { Name = source.Name, Class = found, Action = ActionKind.None, Entry = source };
        if (held is null || !EntryComparison.IsSameState(held.State, source))
        {
            Add(left with { IsNews = true, KnownSha256 = held?.State.Sha256 });
        }
        else
        {
            _listing?.AddSkipped(left);
        }
    }

    /// <summary>Counts an entry of the source.</summary>
    public void Count(Entry source, bool isSkipped)
    {
        if (source.IsDirectory)
        {
            _tally.Dirs++;
            _tally.DirsSkipped += isSkipped ? 1 : 0;
            return;
        }

        _tally.Files++;
        _tally.Bytes += source.Size;
        if (isSkipped)
        {
            _tally.FilesSkipped++;
            _tally.BytesSkipped += source.Size;
        }
    }

    /// <summary>Known to the past, and neither side has it any more.</summary>
    public void EndState(string name, KnownPath known)
    {
        Add(Gone(name, known));
        EndStatesBelow(_task.Path.Child(name), known);
    }

    /// <summary>What stood below a folder is no part of the backup from now on.</summary>
    public void EndStatesBelow(RelativePath path, KnownPath? known, bool isLeftOutOnly = false)
    {
        if (known?.State is not { Kind: EntryKind.Directory, Presence: Presence.Held })
        {
            return;
        }

        Emit();
        List<PlannedAction> gone = [];
        foreach ((string name, KnownPath below) in _past.KnownIn(_task.Sides.Pair, path))
        {
            if (!isLeftOutOnly || below.State.Presence == Presence.Skipped)
            {
                gone.Add(Gone(name, below));
            }

            EndStatesBelow(path.Child(name), below, isLeftOutOnly);
        }

        foreach (PlannedAction[] chunk in gone.Chunk(PlannedBatch.MostActions))
        {
            _plan.Work.Append(new PlannedBatch(_task.Sides.Pair, path, chunk));
        }
    }

    /// <summary>Gives a file another name of one that is there or comes.</summary>
    public void AddLink(PlannedAction link)
    {
        KeepPartial(link.Name);
        _plan.Lazy.Make(_task.Sides.Pair, _task.Path);
        _plan.Links.Append(new PlannedBatch(_task.Sides.Pair, _task.Path, [link]));
        _listing?.AddListed(link);
    }

    /// <summary>An unfinished file of an earlier try: whether the file that it belongs to is copied is known at the end of the folder.</summary>
    public void AddPartial(Entry partial) => _partials[partial.Name] = partial;

    /// <summary>Has those removed that no copy will take up.</summary>
    public void DiscardPartials()
    {
        foreach (Entry left in _partials.Values)
        {
            _batch.Add(new PlannedAction { Name = left.Name, Class = FileClass.Extra, Action = ActionKind.Discard, Entry = left });
        }
    }

    /// <summary>Takes a decision; a late one is carried out after the deletions.</summary>
    public void Add(PlannedAction action, bool isLate = false)
    {
        if (action.Action is not (ActionKind.None or ActionKind.Discard))
        {
            KeepPartial(action.Name);
        }

        if (_job.Recurse == Recursion.NonEmpty && action.Action != ActionKind.None)
        {
            _plan.Lazy.Make(_task.Sides.Pair, _task.Path);
        }

        if (isLate && !_task.IsLate)
        {
            _plan.Late.Append(new PlannedBatch(_task.Sides.Pair, _task.Path, [action]));
            if (!action.Entry.IsDirectory)
            {
                _listing?.AddListed(action);
            }

            return;
        }

        if (_listing is not null)
        {
            _listing.Add(action);
            return;
        }

        _batch.Add(action);
        if (_batch.Count == PlannedBatch.MostActions)
        {
            Emit();
        }
    }

    /// <summary>Writes what was taken so far.</summary>
    public void Emit()
    {
        if (_batch.Count == 0)
        {
            return;
        }

        (_task.IsLate ? _plan.Late : _plan.Work).Append(new PlannedBatch(_task.Sides.Pair, _task.Path, [.. _batch]));
        _batch.Clear();
    }

    private static PlannedAction Gone(string name, KnownPath known) => new()
    {
        Name = name,
        Class = FileClass.Extra,
        Action = ActionKind.None,
        Entry = new Entry { Name = name, Kind = known.State.Kind, Size = known.State.Size, Modified = known.State.Modified },
        IsGone = true,
    };

    // The file may be copied: what an earlier try left of it is for that to take up.
    private void KeepPartial(string name)
    {
        if (_partials.Count > 0)
        {
            _partials.Remove(ReservedNames.Partial(name));
            _partials.Remove(ReservedNames.PartialBlocks(name));
        }
    }
}
