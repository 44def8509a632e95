using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>The careful comparison of one folder, entry by entry. Made for one folder and thrown away.</summary>
internal sealed class FolderComparison : IDisposable
{
    private readonly Job _job;
    private readonly Past _past;
    private readonly Plan _plan;
    private readonly HardLinks _links;
    private readonly PlanTally _tally;
    private readonly FolderTask _task;
    private readonly IFolder _source;
    private readonly IFolder? _destination;
    private readonly Entry _self;
    private readonly KnownPath? _known;
    private readonly KnownCursor _knownIn;
    private readonly List<PlannedAction> _batch = [];
    private bool _isTouched;
    private bool _mayBeTouched;
    private bool _isSealable = true;

    public FolderComparison(
        Job job, Past past, Plan plan, HardLinks links, PlanTally tally, FolderTask task, IFolder source, IFolder? destination, Entry self, KnownPath? known)
    {
        _job = job;
        _past = past;
        _plan = plan;
        _links = links;
        _tally = tally;
        _task = task;
        _source = source;
        _destination = destination;
        _self = self;
        _known = known;
        bool isKnown = task.Sides.HasPast && (known is not null || task.Path.IsRoot);
        _knownIn = new KnownCursor(isKnown ? past.KnownIn(task.Sides.Pair, task.Path) : [], task.Sides.Source.Order, EndState);
    }

    /// <summary>Folders in this one that are to be looked at as well.</summary>
    public List<FolderTask> Found { get; } = [];

    private bool IsMirror => _job.Mode == JobMode.Mirror;

    private DestinationTraits Traits => _task.Sides.Traits;

    /// <summary>Compares and writes the decisions down.</summary>
    /// <param name="sourceDigest">Takes what the source lists.</param>
    /// <param name="destinationDigest">Takes what the destination lists.</param>
    /// <param name="racyFrom">Second from which on a change time is too near to the view's moment to be trusted.</param>
    public void Run(FolderDigest sourceDigest, FolderDigest destinationDigest, long racyFrom)
    {
        sourceDigest.Reset();
        destinationDigest.Reset();
        sourceDigest.Add(_self, isSelf: true);
        _isSealable = _self.Changed.Seconds < racyFrom;
        Entry? destinationSelf = _destination?.ReadSelf();
        if (destinationSelf is not null)
        {
            destinationDigest.Add(destinationSelf, isSelf: true);
        }

        PlannedFolder folder = CompareSelf(destinationSelf);
        IEnumerable<Entry> sourceEntries = Tee(_source.List(), sourceDigest, entry => _isSealable &= entry.Changed.Seconds < racyFrom || entry.IsDirectory);
        IEnumerable<Entry> destinationEntries = _destination is null ? [] : Tee(_destination.List(), destinationDigest, _ => _tally.DestinationEntries++);
        foreach (MergedName name in NameMerge.Merge(sourceEntries, destinationEntries, _task.Sides.Source.Order))
        {
            Decide(name);
        }

        _knownIn.End();
        Emit();
        Finish(folder, sourceDigest, destinationDigest);
    }

    public void Dispose() => _knownIn.Dispose();

    private static IEnumerable<Entry> Tee(IEnumerable<Entry> entries, FolderDigest digest, Action<Entry> look)
    {
        foreach (Entry entry in entries)
        {
            digest.Add(entry, isSelf: false);
            look(entry);
            yield return entry;
        }
    }

    private PlannedFolder CompareSelf(Entry? destinationSelf)
    {
        FileClass found = FileClassifier.Classify(_self, destinationSelf, Traits, null);
        if (found == FileClass.Same && !HasSameExtendedAttributes(null, null))
        {
            found = FileClass.Tweaked;
        }

        if (destinationSelf is null)
        {
            _isTouched = true;

            // Only a dry run finds no root at the destination: a run that is carried out has made it by now, and the numbers of both are the same.
            _tally.DirsSkipped += _task.Path.IsRoot ? 1 : 0;
        }
        else
        {
            _tally.DirsSkipped++;
            _isTouched = !_self.Modified.IsSameAs(destinationSelf.Modified, Traits.TimeGranularity);
        }

        return new PlannedFolder
        {
            Pair = _task.Sides.Pair,
            Path = _task.Path,
            Class = found,
            Action = ActionPolicy.ForFolder(found, _job.Mode),
            Entry = _self,
            IsNews = _known is not { State: { Presence: Presence.Held } state } || !IsSameState(state, _self),
        };
    }

