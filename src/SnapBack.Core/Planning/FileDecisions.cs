using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>What is to be done about the files and links of one folder.</summary>
internal sealed class FileDecisions
{
    private readonly Job _job;
    private readonly ClassRules _classes;
    private readonly HardLinks _links;
    private readonly PlanTally _tally;
    private readonly FolderTask _task;
    private readonly IFolder _source;
    private readonly FolderPlan _folder;
    private readonly EntryComparison _closer;

    public FileDecisions(Job job, HardLinks links, PlanTally tally, FolderTask task, IFolder source, FolderPlan folder, EntryComparison closer)
    {
        _job = job;
        _classes = job.EffectiveClasses;
        _links = links;
        _tally = tally;
        _task = task;
        _source = source;
        _folder = folder;
        _closer = closer;
    }

    private DestinationTraits Traits => _task.Sides.Traits;

    /// <summary>Decides about a file or link of the source that the rules let in.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="source">As it is to be.</param>
    /// <param name="destination">What the destination has under its name, or null.</param>
    /// <param name="known">What the past has of it, or null.</param>
    public void Decide(RelativePath path, Entry source, Entry? destination, KnownPath? known)
    {
        if (destination is { IsDirectory: true })
        {
            DecideFileOverFolder(path, source, destination, known);
            return;
        }

        _folder.EndStatesBelow(path, known);
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

        if (action is ActionKind.UpdateMetadata or ActionKind.UpdateSecurity && source.LinkCount >= 1 && _closer.LinkCountOf(destination!) > source.LinkCount)
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
            _folder.Count(source, isSkipped: true);
            _folder.Leave(told, found, held);
            return;
        }

        bool isConflict = action == ActionKind.Copy && destination is not null && _folder.HasConflict(destination, known);
        if (isConflict && _folder.LeavesConflict)
        {
            _folder.LeaveConflictAlone(path, source, found, known);
            return;
        }

        Do(source, found, action, held, destination, isConflict: isConflict);
    }

    // Security is set even on files whose content is left alone, when it is asked for; what the catalog knows of the content still holds.
    private void LeaveFileAlone(RelativePath path, Entry source, Entry? destination, FileClass found, KnownPath? known, KnownPath? held)
    {
        if (!_job.FixSecurity || destination is null)
        {
            _folder.LeaveAlone(path, source, found, known);
            return;
        }

        switch (TryFindSecurity(source, destination, held))
        {
            case true:
                Do(source, found, ActionKind.UpdateSecurity, held, destination);
                break;
            case false:
                _folder.LeaveAlone(path, source, found, known);
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

    // What can't be looked at more closely, or vanished since it was listed, concerns this one name: the rest of the folder goes on.
    private FileClass? TryClassify(Entry source, Entry? destination, KnownPath? held)
    {
        try
        {
            return _closer.Classify(source, destination, held);
        }
        catch (TreeException failure)
        {
            bool isDestinationGone = failure.Error.Kind == ErrorKind.NotFound && _source.Find(source.Name) is not null;
            if (isDestinationGone)
            {
                return FileClass.Changed;
            }

            _folder.Refuse(source, FileClass.Changed, failure.Error);
            return null;
        }
    }

    private bool? TryFindSecurity(Entry source, Entry destination, KnownPath? held)
    {
        try
        {
            return _closer.HasSecurityToSet(source, destination, held);
        }
        catch (TreeException failure)
        {
            _folder.Refuse(source, FileClass.Modified, failure.Error);
            return null;
        }
    }

    private void Do(Entry source, FileClass found, ActionKind action, KnownPath? held, Entry? destination = null, bool isLate = false, bool isConflict = false)
    {
        _folder.Count(source, isSkipped: false);
        _tally.FilesToHandle++;
        if (action is ActionKind.Copy or ActionKind.Replace)
        {
            _tally.FilesToCopy++;
            _tally.BytesToCopy += source.Size;
            NoteChange(source.Name, found);
        }

        // A look at a file, or another descriptor for it, leaves its folder alone unless it becomes a copy after all.
        bool leavesFolder = action is ActionKind.Recheck or ActionKind.UpdateSecurity;
        _folder.IsTouched |= !leavesFolder;
        _folder.MayBeTouched |= leavesFolder;
        _folder.IsSealable &= !leavesFolder && found != FileClass.Same;
        PlannedAction planned = new() { Name = source.Name, Class = found, Action = action, Entry = source, KnownSha256 = held?.State.Sha256, IsConflict = isConflict };
        _folder.Add(destination is null ? planned : planned with { There = (destination.Size, destination.Modified) }, isLate);
    }

    // What ransomware does: other content under the name, or under the name with a further ending, which the order of names puts behind the lost one.
    private void NoteChange(string name, FileClass found)
    {
        bool isRenamed = found == FileClass.New && _folder.LastExtra is { } lost && name.Length > lost.Length && name[lost.Length] == '.' && name.StartsWith(lost, StringComparison.Ordinal);
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
        _folder.IsSealable = false;
        if (_folder.IsReplacing && _job.Reaches(path))
        {
            _tally.DirsExtra++;
            _folder.Delete(path, destination, FileClass.Mismatch, known);
            if (source is { IsFile: true, LinkCount: > 1 } && !Traits.LacksHardLinks && FollowsAnother(path, source, destination, ActionKind.Replace) is { } leader)
            {
                DecideFollower(source, destination, leader, known, known);
                return;
            }

            Do(source, FileClass.Mismatch, ActionKind.Replace, known, isLate: true);
            return;
        }

        _folder.Count(source, isSkipped: false);
        _tally.FilesMismatch++;
        _tally.BytesMismatch += source.Size;
        _folder.AddMismatch(path, source, known);
    }

    private HardLinks.Leader? FollowsAnother(RelativePath path, Entry source, Entry? destination, ActionKind action)
    {
        _folder.IsSealable = false;

        bool isPresent = action is ActionKind.None or ActionKind.UpdateMetadata or ActionKind.Recheck;
        return _links.Join(_task.Sides.Pair, source, new HardLinks.Leader(path, isPresent ? destination!.FileId : 0, action != ActionKind.Recheck));
    }

    private void DecideFollower(Entry source, Entry? destination, HardLinks.Leader leader, KnownPath? held, KnownPath? known)
    {
        bool isLinked = destination is not null && leader.PresentFileId != 0 && destination.FileId == leader.PresentFileId;
        if (isLinked && leader.IsSettled)
        {
            _folder.Count(source, isSkipped: true);
            _folder.Leave(source, FileClass.Same, held);
            return;
        }

        FileClass found = destination is null ? FileClass.New : isLinked ? FileClass.Same : FileClass.Changed;
        bool isConflict = found == FileClass.Changed && _folder.HasConflict(destination!, known);
        if (isConflict && _folder.LeavesConflict)
        {
            _folder.LeaveConflictAlone(_task.Path.Child(source.Name), source, found, known);
            return;
        }

        _folder.Count(source, isSkipped: false);
        _tally.FilesToHandle++;
        _tally.FilesToCopy += isLinked ? 0 : 1;
        _folder.IsTouched |= !isLinked;
        _folder.MayBeTouched |= isLinked;
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
        _folder.AddLink(link);
    }
}
