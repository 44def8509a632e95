using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// Looks at one folder at a time and writes down what is to be done about its entries. First the cheap question: do both sides look as
/// they did when the folder was last in order (its seal)? Only when they do not is every entry compared with care, extended
/// attributes included. Used by one thread.
/// </summary>
internal sealed class FolderWalker : IDisposable
{
    private readonly Job _job;
    private readonly Past _past;
    private readonly Plan _plan;
    private readonly HardLinks _links;
    private readonly FolderDigest _sourceDigest = new();
    private readonly FolderDigest _destinationDigest = new();
    private readonly List<FolderTask> _found = [];

    public FolderWalker(Job job, Past past, Plan plan, HardLinks links)
    {
        _job = job;
        _past = past;
        _plan = plan;
        _links = links;
    }

    public PlanTally Tally { get; } = new();

    /// <summary>Looks at a folder; returns the folders in it that are to be looked at as well.</summary>
    public IReadOnlyList<FolderTask> Walk(FolderTask task, Action<long> seen)
    {
        _found.Clear();
        long before = Tally.Files + Tally.Dirs + Tally.FilesExtra + Tally.DirsExtra;
        if (task.Presence == FolderPresence.DestinationOnly)
        {
            WalkExtra(task, _found, listing: null);
        }
        else
        {
            WalkSource(task);
        }

        seen(Tally.Files + Tally.Dirs + Tally.FilesExtra + Tally.DirsExtra - before);
        return [.. _found];
    }

    public void Dispose()
    {
        _sourceDigest.Dispose();
        _destinationDigest.Dispose();
    }

    private void WalkSource(FolderTask task)
    {
        try
        {
            using IFolder source = task.Sides.Source.OpenFolder(task.Path);
            Entry self = source.ReadSelf();
            if (task.ParentVolume != 0 && self.VolumeNumber != task.ParentVolume && source.IsPseudo)
            {
                LeaveOutFolder(task, self, SkipReason.PseudoFileSystem);
                return;
            }

            Tally.Dirs++;
            if (task.Presence == FolderPresence.SourceOnly)
            {
                Compare(task, source, null, self);
                return;
            }

            using IFolder destination = task.Sides.Destination!.OpenFolder(task.Path);
            // A seal tells that nothing is to be done, not what each entry is.
            bool mayBeSealed = task.Sides.HasPast && !task.Sides.Selection.DependsOnUse && _job.Listing != ListingDetail.All;
            if (mayBeSealed && _past.SealOf(task.Sides.Pair, task.Path) is { } seal && IsSealed(task, source, destination, self, seal))
            {
                return;
            }

            Compare(task, source, destination, self);
        }
        catch (TreeException failure)
        {
            FailScope(task, failure.Error);
        }
    }

    private void FailScope(FolderTask task, ActionError error)
    {
        if (task.Path.IsRoot)
        {
            throw new SnapBackException(
                ErrorCode.SourceUnreadable,
                $"'{DisplayText.Escape(task.Sides.Source.DisplayRoot)}' or its destination can't be listed: {error.Message}. Nothing was copied or deleted.",
                "Check that the disk is there and that this account may read it.");
        }

        if (error.Kind == ErrorKind.NotFound && IsAtSource(task))
        {
            // It is the destination's folder that went away, and with it what the run relied on: that is a failure, not a file that vanished.
            error = error with { Kind = ErrorKind.WrongKind, Message = "the folder at the destination was removed or renamed meanwhile" };
        }

        if (error.Kind == ErrorKind.NotFound && task.Presence == FolderPresence.SourceOnly)
        {
            // Listed in its parent and gone since: nothing to back up, and nothing below it can be at the destination.
            return;
        }

        _plan.FailScope(task.Sides.Pair, task.Path);
        PlannedAction refusal = new()
        {
            Name = task.Path.Name,
            Class = task.Presence == FolderPresence.Both ? FileClass.Same : FileClass.New,
            Action = ActionKind.None,
            Entry = new Entry { Name = task.Path.Name, Kind = EntryKind.Directory },
            Refusal = error,
        };
        _plan.Work.Append(new PlannedBatch(task.Sides.Pair, task.Path.Parent, [refusal]));
    }

    private static bool IsAtSource(FolderTask task)
    {
        try
        {
            using IFolder folder = task.Sides.Source.OpenFolder(task.Path);
            return true;
        }
        catch (TreeException)
        {
            return false;
        }
    }