    // At least the times of a folder whose entries change are set again, and its state is told once they are.
    private void Finish(PlannedFolder folder, FolderDigest sourceDigest, FolderDigest destinationDigest)
    {
        bool isInOrder = !_isTouched && folder.Action == ActionKind.None;
        if (isInOrder && !folder.IsNews && !_isSealable && !_mayBeTouched)
        {
            return;
        }

        _plan.Folders.Append(folder with
        {
            IsTouched = _isTouched,
            SourceDigest = _isSealable ? sourceDigest.Take() : null,
            DestinationDigest = _isSealable && isInOrder ? destinationDigest.Take() : null,
        });
    }

    private void Decide(MergedName name)
    {
        Entry? source = name.Source;
        Entry? destination = name.Destination;
        RelativePath path = _task.Path.Child((source ?? destination)!.Name);
        KnownPath? known = _knownIn.At((source ?? destination)!.Name);
        if (destination is not null && ReservedNames.IsReserved(destination.Name, _task.Path.IsRoot))
        {
            DecideReserved(destination);
            destination = null;
        }

        if (source is null)
        {
            if (destination is not null)
            {
                DecideExtra(path, destination, known);
            }

            return;
        }

        if (name.IsTwin)
        {
            Refuse(source, FileClass.New, new ActionError(ErrorKind.InvalidName, 0, "compare", "the destination can't hold two names that differ in case only"));
            return;
        }

        SkipReason? reason = _task.Sides.NotCovered.Contains(path)
            ? SkipReason.NotCovered
            : _task.Sides.Selection.Exclude(path, source) ?? (source.IsSpecial ? SkipReason.SpecialFile : null);
        if (reason is { } why)
        {
            LeaveOut(path, source, known, why);
        }
        else if (source.IsDirectory)
        {
            DecideFolder(path, source, destination, known);
        }
        else
        {
            DecideFile(path, source, destination, known);
        }
    }

    private void DecideReserved(Entry destination)
    {
        _isSealable = false;
        if (ReservedNames.IsTemporary(destination.Name) && !destination.IsDirectory)
        {
            _isTouched = true;
            Add(new PlannedAction { Name = destination.Name, Class = FileClass.Extra, Action = ActionKind.Discard, Entry = destination });
        }
    }

    private void DecideExtra(RelativePath path, Entry destination, KnownPath? known)
    {
        _isSealable = false;
        if (_task.Sides.Selection.Protects(path, destination) || _task.Sides.NotCovered.Contains(path))
        {
            return;
        }

        if (destination.IsDirectory)
        {
            _tally.DirsExtra++;
        }
        else
        {
            _tally.FilesExtra++;
            _tally.BytesExtra += destination.Size;
        }

        if (IsMirror)
        {
            Delete(path, destination, FileClass.Extra, known);
        }
        else if (known?.State.Presence != Presence.Extra)
        {
            Add(new PlannedAction { Name = destination.Name, Class = FileClass.Extra, Action = ActionKind.None, Entry = destination, IsNews = true });
            EndStatesBelow(path, known);
        }
    }

    private void Delete(RelativePath path, Entry destination, FileClass found, KnownPath? known)
    {
        _isTouched = true;
        _tally.Deletions++;
        _plan.Deletions.Append(new PlannedDeletion(_task.Sides.Pair, path, destination, found));
        if (destination.IsDirectory)
        {
            Found.Add(new FolderTask(_task.Sides, path, FolderPresence.DestinationOnly, false, null, false, 0));

            // What was left out there never came to the destination: no deletion will end its state.
            EndStatesBelow(path, known, isLeftOutOnly: true);
        }
    }

    private void Refuse(Entry source, FileClass found, ActionError refusal)
    {
        _isSealable = false;
        Count(source, isSkipped: false);
        Add(new PlannedAction { Name = source.Name, Class = found, Action = ActionKind.None, Entry = source, Refusal = refusal });
    }

    private void LeaveOut(RelativePath path, Entry source, KnownPath? known, SkipReason reason)
    {
        Count(source, isSkipped: true);
        if (known?.State is not { Presence: Presence.Skipped } state || state.Reason != reason)
        {
            Add(new PlannedAction
            {
                Name = source.Name,
                Class = FileClass.Excluded,
                Action = ActionKind.None,
                Entry = source,
                Reason = reason,
                IsNews = true,
            });
            EndStatesBelow(path, known);
        }
    }

