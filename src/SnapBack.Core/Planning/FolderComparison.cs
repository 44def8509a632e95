using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>The careful comparison of one folder, entry by entry. Made for one folder and thrown away.</summary>
internal sealed class FolderComparison : IDisposable
{
    // FILE_ATTRIBUTE_DIRECTORY, which Windows sets on links to folders (https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants).
    private const uint FolderAttribute = 0x10;

    private readonly Job _job;
    private readonly ClassRules _classes;
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
    private readonly OmittedEntries _omitted;
    private readonly FolderListing? _listing;
    private readonly SecurityComparison _security;
    private readonly List<PlannedAction> _batch = [];
    private readonly Dictionary<string, Entry> _partials = new(StringComparer.Ordinal);
    private string? _lastExtra;
    private bool _isTouched;
    private bool _mayBeTouched;
    private bool _isSealable = true;

    public FolderComparison(
        Job job, Past past, Plan plan, HardLinks links, PlanTally tally, FolderTask task, IFolder source, IFolder? destination, Entry self, KnownPath? known, FolderListing? listing)
    {
        _listing = listing;
        _job = job;
        _classes = job.EffectiveClasses;
        _past = past;
        _plan = plan;
        _links = links;
        _tally = tally;
        _task = task;
        _source = source;
        _destination = destination;
        _self = self;
        _known = known;
        _omitted = new OmittedEntries(task.Sides, task.Path);
        _security = new SecurityComparison(job, task.Sides);
        bool isKnown = task.Sides.HasPast && (known is not null || task.Path.IsRoot);
        _knownIn = new KnownCursor(isKnown ? past.KnownIn(task.Sides.Pair, task.Path) : [], task.Sides.Source.Order, EndState);
    }

    /// <summary>Folders in this one that are to be looked at as well.</summary>
    public List<FolderTask> Found { get; } = [];

    // What the source lacks may be what an earlier run moved away: then the destination has the only copy.
    private bool IsMirror => _job.Mode == JobMode.Mirror && !_classes.Skips(ClassSet.Extra) && _job.Move == MoveMode.None;

    // What stands in the way of a file or folder goes only where that may come.
    private bool IsReplacing => IsMirror && !_classes.Skips(ClassSet.Lonely);

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
        _isSealable = _self.Changed.Seconds < racyFrom && !_task.Sides.Selection.DependsOnUse;
        Entry? destinationSelf = _destination?.ReadSelf();
        if (destinationSelf is not null)
        {
            destinationDigest.Add(destinationSelf, isSelf: true);
        }

        PlannedFolder folder = CompareSelf(destinationSelf);
        IEnumerable<Entry> listed = Tee(_source.List(), sourceDigest, entry => _isSealable &= entry.Changed.Seconds < racyFrom || entry.IsDirectory);
        IEnumerable<Entry> sourceEntries = _omitted.PutInto(listed);
        IEnumerable<Entry> destinationEntries = _destination is null ? [] : Tee(_destination.List(), destinationDigest, _ => _tally.DestinationEntries++);
        foreach (MergedName name in NameMerge.Merge(sourceEntries, destinationEntries, _task.Sides.Source.Order))
        {
            Decide(name);
        }