    // Everything looks as it did when the folder was last in order, so every entry is Same or left out by the same rules as then.
    private bool IsSealed(FolderTask task, IFolder source, IFolder destination, Entry self, byte[] seal)
    {
        long files = 0;
        long bytes = 0;
        long leftOutFolders = 0;
        bool hasFilespec = task.Sides.Selection.IncludeFiles.Count > 0;
        long placeholders = 0;
        long destinationEntries = 0;
        List<FolderTask> folders = [];
        _sourceDigest.Reset();
        _destinationDigest.Reset();
        _sourceDigest.Add(self, isSelf: true);
        foreach (Entry entry in source.List())
        {
            _sourceDigest.Add(entry, isSelf: false);
            placeholders += entry.IsPlaceholder ? 1 : 0;
            if (!entry.IsDirectory)
            {
                bool isCounted = !hasFilespec || task.Sides.Selection.Exclude(task.Path.Child(entry.Name), entry) != SkipReason.NotIncluded;
                files += isCounted ? 1 : 0;
                bytes += isCounted ? entry.Size : 0;
                continue;
            }

            RelativePath path = task.Path.Child(entry.Name);
            if (task.Sides.NotCovered.Contains(path))
            {
                // What a view covers is no rule: it may have been covered when the folder was sealed, and the record must say that it is not now.
                return false;
            }

            if (task.Sides.Selection.Exclude(path, entry) is not null)
            {
                leftOutFolders++;
            }
            else if (_job.Reaches(path))
            {
                folders.Add(new FolderTask(task.Sides, path, FolderPresence.Both, false, null, false, self.VolumeNumber));
            }
        }

        _destinationDigest.Add(destination.ReadSelf(), isSelf: true);
        foreach (Entry entry in destination.List())
        {
            _destinationDigest.Add(entry, isSelf: false);
            destinationEntries++;
        }

        byte[] found = FolderDigest.Seal(task.Sides.Rules, _sourceDigest.Take(), _destinationDigest.Take());
        if (!found.AsSpan().SequenceEqual(seal))
        {
            return false;
        }

        Tally.Placeholders += placeholders;
        Tally.Dirs += leftOutFolders;
        Tally.DirsSkipped += 1 + leftOutFolders;
        Tally.Files += files;
        Tally.FilesSkipped += files;
        Tally.Bytes += bytes;
        Tally.BytesSkipped += bytes;
        Tally.DestinationEntries += destinationEntries;
        _found.AddRange(folders);
        TellSealed(task, files);
        return true;
    }

    private void Compare(FolderTask task, IFolder source, IFolder? destination, Entry self)
    {
        KnownPath? known = task.IsKnownLoaded || !task.Sides.HasPast ? task.Known : _past.KnownAt(task.Sides.Pair, task.Path);
        using FolderListing? listing = NewListing(task);
        using FolderComparison comparison = new(_job, _past, _plan, _links, Tally, task, source, destination, self, known, listing);
        if (listing is null)
        {
            comparison.Run(_sourceDigest, _destinationDigest, task.Sides.RacyFrom);
            _found.AddRange(comparison.Found);
            return;
        }

        try
        {
            comparison.Run(_sourceDigest, _destinationDigest, task.Sides.RacyFrom);
            WalkExtrasNow(comparison.Found, listing);
            _found.AddRange(comparison.Found);
        }
        finally
        {
            // As without a listing: what was decided before a folder could not be read any further is carried out.
            listing.Write();
        }
    }

    private void TellSealed(FolderTask task, long files)
    {
        using FolderListing? listing = NewListing(task);
        if (listing is not null)
        {
            listing.Files = files;
            listing.Write();
        }
    }

    private FolderListing? NewListing(FolderTask task) => _job.Listing == ListingDetail.None ? null : new FolderListing(_plan, task, _job.Listing);

    // What is purged is told of before the files of the folder that holds it, so it can't wait for its turn.
    private void WalkExtrasNow(List<FolderTask> found, FolderListing listing)
    {
        Stack<FolderTask> extras = new(found.Where(t => t.Presence == FolderPresence.DestinationOnly).Reverse());
        found.RemoveAll(t => t.Presence == FolderPresence.DestinationOnly);
        List<FolderTask> below = [];
        while (extras.TryPop(out FolderTask? extra))
        {
            listing.AddExtraFolder(extra.Path);
            WalkExtra(extra, below, listing);
            below.Reverse();
            below.ForEach(extras.Push);
            below.Clear();
        }
    }

