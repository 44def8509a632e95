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
    private readonly Plan _plan;
    private readonly PlanTally _tally;
    private readonly FolderTask _task;
    private readonly IFolder _source;
    private readonly IFolder? _destination;
    private readonly Entry _self;
    private readonly KnownPath? _known;
    private readonly KnownCursor _knownIn;
    private readonly OmittedEntries _omitted;
    private readonly FolderListing? _listing;
    private readonly FolderPlan _folder;
    private readonly EntryComparison _closer;
    private readonly FileDecisions _files;

    public FolderComparison(
        Job job, Past past, Plan plan, HardLinks links, PlanTally tally, FolderTask task, IFolder source, IFolder? destination, Entry self, KnownPath? known, FolderListing? listing)
    {
        _listing = listing;
        _job = job;
        _classes = job.EffectiveClasses;
        _plan = plan;
        _tally = tally;
        _task = task;
        _source = source;
        _destination = destination;
        _self = self;
        _known = known;
        _omitted = new OmittedEntries(task.Sides, task.Path);
        _folder = new FolderPlan(job, past, plan, tally, task, destination, listing);
        _closer = new EntryComparison(job, task, source, destination);
        _files = new FileDecisions(job, links, tally, task, source, _folder, _closer);
        bool isKnown = task.Sides.HasPast && (known is not null || task.Path.IsRoot);
        _knownIn = new KnownCursor(isKnown ? past.KnownIn(task.Sides.Pair, task.Path) : [], task.Sides.Source.Order, _folder.EndState);
    }

    /// <summary>Folders in this one that are to be looked at as well.</summary>
    public List<FolderTask> Found => _folder.Found;

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
        _folder.IsSealable = _self.Changed.Seconds < racyFrom && !_task.Sides.Selection.DependsOnUse;
        Entry? destinationSelf = _destination?.ReadSelf();
        if (destinationSelf is not null)
        {
            destinationDigest.Add(destinationSelf, isSelf: true);
        }

        PlannedFolder folder = CompareSelf(destinationSelf);
        IEnumerable<Entry> listed = Tee(_source.List(), sourceDigest, entry => _folder.IsSealable &= entry.Changed.Seconds < racyFrom || entry.IsDirectory);
        IEnumerable<Entry> sourceEntries = _omitted.PutInto(listed);
        IEnumerable<Entry> destinationEntries = _destination is null ? [] : Tee(_destination.List(), destinationDigest, _ => _tally.DestinationEntries++);
        foreach (MergedName name in NameMerge.Merge(sourceEntries, destinationEntries, _task.Sides.Source.Order))
        {
            Decide(name);
        }

        _knownIn.End();
        _folder.DiscardPartials();
        _folder.Emit();
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
        if (found == FileClass.Same && !_closer.HasSameSelf())
        {
            found = FileClass.Tweaked;
            action = ActionKind.UpdateMetadata;
        }
        else if (found == FileClass.Same && _closer.HasSecurityToSet(_self, _known))
        {
            found = FileClass.Modified;
            action = ActionKind.UpdateSecurity;
        }

        if (destinationSelf is null)
        {
            _folder.IsTouched = true;

            // Only a dry run finds no root at the destination: a run that is carried out has made it by now, and the numbers of both are the same.
            _tally.DirsSkipped += _task.Path.IsRoot ? 1 : 0;
        }
        else
        {
            _tally.DirsSkipped++;
            _folder.IsTouched = !_self.Modified.IsSameAs(destinationSelf.Modified, Traits.TimeGranularity);
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
            IsNews = _known is not { State: { Presence: Presence.Held } state } || !EntryComparison.IsSameState(state, _self),
        };
    }

    // At least the times of a folder whose entries change are set again, and its state is told once they are.
    private void Finish(PlannedFolder folder, FolderDigest sourceDigest, FolderDigest destinationDigest)
    {
        bool isInOrder = !_folder.IsTouched && folder.Action == ActionKind.None;
        if (isInOrder && !folder.IsNews && !_folder.IsSealable && !_folder.MayBeTouched)
        {
            return;
        }

        _plan.Folders.Append(folder with
        {
            IsTouched = _folder.IsTouched,
            SourceDigest = _folder.IsSealable ? sourceDigest.Take() : null,
            DestinationDigest = _folder.IsSealable && isInOrder ? destinationDigest.Take() : null,
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
            _folder.Refuse(source, FileClass.New, new ActionError(ErrorKind.InvalidName, 0, "compare", "the destination can't hold two names that differ in case only"));
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
            _folder.IsSealable &= !isOmitted;
            _tally.FilesOmitted += isOmitted ? 1 : 0;
            if (why != SkipReason.NotIncluded)
            {
                _folder.Count(source, isSkipped: true);
            }

            _folder.LeaveOut(path, source, known, why);
        }
        else if (source.IsLink && PolicyOf(source) == LinkPolicy.Follow)
        {
            _folder.Refuse(source, FileClass.New, new ActionError(ErrorKind.LinkInPath, 0, "follow link", "the link leads nowhere, or to what may not be read through it"));
        }
        else if (source.IsDirectory && !_job.Reaches(path))
        {
            // Nobody looks into it: it is no part of the numbers, as if it were not there.
            _folder.LeaveOut(path, source, known, SkipReason.TooDeep);
        }
        else if (source.IsDirectory)
        {
            DecideFolder(path, source, destination, known);
        }
        else
        {
            Entry wanted = _job.Attributes == AttributeChange.None ? source : source with { Attributes = _job.Attributes.Of(source.Attributes) };
            _files.Decide(path, wanted, destination, known);
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

    // Windows marks what some program answers for with FILE_ATTRIBUTE_REPARSE_POINT (0x400).
    private static SkipReason WhySpecial(Entry source) =>
        source.Kind == EntryKind.Unknown && (source.Attributes & 0x400) != 0 ? SkipReason.UnknownReparsePoint : SkipReason.SpecialFile;

    private void DecideReserved(Entry destination)
    {
        _folder.IsSealable &= destination.Name == ReservedNames.StoreFolder;
        if (ReservedNames.IsTemporary(destination.Name) && !destination.IsDirectory)
        {
            _folder.IsTouched = true;
            if (_job.IsRestartable && ReservedNames.IsPartial(destination.Name))
            {
                _folder.AddPartial(destination);
                return;
            }

            _folder.Add(new PlannedAction { Name = destination.Name, Class = FileClass.Extra, Action = ActionKind.Discard, Entry = destination });
        }
    }

    private void DecideExtra(RelativePath path, Entry destination, KnownPath? known)
    {
        _folder.IsSealable = false;
        if (_task.Sides.Selection.Protects(path, destination) || _task.Sides.NotCovered.Contains(path))
        {
            _listing?.AddProtected(ListedExtra(destination, ActionKind.None) with { Reason = _task.Sides.Selection.Exclude(path, destination) ?? SkipReason.ExcludedFile });
            return;
        }

        if (_task.Sides.Omitted.Matches(path, destination))
        {
            // The view can't tell whether the source has it, so it stays.
            _folder.LeaveOut(path, destination, known, SkipReason.OmittedFromSnapshot);
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
            _folder.LastExtra = destination.Name;
        }

        bool isNews = known?.State.Presence != Presence.Extra;
        bool isDeleted = _folder.IsMirror && (!destination.IsDirectory || _job.Reaches(path));
        bool isConflict = isDeleted && _folder.HasConflict(destination, known);
        if (isConflict && _folder.LeavesConflict)
        {
            LeaveExtraAlone(path, destination, known);
            return;
        }

        if (isDeleted)
        {
            _folder.Delete(path, destination, FileClass.Extra, known, isConflict);
        }
        else if (isNews)
        {
            _folder.Add(new PlannedAction { Name = destination.Name, Class = FileClass.Extra, Action = ActionKind.None, Entry = destination, IsNews = true });
            _folder.EndStatesBelow(path, known);
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

    private void LeaveExtraAlone(RelativePath path, Entry destination, KnownPath? known)
    {
        if (_job.Conflict == ConflictPolicy.Keep)
        {
            _folder.LeaveOut(path, destination, known, SkipReason.Conflict, FileClass.Extra);
            return;
        }

        _folder.Add(new PlannedAction { Name = destination.Name, Class = FileClass.Extra, Action = ActionKind.None, Entry = destination, Refusal = Conflicts.Refusal });
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

    private void DecideFolder(RelativePath path, Entry source, Entry? destination, KnownPath? known)
    {
        if (destination is { IsDirectory: false })
        {
            _folder.IsSealable = false;
            if (!_folder.IsReplacing)
            {
                _tally.Dirs++;
                _tally.DirsMismatch++;
                _folder.AddMismatch(path, source, known);
                return;
            }

            bool isConflict = _folder.HasConflict(destination, known);
            if (isConflict && _folder.LeavesConflict)
            {
                _folder.LeaveConflictAlone(path, source, FileClass.Mismatch, known);
                return;
            }

            _tally.FilesExtra++;
            _tally.BytesExtra += destination.Size;
            _folder.Delete(path, destination, FileClass.Mismatch, known, isConflict);
            _listing?.AddListed(ListedExtra(destination, ActionKind.Delete));
        }

        bool isNew = destination is not { IsDirectory: true };
        bool isLate = _task.IsLate || destination is { IsDirectory: false };
        if (isNew && _classes.Skips(ClassSet.Lonely))
        {
            // A folder that is sealed is taken to have its folders on both sides.
            _folder.IsSealable = false;
            _folder.LeaveAlone(path, source, FileClass.New, known);
            return;
        }

        if (isNew && _job.Recurse == Recursion.NonEmpty && !isLate)
        {
            _folder.IsSealable = false;
            _folder.MayBeTouched = true;
            _plan.Lazy.Add(_task.Sides.Pair, path, source);
        }
        else if (isNew)
        {
            _folder.IsTouched = true;
            _folder.Add(new PlannedAction { Name = source.Name, Class = FileClass.New, Action = ActionKind.CreateFolder, Entry = source }, isLate);
        }

        FolderPresence presence = isNew ? FolderPresence.SourceOnly : FolderPresence.Both;
        _folder.Found.Add(new FolderTask(_task.Sides, path, presence, isLate, known, true, _self.VolumeNumber));
    }
}