        _knownIn.End();
        DiscardPartials();
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
        Entry self = _job.Attributes == AttributeChange.None ? _self : _self with { Attributes = _job.Attributes.OfFolder(_self.Attributes) };
        FileClass found = FileClassifier.Classify(self, destinationSelf, Traits, null);
        ActionKind action = ActionPolicy.ForFolder(found, _job.Mode);
        if (found == FileClass.Same && !(HasSameMetadata(null, null) && HasSameStreams(null, null)))
        {
            found = FileClass.Tweaked;
            action = ActionKind.UpdateMetadata;
        }
        else if (found == FileClass.Same && _security.HasToBeSet(_task.Path.IsRoot, _self, _known?.State, _source, _destination!, null))
        {
            found = FileClass.Modified;
            action = ActionKind.UpdateSecurity;
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

        if (_listing is not null)
        {
            _listing.Class = destinationSelf is null ? FileClass.New : FileClass.Same;
        }

        return new PlannedFolder
        {
            Pair = _task.Sides.Pair,
            Path = _task.Path,
            Class = found,
            Action = action,
            Entry = self,
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
            CountListed(source, null);
            Refuse(source, FileClass.New, new ActionError(ErrorKind.InvalidName, 0, "compare", "the destination can't hold two names that differ in case only"));
            return;
        }

        SkipReason? reason = _task.Sides.NotCovered.Contains(path)
            ? SkipReason.NotCovered
            : _task.Sides.Selection.Exclude(path, source)
                ?? (source.IsSpecial ? WhySpecial(source) : _omitted.Has(source) ? SkipReason.OmittedFromSnapshot : WhyLink(source));
        CountListed(source, reason);
        if (reason is { } why)
        {
            // What a rule takes out is looked at each time: neither side's listing tells when it comes and goes.
            bool isOmitted = why == SkipReason.OmittedFromSnapshot;
            _isSealable &= !isOmitted;
            _tally.FilesOmitted += isOmitted ? 1 : 0;
            if (why != SkipReason.NotIncluded)
            {
                Count(source, isSkipped: true);
            }

            LeaveOut(path, source, known, why);
        }
        else if (source.IsLink && PolicyOf(source) == LinkPolicy.Follow)
        {
            Refuse(source, FileClass.New, new ActionError(ErrorKind.LinkInPath, 0, "follow link", "the link leads nowhere, or to what may not be read through it"));
        }
        else if (source.IsDirectory && !_job.Reaches(path))
        {
            // Nobody looks into it: it is no part of the numbers, as if it were not there.
            LeaveOut(path, source, known, SkipReason.TooDeep);
        }
        else if (source.IsDirectory)
        {
            DecideFolder(path, source, destination, known);
        }
        else
        {
            Entry wanted = _job.Attributes == AttributeChange.None ? source : source with { Attributes = _job.Attributes.Of(source.Attributes) };
            DecideFile(path, wanted, destination, known);
        }
    }

    private LinkPolicy PolicyOf(Entry link) =>
        _job.Links.For(link.Kind == EntryKind.Junction, link.LinkEnd is LinkEnd.Folder or LinkEnd.Loop || (link.Attributes & FolderAttribute) != 0);

    private SkipReason? WhyLink(Entry source) => !source.IsLink ? null : PolicyOf(source) switch
    {
        LinkPolicy.Skip => SkipReason.Link,
        LinkPolicy.Follow when source.LinkEnd == LinkEnd.Loop => SkipReason.LinkLoop,
        _ => null,
    };

    private void DecideReserved(Entry destination)
    {
        _isSealable &= destination.Name == ReservedNames.StoreFolder;
        if (ReservedNames.IsTemporary(destination.Name) && !destination.IsDirectory)
        {
            _isTouched = true;
            if (_job.IsRestartable && ReservedNames.IsPartial(destination.Name))
            {
                // Whether the file that it belongs to is copied is known at the end of the folder.
                _partials[destination.Name] = destination;
                return;
            }

            Add(new PlannedAction { Name = destination.Name, Class = FileClass.Extra, Action = ActionKind.Discard, Entry = destination });
        }
    }

    private void DiscardPartials()
    {
        foreach (Entry left in _partials.Values)
        {
            _batch.Add(new PlannedAction { Name = left.Name, Class = FileClass.Extra, Action = ActionKind.Discard, Entry = left });
        }
    }

    // The file may be copied: what an earlier try left of it is for that to take up.
    private void KeepPartial(string name)
    {
        if (_partials.Count > 0)
        {
            _partials.Remove(ReservedNames.Partial(name));
            _partials.Remove(ReservedNames.PartialBlocks(name));
        }
    }