    private void LeaveOutFolder(FolderTask task, Entry self, SkipReason reason)
    {
        Tally.Dirs++;
        Tally.DirsSkipped++;
        PlannedAction leftOut = new()
        {
            Name = task.Path.Name,
            Class = FileClass.Excluded,
            Action = ActionKind.None,
            Entry = self,
            Reason = reason,
            IsNews = task.Known?.State.Reason != reason,
        };
        if (leftOut.IsNews)
        {
            _plan.Work.Append(new PlannedBatch(task.Sides.Pair, task.Path.Parent, [leftOut]));
        }
    }

    // Only the destination has the folder, and it is to be deleted: every entry below is, but what the selection protects.
    private void WalkExtra(FolderTask task, List<FolderTask> found, FolderListing? listing)
    {
        try
        {
            using IFolder folder = task.Sides.Destination!.OpenFolder(task.Path);
            foreach (Entry entry in folder.List())
            {
                RelativePath path = task.Path.Child(entry.Name);
                Tally.DestinationEntries++;
                if (IsKept(task, path, entry) || (entry.IsDirectory && !_job.Reaches(path)))
                {
                    continue;
                }

                if (task.Sides.Omitted.Matches(path, entry))
                {
                    KeepOmitted(task, entry);
                    continue;
                }

                bool isConflict = !entry.IsDirectory && task.Sides.KnowsCopy && Conflicts.Has(_job, task.Sides, folder, entry, _past.KnownAt(task.Sides.Pair, path));
                Tally.Conflicts += isConflict ? 1 : 0;
                if (isConflict && _job.Conflict != ConflictPolicy.Overwrite)
                {
                    LeaveConflict(task, entry);
                    continue;
                }

                _plan.Deletions.Append(new PlannedDeletion(task.Sides.Pair, path, entry, FileClass.Extra, isConflict));
                Tally.Deletions++;
                if (entry.IsDirectory)
                {
                    Tally.DirsExtra++;
                    found.Add(new FolderTask(task.Sides, path, FolderPresence.DestinationOnly, false, null, false, 0));
                }
                else
                {
                    Tally.FilesExtra++;
                    Tally.FilesDeleted++;
                    Tally.AddExample(task.Sides.Pair, path);
                    Tally.BytesExtra += entry.Size;
                    listing?.AddBelowExtra(new PlannedAction { Name = entry.Name, Class = FileClass.Extra, Action = ActionKind.Delete, Entry = entry });
                }
            }
        }
        catch (TreeException failure)
        {
            // Gone already: nothing is left to delete. Otherwise, what can't be listed can't be deleted either: the folder's own deletion is withheld.
            if (failure.Error.Kind != ErrorKind.NotFound)
            {
                _plan.FailScope(task.Sides.Pair, task.Path);
            }
        }
    }

    private void KeepOmitted(FolderTask task, Entry entry)
    {
        PlannedAction kept = new()
        {
            Name = entry.Name,
            Class = FileClass.Excluded,
            Action = ActionKind.None,
            Entry = entry,
            Reason = SkipReason.OmittedFromSnapshot,
            IsNews = true,
        };
        _plan.Work.Append(new PlannedBatch(task.Sides.Pair, task.Path, [kept]));
    }

    // It holds its folder, whose deletion is withheld.
    private void LeaveConflict(FolderTask task, Entry entry)
    {
        bool isKept = _job.Conflict == ConflictPolicy.Keep;
        PlannedAction left = new()
        {
            Name = entry.Name,
            Class = FileClass.Extra,
            Action = ActionKind.None,
            Entry = entry,
            Reason = isKept ? SkipReason.Conflict : null,
            Refusal = isKept ? null : Conflicts.Refusal,
            IsNews = isKept,
        };
        _plan.Work.Append(new PlannedBatch(task.Sides.Pair, task.Path, [left]));
    }

    // Leftovers of killed runs go with the folder; a snapshot that a run still reads does not.
    private static bool IsKept(FolderTask task, RelativePath path, Entry entry) =>
        task.Sides.Selection.Protects(path, entry)
        || task.Sides.NotCovered.Contains(path)
        || (ReservedNames.IsReserved(entry.Name, atRoot: false) && !(ReservedNames.IsTemporary(entry.Name) && !entry.IsDirectory));
}