    private void DecideFolder(RelativePath path, Entry source, Entry? destination, KnownPath? known)
    {
        if (destination is { IsDirectory: false })
        {
            _isSealable = false;
            if (!IsMirror)
            {
                _tally.Dirs++;
                _tally.DirsMismatch++;
                AddMismatch(path, source, known);
                return;
            }

            _tally.FilesExtra++;
            _tally.BytesExtra += destination.Size;
            Delete(path, destination, FileClass.Mismatch, known);
        }

        bool isNew = destination is not { IsDirectory: true };
        bool isLate = _task.IsLate || destination is { IsDirectory: false };
        if (isNew)
        {
            _isTouched = true;
            Add(new PlannedAction { Name = source.Name, Class = FileClass.New, Action = ActionKind.CreateFolder, Entry = source }, isLate);
        }

        FolderPresence presence = isNew ? FolderPresence.SourceOnly : FolderPresence.Both;
        Found.Add(new FolderTask(_task.Sides, path, presence, isLate, known, true, _self.VolumeNumber));
    }

    private void DecideFile(RelativePath path, Entry source, Entry? destination, KnownPath? known)
    {
        if (destination is { IsDirectory: true })
        {
            DecideFileOverFolder(path, source, destination, known);
            return;
        }

        EndStatesBelow(path, known);
        KnownPath? held = known?.State.Presence == Presence.Held ? known : null;
        bool isRacy = held is not null && held.State.Changed == default && source.IsFile;
        if (TryClassify(source, destination, held) is not { } found)
        {
            return;
        }

        ActionKind action = ActionPolicy.ForFile(found, _job.Mode);
        if (isRacy && action == ActionKind.UpdateMetadata)
        {
            action = ActionKind.Copy;
        }
        else if (isRacy && found == FileClass.Modified)
        {
            found = FileClass.Same;
        }

        if (action == ActionKind.UpdateMetadata && destination is { LinkCount: > 1 } && source.LinkCount == 1)
        {
            // The destination's file has names that the source's has not: writing into it would change those as well.
            action = ActionKind.Copy;
        }

        if (source is { IsFile: true, LinkCount: > 1 } && !Traits.LacksHardLinks && FollowsAnother(path, source, destination, action) is { } leader)
        {
            DecideFollower(source, destination, leader, held);
            return;
        }

        if (action == ActionKind.None)
        {
            Count(source, isSkipped: true);
            if (held is null || !IsSameState(held.State, source))
            {
                Add(new PlannedAction
                {
                    Name = source.Name,
                    Class = found,
                    Action = action,
                    Entry = source,
                    IsNews = true,
                    KnownSha256 = held?.State.Sha256,
                });
            }

            return;
        }

        Do(source, found, action, held);
    }

    // What can't be looked at more closely, or vanished since it was listed, concerns this one name: the rest of the folder goes on.
    private FileClass? TryClassify(Entry source, Entry? destination, KnownPath? held)
    {
        try
        {
            return Classify(source, destination, held);
        }
        catch (TreeException failure)
        {
            bool isDestinationGone = failure.Error.Kind == ErrorKind.NotFound && _source.Find(source.Name) is not null;
            if (isDestinationGone)
            {
                return FileClass.Changed;
            }

            Refuse(source, FileClass.Changed, failure.Error);
            return null;
        }
    }

    private FileClass Classify(Entry source, Entry? destination, KnownPath? held)
    {
        FileClass found = FileClassifier.Classify(source, destination, Traits, source.IsFile ? held?.State.Changed : null);
        if (found is FileClass.Same or FileClass.Modified or FileClass.Tweaked
            && source.Kind == EntryKind.SymbolicLink
            && !string.Equals(_source.ReadLink(source.Name), _destination!.ReadLink(destination!.Name), StringComparison.Ordinal))
        {
            return FileClass.Changed;
        }

        return found is FileClass.Same or FileClass.Modified && !HasSameExtendedAttributes(source.Name, destination!.Name) ? FileClass.Tweaked : found;
    }

    private void Do(Entry source, FileClass found, ActionKind action, KnownPath? held, bool isLate = false)
    {
        Count(source, isSkipped: false);
        _tally.FilesToHandle++;
        if (action is ActionKind.Copy or ActionKind.Replace)
        {
            _tally.FilesToCopy++;
            _tally.BytesToCopy += source.Size;
        }

        _isTouched |= action != ActionKind.Recheck;
        _mayBeTouched |= action == ActionKind.Recheck;
        _isSealable &= action != ActionKind.Recheck;
        Add(new PlannedAction { Name = source.Name, Class = found, Action = action, Entry = source, KnownSha256 = held?.State.Sha256 }, isLate);
    }