    private void DecideExtra(RelativePath path, Entry destination, KnownPath? known)
    {
        _isSealable = false;
        if (_task.Sides.Selection.Protects(path, destination) || _task.Sides.NotCovered.Contains(path))
        {
            _listing?.AddProtected(ListedExtra(destination, ActionKind.None) with { Reason = _task.Sides.Selection.Exclude(path, destination) ?? SkipReason.ExcludedFile });
            return;
        }

        if (_task.Sides.Omitted.Matches(path, destination))
        {
            // The view can't tell whether the source has it, so it stays.
            LeaveOut(path, destination, known, SkipReason.OmittedFromSnapshot);
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
            _lastExtra = destination.Name;
        }

        bool isNews = known?.State.Presence != Presence.Extra;
        bool isDeleted = IsMirror && (!destination.IsDirectory || _job.Reaches(path));
        bool isConflict = isDeleted && HasConflict(destination, known);
        if (isConflict && LeavesConflict)
        {
            LeaveExtraAlone(path, destination, known);
            return;
        }

        if (isDeleted)
        {
            Delete(path, destination, FileClass.Extra, known, isConflict);
        }
        else if (isNews)
        {
            Add(new PlannedAction { Name = destination.Name, Class = FileClass.Extra, Action = ActionKind.None, Entry = destination, IsNews = true });
            EndStatesBelow(path, known);
        }

        // A folder that is purged is told of when its entries are, by FolderWalker; what is news is told of as it is recorded.
        if (destination.IsDirectory && !isDeleted)
        {
            _listing?.AddExtraFolder(path);
        }
        else if (!destination.IsDirectory && (isDeleted || !isNews))
        {
            _listing?.AddListed(ListedExtra(destination, isDeleted ? ActionKind.Delete : ActionKind.None));
        }
    }

    private bool LeavesConflict => _job.Conflict != ConflictPolicy.Overwrite;

    private bool HasConflict(Entry destination, KnownPath? known)
    {
        bool isConflict = Conflicts.Has(_job, _task.Sides, _destination!, destination, known);
        _tally.Conflicts += isConflict ? 1 : 0;
        return isConflict;
    }

    private void LeaveExtraAlone(RelativePath path, Entry destination, KnownPath? known)
    {
        if (_job.Conflict == ConflictPolicy.Keep)
        {
            LeaveOut(path, destination, known, SkipReason.Conflict, FileClass.Extra);
            return;
        }

        Add(new PlannedAction { Name = destination.Name, Class = FileClass.Extra, Action = ActionKind.None, Entry = destination, Refusal = Conflicts.Refusal });
    }

    // Nothing tells of it but the record, so that the folder is looked at each time.
    private void LeaveConflictAlone(RelativePath path, Entry source, FileClass found, KnownPath? known)
    {
        if (_job.Conflict == ConflictPolicy.Fail)
        {
            Refuse(source, found, Conflicts.Refusal);
            return;
        }

        _isSealable = false;
        Count(source, isSkipped: true);
        LeaveOut(path, source, known, SkipReason.Conflict, found);
    }

    private static PlannedAction ListedExtra(Entry destination, ActionKind action) =>
        new() { Name = destination.Name, Class = FileClass.Extra, Action = action, Entry = destination };

    private void CountListed(Entry source, SkipReason? reason)
    {
        if (_listing is not null && !source.IsDirectory && reason is not (SkipReason.NotIncluded or SkipReason.ReservedName))
        {
            _listing.Files++;
        }
    }

