using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Planning;
using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>
/// Carries out single actions in two open folders and tells what became of each; never throws for what the file systems refuse. Used by one worker.
/// </summary>
internal sealed class ActionRunner
{
    private readonly Job _job;
    private readonly FileCopier _copier;
    private readonly TemporaryNames _names;
    private readonly ExecutionTally _tally;

    public ActionRunner(Job job, FileCopier copier, TemporaryNames names, ExecutionTally tally)
    {
        _job = job;
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
                ActionKind.UpdateMetadata or ActionKind.UpdateSecurity => UpdateMetadata(action, folders),
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
        Reason = action.Reason,
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

        Presence presence = action.Reason is not null ? Presence.Skipped : action.Class == FileClass.Extra ? Presence.Extra : Presence.Held;
        string? target = action.Entry.IsLink && presence == Presence.Held ? folders.Source.ReadLink(action.Name) : null;
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
        (action.Entry.IsLink ? CopyLink(action, folders) : CopyFile(action, folders)) with { IsConflict = action.IsConflict };

    // What is copied for its metadata alone takes the place of the same content, which is not worth a version.
    private bool HasSameContent(PlannedAction action, ISourceFile source, byte[]? sha256, OpenFolders folders) =>
        _job.KeepsVersions && action.Class == FileClass.Tweaked && !action.IsConflict
        && (sha256 ?? _copier.HashOf(source)).AsSpan().SequenceEqual(HashAtDestination(action, folders));

    private PendingFile CopyFile(PlannedAction action, OpenFolders folders)
    {
        using ISourceFile source = folders.Source.OpenFile(action.Name);
        using PartialCopy? partial = _job.IsRestartable && !_job.IsStructureOnly ? PartialCopy.Begin(folders.Destination, source.ReadEntry()) : null;
        string temporary = partial is null ? _names.Next() : ReservedNames.Partial(action.Name);
        IDestinationFile target = partial?.Target ?? folders.Destination.CreateFile(temporary);
        try
        {
            FileCopier.Copied copied = _copier.Copy(source, target, folders.Sides.IsLive, KeepsStreams(folders), partial: partial);
            partial?.Drop();
            _tally.Lost(copied.Applied);
            Entry entry = copied.Metadata.Entry;
            PathRecord record = Base(action, folders) with
            {
                Bytes = entry.Size,
                Copied = entry,
                State = PathState.From(copied.Metadata, copied.Applied) with { Sha256 = copied.Sha256, Changed = folders.Sides.Trusted(entry.Changed) },
            };
            return new PendingFile(folders.Path, temporary, target, record, HasSameContent: HasSameContent(action, source, copied.Sha256, folders));
        }
        catch (Exception failure) when (partial is not null && PartialCopy.IsWorthKeeping(failure))
        {
            target.Dispose();
            throw;
        }
        catch
        {
            target.Dispose();
            partial?.Drop();
            Publisher.Discard(folders.Destination, temporary);
            throw;
        }
    }

    private PendingFile CopyLink(PlannedAction action, OpenFolders folders)
    {
        string temporary = _names.Next();
        string target = folders.Source.ReadLink(action.Name);
        Metadata metadata = _copier.Wanted(folders.Source.ReadMetadata(action.Name));
        folders.Destination.CreateLink(temporary, metadata.Entry, target);
        AppliedMetadata applied;
        try
        {
            applied = folders.Destination.ApplyMetadata(temporary, metadata, _job.Copy);
            _tally.Lost(applied);
        }
        catch
        {
            Publisher.Discard(folders.Destination, temporary);
            throw;
        }

        PathRecord record = Base(action, folders) with { Copied = metadata.Entry, State = PathState.From(metadata, applied) with { LinkTarget = target } };
        return new PendingFile(folders.Path, temporary, null, record);
    }

    // The change time moved and nothing else that can be listed did: only the content can tell.
    private (PathRecord?, PendingFile?) Recheck(PlannedAction action, OpenFolders folders)
    {
        using ISourceFile source = folders.Source.OpenFile(action.Name);
        Entry entry = _copier.Wanted(source.ReadEntry());
        byte[] found = _copier.HashOf(source);
        if (!found.AsSpan().SequenceEqual(action.KnownSha256 ?? HashAtDestination(action, folders)) || !HasSameStreams(action, source, folders))
        {
            return (null, Copy(action with { Action = ActionKind.Copy, Class = FileClass.Modified }, folders));
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

    private static bool KeepsStreams(OpenFolders folders) => folders.Sides.Destination.Traits.KeepsStreams;

    // The hash speaks of the data alone. Names and lengths of streams were compared when the plan was made, their content was not.
    private bool HasSameStreams(PlannedAction action, ISourceFile source, OpenFolders folders)
    {
        if (!KeepsStreams(folders) || source.ReadMetadata() is not { Streams.Count: > 0 } metadata)
        {
            return true;
        }

        try
        {
            using ISourceFile copy = folders.Destination.OpenFile(action.Name);
            return _copier.HasSameStreams(metadata.Streams, source.OpenStream, copy.OpenStream);
        }
        catch (TreeException)
        {
            return false;
        }
    }

    private (PathRecord?, PendingFile?) UpdateMetadata(PlannedAction action, OpenFolders folders)
    {
        Metadata metadata = _copier.Wanted(folders.Source.ReadMetadata(action.Name));
        if (metadata.Entry.Kind != action.Entry.Kind || metadata.Entry.Size != action.Entry.Size || metadata.Entry.Modified != action.Entry.Modified)
        {
            // The content moved since the plan was made: new times on old content would hide that for ever.
            return (null, Copy(action with { Action = ActionKind.Copy }, folders));
        }

        AppliedMetadata applied = action.Action == ActionKind.UpdateSecurity
            ? new AppliedMetadata(MetadataLoss.None, metadata.Security is { } security ? folders.Destination.ApplySecurity(action.Name, security) : SecurityResult.None)
            : folders.Destination.ApplyMetadata(action.Name, metadata, _job.PartsOf(metadata.Entry));
        _tally.Lost(applied);
        if (action.Class is FileClass.Newer or FileClass.Older or FileClass.Changed)
        {
            // The content at the destination is another one, and stays it: nothing more is claimed.
            return (Base(action, folders), null);
        }

        string? target = metadata.Entry.IsLink ? folders.Source.ReadLink(action.Name) : null;
        return (Base(action, folders) with
        {
            State = PathState.From(metadata, applied) with
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
            return (null, Copy(AsCopy(action), folders));
        }

        PathRecord record = Base(action, folders) with
        {
            State = StateOfLink(action, folders) with { Changed = folders.Sides.Trusted(action.Entry.Changed) },
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
            return (null, Copy(AsCopy(action), folders));
        }

        return (null, new PendingFile(folders.Path, temporary, null, record with { Copied = action.Entry }, action.IsConflict));
    }

    // All names of a file share its descriptor, and the vault knows it by each of them.
    private static PathState StateOfLink(PlannedAction action, OpenFolders folders) => folders.Sides.Source.Security == SecuritySections.None
        ? PathState.From(action.Entry, Presence.Held)
        : PathState.From(folders.Source.ReadMetadata(action.Name), new AppliedMetadata(MetadataLoss.None, SecurityResult.Exact));

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