    private void DecideFileOverFolder(RelativePath path, Entry source, Entry destination, KnownPath? known)
    {
        _isSealable = false;
        if (IsMirror)
        {
            _tally.DirsExtra++;
            Delete(path, destination, FileClass.Mismatch, known);
            if (source is { IsFile: true, LinkCount: > 1 } && !Traits.LacksHardLinks && FollowsAnother(path, source, destination, ActionKind.Replace) is { } leader)
            {
                DecideFollower(source, destination, leader, known);
                return;
            }

            Do(source, FileClass.Mismatch, ActionKind.Replace, known, isLate: true);
            return;
        }

        Count(source, isSkipped: false);
        _tally.FilesMismatch++;
        _tally.BytesMismatch += source.Size;
        AddMismatch(path, source, known);
    }

    private void AddMismatch(RelativePath path, Entry source, KnownPath? known)
    {
        Add(new PlannedAction { Name = source.Name, Class = FileClass.Mismatch, Action = ActionKind.None, Entry = source });
        EndStatesBelow(path, known);
    }

    private HardLinks.Leader? FollowsAnother(RelativePath path, Entry source, Entry? destination, ActionKind action)
    {
        _isSealable = false;

        bool isPresent = action is ActionKind.None or ActionKind.UpdateMetadata or ActionKind.Recheck;
        return _links.Join(_task.Sides.Pair, source, new HardLinks.Leader(path, isPresent ? destination!.FileId : 0, action != ActionKind.Recheck));
    }

    private void DecideFollower(Entry source, Entry? destination, HardLinks.Leader leader, KnownPath? held)
    {
        bool isLinked = destination is not null && leader.PresentFileId != 0 && destination.FileId == leader.PresentFileId;
        if (isLinked && leader.IsSettled)
        {
            Count(source, isSkipped: true);
            if (held is null || !IsSameState(held.State, source))
            {
                Add(new PlannedAction
                {
                    Name = source.Name,
                    Class = FileClass.Same,
                    Action = ActionKind.None,
                    Entry = source,
                    IsNews = true,
                    KnownSha256 = held?.State.Sha256,
                });
            }

            return;
        }

        Count(source, isSkipped: false);
        _tally.FilesToHandle++;
        _tally.FilesToCopy += isLinked ? 0 : 1;
        _isTouched |= !isLinked;
        _mayBeTouched |= isLinked;
        PlannedAction link = new()
        {
            Name = source.Name,
            Class = destination is null ? FileClass.New : isLinked ? FileClass.Same : FileClass.Changed,
            Action = ActionKind.Link,
            Entry = source,
            Leader = leader.Path,
            KnownSha256 = held?.State.Sha256,
        };
        _plan.Links.Append(new PlannedBatch(_task.Sides.Pair, _task.Path, [link]));
    }

    private void Count(Entry source, bool isSkipped)
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

    private bool HasSameExtendedAttributes(string? sourceName, string? destinationName) =>
        !Traits.KeepsExtendedAttributes
        || _source.ReadMetadata(sourceName).HasSameExtendedAttributes(_destination!.ReadMetadata(destinationName));

    private static bool IsSameState(PathState state, Entry entry) =>
        state.Kind == entry.Kind
        && state.Mode == entry.Mode
        && state.Owner == entry.Owner
        && state.Group == entry.Group
        && state.Modified == entry.Modified
        && (entry.IsDirectory || (state.Size == entry.Size && state.LinkCount == entry.LinkCount));

    // Known to the past, and neither side has it any more.
    private void EndState(string name, KnownPath known)
    {
        Add(Gone(name, known));
        EndStatesBelow(_task.Path.Child(name), known);
    }

    // What stood below a folder is no part of the backup from now on.
    private void EndStatesBelow(RelativePath path, KnownPath? known, bool isLeftOutOnly = false)
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

    private static PlannedAction Gone(string name, KnownPath known) => new()
    {
        Name = name,
        Class = FileClass.Extra,
        Action = ActionKind.None,
        Entry = new Entry { Name = name, Kind = known.State.Kind, Size = known.State.Size, Modified = known.State.Modified },
        IsGone = true,
    };

    private void Add(PlannedAction action, bool isLate = false)
    {
        if (isLate && !_task.IsLate)
        {
            _plan.Late.Append(new PlannedBatch(_task.Sides.Pair, _task.Path, [action]));
            return;
        }

        _batch.Add(action);
        if (_batch.Count == PlannedBatch.MostActions)
        {
            Emit();
        }
    }

    private void Emit()
    {
        if (_batch.Count == 0)
        {
            return;
        }

        (_task.IsLate ? _plan.Late : _plan.Work).Append(new PlannedBatch(_task.Sides.Pair, _task.Path, [.. _batch]));
        _batch.Clear();
    }
}
