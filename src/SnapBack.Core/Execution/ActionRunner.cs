using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Planning;
using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>
/// Carries out single actions in two open folders and tells what became of each; never throws for what the file systems refuse. Used by one worker.
/// </summary>
internal sealed class ActionRunner
{
    private readonly FileCopier _copier;
    private readonly TemporaryNames _names;
    private readonly ExecutionTally _tally;

    public ActionRunner(FileCopier copier, TemporaryNames names, ExecutionTally tally)
    {
        _tally = tally;
        _copier = copier;
        _names = names;
    }

    /// <summary>
    /// Does one action. The result is either a record (done, failed, nothing to do) or a file that waits to be published.
    /// </summary>
    public (PathRecord? Record, PendingFile? Pending) Run(PlannedAction action, OpenFolders folders)
    {
        try
        {
            return action.Action switch
            {
                ActionKind.None => (Plain(action, folders), null),
                ActionKind.Copy or ActionKind.Replace => (null, Copy(action, folders)),
                ActionKind.Recheck => Recheck(action, folders),
                ActionKind.UpdateMetadata => UpdateMetadata(action, folders),
                ActionKind.Link => Link(action, folders),
                ActionKind.Discard => Discard(action, folders),
                _ => throw new NotSupportedException($"{action.Action} is no action on an entry."),
            };
        }
        catch (TreeException failure)
        {
            return (Failed(action, folders, failure.Error), null);
        }
    }

    /// <summary>The record of an action that could not be done.</summary>
    public static PathRecord Failed(PlannedAction action, OpenFolders folders, ActionError error) => Base(action, folders) with
    {
        // Listed and gone since, at the source: there is nothing to back up, and that is no failure.
        Outcome = error.Kind == ErrorKind.NotFound && error.Phase is "open" or "read link" or "read attributes" ? ActionOutcome.Vanished : ActionOutcome.Failed,
        Error = error,
    };

    private static PathRecord Base(PlannedAction action, OpenFolders folders) => new()
    {
        Pair = folders.Pair,
        Path = folders.Path.Child(action.Name),
        Kind = action.Entry.Kind,
        Class = action.Class,
        Action = action.Action,
        Outcome = ActionOutcome.Done,
        Bytes = action.Entry.IsDirectory ? 0 : action.Entry.Size,
    };

    private static PathRecord Plain(PlannedAction action, OpenFolders folders)
    {
        PathRecord record = Base(action, folders);
        if (action.Refusal is { } refusal)
        {
            return record with { Outcome = refusal.Kind == ErrorKind.NotFound ? ActionOutcome.Vanished : ActionOutcome.Failed, Error = refusal };
        }

        if (action.IsGone)
        {
            // Its state ends, and nothing is to be told of what this run has not met.
            return record with { Class = FileClass.Same, EndsState = true };
        }

        if (action.Class == FileClass.Mismatch)
        {
            // What stands at the destination under the name of a mismatch is not the source's: the backup holds it no longer.
            return record with { EndsState = true };
        }

        if (!action.IsNews)
        {
            return record;
        }

        Presence presence = action.Class switch
        {
            FileClass.Extra => Presence.Extra,
            FileClass.Excluded => Presence.Skipped,
            _ => Presence.Held,
        };
        string? target = action.Entry.Kind == EntryKind.SymbolicLink && presence == Presence.Held ? folders.Source.ReadLink(action.Name) : null;
        return record with
        {
            Outcome = presence == Presence.Skipped ? ActionOutcome.Skipped : ActionOutcome.Done,
            State = PathState.From(action.Entry, presence) with
            {
                Reason = action.Reason,
                Sha256 = action.KnownSha256,
                LinkTarget = target,
                Changed = folders.Sides.Trusted(action.Entry.Changed),
            },
        };
    }

    private PendingFile Copy(PlannedAction action, OpenFolders folders) =>
        action.Entry.Kind == EntryKind.SymbolicLink ? CopyLink(action, folders) : CopyFile(action, folders);

    private PendingFile CopyFile(PlannedAction action, OpenFolders folders)
    {
        string temporary = _names.Next();
        using ISourceFile source = folders.Source.OpenFile(action.Name);
        IDestinationFile target = folders.Destination.CreateFile(temporary);
        try
        {
            FileCopier.Copied copied = _copier.Copy(source, target, folders.Sides.IsLive);
            _tally.Lost(copied.Loss);
            PathRecord record = Base(action, folders) with
            {
                Bytes = copied.Entry.Size,
                State = PathState.From(copied.Entry, Presence.Held) with { Sha256 = copied.Sha256, Changed = folders.Sides.Trusted(copied.Entry.Changed) },
            };
            return new PendingFile(folders.Path, temporary, target, record);
        }
        catch
        {
            target.Dispose();
            Publisher.Discard(folders.Destination, temporary);
            throw;
        }
    }