    private void Delete(RelativePath path, Entry destination, FileClass found, KnownPath? known, bool isConflict = false)
    {
        _isTouched = true;
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

    private void Refuse(Entry source, FileClass found, ActionError refusal)
    {
        _isSealable = false;
        Count(source, isSkipped: false);
        Add(new PlannedAction { Name = source.Name, Class = found, Action = ActionKind.None, Entry = source, Refusal = refusal });
    }

    // What differs and is left alone by its class: both sides look as they did until one of them changes, so that the folder may be sealed.
    private void LeaveAlone(RelativePath path, Entry source, FileClass found, KnownPath? known)
    {
        Count(source, isSkipped: true);
        LeaveOut(path, source, known, SkipReason.Class, found);
    }

    // Security is set even on files whose content is left alone, when it is asked for; what the catalog knows of the content still holds.
    private void LeaveFileAlone(RelativePath path, Entry source, Entry? destination, FileClass found, KnownPath? known, KnownPath? held)
    {
        if (!_job.FixSecurity || destination is null)
        {
            LeaveAlone(path, source, found, known);
            return;
        }

        switch (TryFindSecurity(source, destination, held))
        {
            case true:
                Do(source, found, ActionKind.UpdateSecurity, held, destination);
                break;
            case false:
                LeaveAlone(path, source, found, known);
                break;
            default:
                break;
        }
    }

    // Without the letter D no content is brought over, and no time that would say that it was.
    private static ActionKind WithoutData(FileClass found, ActionKind action) => (found, action) switch
    {
        (FileClass.Same or FileClass.Tweaked or FileClass.Modified, ActionKind.Copy) => ActionKind.UpdateMetadata,
        (_, ActionKind.Copy or ActionKind.Recheck) => ActionKind.None,
        _ => action,
    };

    private void LeaveOut(RelativePath path, Entry source, KnownPath? known, SkipReason reason, FileClass found = FileClass.Excluded)
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

    private void DecideFolder(RelativePath path, Entry source, Entry? destination, KnownPath? known)
    {
        if (destination is { IsDirectory: false })
        {
            _isSealable = false;
            if (!IsReplacing)
            {
                _tally.Dirs++;
                _tally.DirsMismatch++;
                AddMismatch(path, source, known);
                return;
            }

            bool isConflict = HasConflict(destination, known);
            if (isConflict && LeavesConflict)
            {
                LeaveConflictAlone(path, source, FileClass.Mismatch, known);
                return;
            }

            _tally.FilesExtra++;
            _tally.BytesExtra += destination.Size;
            Delete(path, destination, FileClass.Mismatch, known, isConflict);
            _listing?.AddListed(ListedExtra(destination, ActionKind.Delete));
        }

        bool isNew = destination is not { IsDirectory: true };
        bool isLate = _task.IsLate || destination is { IsDirectory: false };
        if (isNew && _classes.Skips(ClassSet.Lonely))
        {
            // A folder that is sealed is taken to have its folders on both sides.
            _isSealable = false;
            LeaveAlone(path, source, FileClass.New, known);
            return;
        }

        if (isNew && _job.Recurse == Recursion.NonEmpty && !isLate)
        {
            _isSealable = false;
            _mayBeTouched = true;
            _plan.Lazy.Add(_task.Sides.Pair, path, source);
        }
        else if (isNew)
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

        ActionKind action = ActionPolicy.ForFile(found, _job.Mode, _classes);
        if (!_job.Copy.HasFlag(CopyParts.Data))
        {
            action = WithoutData(found, action);
        }

        if (action == ActionKind.None && found is FileClass.New or FileClass.Newer or FileClass.Older or FileClass.Changed)
        {
            LeaveFileAlone(path, source, destination, found, known, held);
            return;
        }

        bool looksAtSecurity = action != ActionKind.Copy && (_job.FixSecurity || !_classes.Skips(ClassSet.Modified));
        if (looksAtSecurity && found is FileClass.Same or FileClass.Modified && TryFindSecurity(source, destination!, held) is var isToBeSet)
        {
            if (isToBeSet is null)
            {
                return;
            }

            // Only a change of the descriptor moved the change time: the content needs no look.
            (found, action) = isToBeSet.Value ? (FileClass.Modified, ActionKind.UpdateSecurity) : (found, action);
        }

        if (isRacy && action == ActionKind.UpdateMetadata)
        {
            action = ActionKind.Copy;
        }
        else if (isRacy && found == FileClass.Modified && action != ActionKind.UpdateSecurity)
        {
            found = FileClass.Same;
        }

        if (action is ActionKind.UpdateMetadata or ActionKind.UpdateSecurity && source.LinkCount >= 1 && LinkCountOf(destination!) > source.LinkCount)
        {
            // The destination's file has names that the source's has not: writing into it would change those as well.
            action = ActionKind.Copy;
        }

        if (source is { IsFile: true, LinkCount: > 1 } && !Traits.LacksHardLinks && FollowsAnother(path, source, destination, action) is { } leader)
        {
            DecideFollower(source, destination, leader, held, known);
            return;
        }

        if (action == ActionKind.None)
        {
            // A tweak that is left alone: the destination has the content, with attributes of its own.
            Entry told = found != FileClass.Tweaked ? source : source with
            {
                Mode = destination!.Mode,
                Owner = destination.Owner,
                Group = destination.Group,
                Attributes = destination.Attributes,
            };
            Count(source, isSkipped: true);
            Leave(told, found, held);
            return;
        }

        bool isConflict = action == ActionKind.Copy && destination is not null && HasConflict(destination, known);
        if (isConflict && LeavesConflict)
        {
            LeaveConflictAlone(path, source, found, known);
            return;
        }

        Do(source, found, action, held, destination, isConflict: isConflict);
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

    private bool? TryFindSecurity(Entry source, Entry destination, KnownPath? held)
    {
        try
        {
            return _security.HasToBeSet(isRoot: false, source, held?.State, _source, _destination!, destination.Name);
        }
        catch (TreeException failure)
        {
            Refuse(source, FileClass.Modified, failure.Error);
            return null;
        }
    }

    private FileClass Classify(Entry source, Entry? destination, KnownPath? held)
    {
        FileClass found = FileClassifier.Classify(source, destination, Traits, source.IsFile ? held?.State.Changed : null, _job.Times);
        if (found is FileClass.Same or FileClass.Modified or FileClass.Tweaked
            && source.IsLink
            && !string.Equals(_source.ReadLink(source.Name), _destination!.ReadLink(destination!.Name), StringComparison.Ordinal))
        {
            return FileClass.Changed;
        }

        if (found is FileClass.Same or FileClass.Modified && !HasSameMetadata(source.Name, destination!.Name))
        {
            return FileClass.Tweaked;
        }

        // Streams are content. What did not change since it was last in order has the streams that were copied then.
        bool isUnchanged = held is not null && held.State.Changed != default && held.State.Changed == source.Changed;
        return found is FileClass.Same or FileClass.Modified && source.IsFile && !isUnchanged && !HasSameStreams(source.Name, destination!.Name) ? FileClass.Changed : found;
    }

    private void Do(Entry source, FileClass found, ActionKind action, KnownPath? held, Entry? destination = null, bool isLate = false, bool isConflict = false)
    {
        Count(source, isSkipped: false);
        _tally.FilesToHandle++;
        if (action is ActionKind.Copy or ActionKind.Replace)
        {
            _tally.FilesToCopy++;
            _tally.BytesToCopy += source.Size;
            NoteChange(source.Name, found);
        }

        // A look at a file, or another descriptor for it, leaves its folder alone unless it becomes a copy after all.
        bool leavesFolder = action is ActionKind.Recheck or ActionKind.UpdateSecurity;
        _isTouched |= !leavesFolder;
        _mayBeTouched |= leavesFolder;
        _isSealable &= !leavesFolder && found != FileClass.Same;
        PlannedAction planned = new() { Name = source.Name, Class = found, Action = action, Entry = source, KnownSha256 = held?.State.Sha256, IsConflict = isConflict };
        Add(destination is null ? planned : planned with { There = (destination.Size, destination.Modified) }, isLate);
    }

    // What ransomware does: other content under the name, or under the name with a further ending, which the order of names puts behind the lost one.
    private void NoteChange(string name, FileClass found)
    {
        bool isRenamed = found == FileClass.New && _lastExtra is { } lost && name.Length > lost.Length && name[lost.Length] == '.' && name.StartsWith(lost, StringComparison.Ordinal);
        bool isChanged = found is FileClass.Newer or FileClass.Older or FileClass.Changed;
        _tally.FilesRenamed += isRenamed ? 1 : 0;
        _tally.FilesChanged += isChanged ? 1 : 0;
        if (isRenamed || isChanged)
        {
            _tally.AddExample(_task.Sides.Pair, _task.Path.Child(name));
        }
    }

    private void DecideFileOverFolder(RelativePath path, Entry source, Entry destination, KnownPath? known)
    {
        _isSealable = false;
        if (IsReplacing && _job.Reaches(path))
        {
            _tally.DirsExtra++;
            Delete(path, destination, FileClass.Mismatch, known);
            if (source is { IsFile: true, LinkCount: > 1 } && !Traits.LacksHardLinks && FollowsAnother(path, source, destination, ActionKind.Replace) is { } leader)
            {
                DecideFollower(source, destination, leader, known, known);
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

    private void DecideFollower(Entry source, Entry? destination, HardLinks.Leader leader, KnownPath? held, KnownPath? known)
    {
        bool isLinked = destination is not null && leader.PresentFileId != 0 && destination.FileId == leader.PresentFileId;
        if (isLinked && leader.IsSettled)
        {
            Count(source, isSkipped: true);
            Leave(source, FileClass.Same, held);
            return;
        }

        FileClass found = destination is null ? FileClass.New : isLinked ? FileClass.Same : FileClass.Changed;
        bool isConflict = found == FileClass.Changed && HasConflict(destination!, known);
        if (isConflict && LeavesConflict)
        {
            LeaveConflictAlone(_task.Path.Child(source.Name), source, found, known);
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
            Class = found,
            IsConflict = isConflict,
            Action = ActionKind.Link,
            Entry = source,
            Leader = leader.Path,
            KnownSha256 = held?.State.Sha256,
        };
        KeepPartial(source.Name);
        _plan.Lazy.Make(_task.Sides.Pair, _task.Path);
        _plan.Links.Append(new PlannedBatch(_task.Sides.Pair, _task.Path, [link]));
        _listing?.AddListed(link);
    }

    // Nothing is to be done; the catalog is told if it does not know yet.
    private void Leave(Entry source, FileClass found, KnownPath? held)
    {
        PlannedAction left = new() { Name = source.Name, Class = found, Action = ActionKind.None, Entry = source };
        if (held is null || !IsSameState(held.State, source))
        {
            Add(left with { IsNews = true, KnownSha256 = held?.State.Sha256 });
        }
        else
        {
            _listing?.AddSkipped(left);
        }
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

    // What a listing does not tell: extended attributes, and on Linux the DOS attributes and creation times of NTFS.
    private bool HasSameMetadata(string? sourceName, string? destinationName)
    {
        bool hasDos = _task.Sides.ComparesDosMetadata;
        bool fixesTimes = _job.FixTimes && Traits.HasDosMetadata;
        if (!hasDos && !fixesTimes && !Traits.KeepsExtendedAttributes)
        {
            return true;
        }

        Metadata source = _source.ReadMetadata(sourceName);
        Metadata destination = _destination!.ReadMetadata(destinationName);
        return (!Traits.KeepsExtendedAttributes || source.HasSameExtendedAttributes(destination))
            && (!fixesTimes || source.Entry.Created.IsSameAs(destination.Entry.Created, Traits.TimeGranularity))
            && (!hasDos || source.HasSameDosMetadata(destination, _task.Path.IsRoot && sourceName is null, _job.PartsOf(source.Entry), Traits));
    }

    // Windows marks what some program answers for with FILE_ATTRIBUTE_REPARSE_POINT (0x400).
    private static SkipReason WhySpecial(Entry source) =>
        source.Kind == EntryKind.Unknown && (source.Attributes & 0x400) != 0 ? SkipReason.UnknownReparsePoint : SkipReason.SpecialFile;

    private bool HasSameStreams(string? sourceName, string? destinationName) =>
        !Traits.KeepsStreams || _source.ReadMetadata(sourceName).HasSameStreams(_destination!.ReadMetadata(destinationName));

    private uint LinkCountOf(Entry destination)
    {
        try
        {
            return destination.LinkCount > 0 ? destination.LinkCount : _destination!.Find(destination.Name)?.LinkCount ?? 0;
        }
        catch (TreeException)
        {
            // Not to be found out: a new file harms no other name.
            return uint.MaxValue;
        }
    }

    private static bool IsSameState(PathState state, Entry entry) =>
        state.Kind == entry.Kind
        && state.Mode == entry.Mode
        && state.Owner == entry.Owner
        && state.Group == entry.Group
        && state.Modified == entry.Modified
        && (entry.IsDirectory || (state.Size == entry.Size && (entry.LinkCount == 0 || state.LinkCount == entry.LinkCount)));

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