    private PendingFile CopyLink(PlannedAction action, OpenFolders folders)
    {
        string temporary = _names.Next();
        string target = folders.Source.ReadLink(action.Name);
        Metadata metadata = folders.Source.ReadMetadata(action.Name);
        folders.Destination.CreateSymbolicLink(temporary, target);
        try
        {
            _tally.Lost(folders.Destination.ApplyMetadata(temporary, metadata));
        }
        catch
        {
            Publisher.Discard(folders.Destination, temporary);
            throw;
        }

        PathRecord record = Base(action, folders) with { State = PathState.From(metadata.Entry, Presence.Held) with { LinkTarget = target } };
        return new PendingFile(folders.Path, temporary, null, record);
    }

    // The change time moved and nothing else that can be listed did: only the content can tell.
    private (PathRecord?, PendingFile?) Recheck(PlannedAction action, OpenFolders folders)
    {
        using ISourceFile source = folders.Source.OpenFile(action.Name);
        Entry entry = source.ReadEntry();
        byte[] found = _copier.HashOf(source);
        if (!found.AsSpan().SequenceEqual(action.KnownSha256 ?? HashAtDestination(action, folders)))
        {
            return (null, CopyFile(action with { Action = ActionKind.Copy, Class = FileClass.Modified }, folders));
        }

        _tally.FoundEqual(entry.Size);
        ActionKind told = action.Class == FileClass.Same ? ActionKind.None : ActionKind.Recheck;
        return (Base(action, folders) with
        {
            Action = told,
            State = PathState.From(entry, Presence.Held) with { Sha256 = found, Changed = folders.Sides.Trusted(entry.Changed) },
        }, null);
    }

    private byte[] HashAtDestination(PlannedAction action, OpenFolders folders)
    {
        try
        {
            using ISourceFile copy = folders.Destination.OpenFile(action.Name);
            return _copier.HashOf(copy);
        }
        catch (TreeException)
        {
            // What can't be read at the destination is not equal to anything: it is copied again.
            return [];
        }
    }

    private (PathRecord?, PendingFile?) UpdateMetadata(PlannedAction action, OpenFolders folders)
    {
        Metadata metadata = folders.Source.ReadMetadata(action.Name);
        if (metadata.Entry.Kind != action.Entry.Kind || metadata.Entry.Size != action.Entry.Size || metadata.Entry.Modified != action.Entry.Modified)
        {
            // The content moved since the plan was made: new times on old content would hide that for ever.
            return (null, Copy(action with { Action = ActionKind.Copy }, folders));
        }

        _tally.Lost(folders.Destination.ApplyMetadata(action.Name, metadata));
        string? target = metadata.Entry.Kind == EntryKind.SymbolicLink ? folders.Source.ReadLink(action.Name) : null;
        return (Base(action, folders) with
        {
            State = PathState.From(metadata.Entry, Presence.Held) with
            {
                Sha256 = action.KnownSha256,
                LinkTarget = target,
                Changed = folders.Sides.Trusted(metadata.Entry.Changed),
            },
        }, null);
    }

    private (PathRecord?, PendingFile?) Link(PlannedAction action, OpenFolders folders)
    {
        using IDestinationFolder leaderFolder = folders.Sides.Destination.OpenFolder(action.Leader.Parent);
        if (leaderFolder.Find(action.Leader.Name) is not { IsFile: true } leader || !IsBroughtOver(leader, action.Entry, folders))
        {
            // The name that should have brought the file over did not: this one brings it by itself.
            return (null, CopyFile(AsCopy(action), folders));
        }

        PathRecord record = Base(action, folders) with
        {
            State = PathState.From(action.Entry, Presence.Held) with { Changed = folders.Sides.Trusted(action.Entry.Changed) },
        };
        if (folders.Destination.Find(action.Name) is { } present && present.FileId == leader.FileId)
        {
            _tally.FoundEqual(action.Entry.Size);
            ActionKind told = action.Class == FileClass.Same ? ActionKind.None : ActionKind.Recheck;
            return (record with { Action = told, State = record.State with { Sha256 = action.KnownSha256 } }, null);
        }

        if (action.Class == FileClass.Same)
        {
            record = record with { Class = FileClass.Changed };
        }

        string temporary = _names.Next();
        try
        {
            folders.Destination.CreateHardLink(temporary, leaderFolder, action.Leader.Name);
        }
        catch (TreeException refused) when (refused.Error.Kind is ErrorKind.NotSupported or ErrorKind.AccessDenied or ErrorKind.Unknown)
        {
            // No more names for this file, or none at all on this file system: the content is what counts.
            return (null, CopyFile(AsCopy(action), folders));
        }

        return (null, new PendingFile(folders.Path, temporary, null, record));
    }

    private static PlannedAction AsCopy(PlannedAction link) =>
        link with { Action = ActionKind.Copy, Class = link.Class == FileClass.Same ? FileClass.Changed : link.Class };

    private static bool IsBroughtOver(Entry leader, Entry source, OpenFolders folders) =>
        leader.Size == source.Size && leader.Modified.IsSameAs(source.Modified, folders.Sides.Destination.Traits.TimeGranularity);

    private static (PathRecord?, PendingFile?) Discard(PlannedAction action, OpenFolders folders)
    {
        folders.Destination.RemoveFile(action.Name);
        return (null, null);
    }
}
