using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Planning;
using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>
/// Finishes folders after everything in them: sets metadata and times, makes their names durable where that takes a call per folder, and looks once
/// more at what the destination now holds, for the seal. Used by one thread.
/// </summary>
internal sealed class FolderFinisher : IDisposable
{
    private readonly IReadOnlyList<ExecutionSides> _sides;
    private readonly FolderDigest _digest = new();

    private readonly FileCopier _copier;
    private readonly Action<AppliedMetadata> _lost;
    private readonly Job _job;

    /// <param name="sides">The pairs, in the order of the job.</param>
    /// <param name="job">What of folders is carried over.</param>
    /// <param name="copier">Brings over what folders have of named streams.</param>
    /// <param name="lost">Told what a destination could not take.</param>
    public FolderFinisher(IReadOnlyList<ExecutionSides> sides, Job job, FileCopier copier, Action<AppliedMetadata> lost)
    {
        _job = job;
        _copier = copier;
        _lost = lost;
        _sides = sides;
    }

    /// <summary>Finishes one folder.</summary>
    /// <param name="folder">What was planned.</param>
    /// <param name="isUnsettled">True when something in it failed or was held back: it gets no seal.</param>
    /// <returns>What is recorded of the folder, if anything, and its seal, if it is in order.</returns>
    public (PathRecord? Record, byte[]? Seal) Finish(PlannedFolder folder, bool isUnsettled)
    {
        ExecutionSides sides = _sides[folder.Pair];
        try
        {
            if (folder.Action == ActionKind.None && !folder.IsTouched && (folder.DestinationDigest is not null || HasItsTime(folder, sides)))
            {
                byte[]? kept = isUnsettled || folder.DestinationDigest is null || folder.SourceDigest is null
                    ? null
                    : FolderDigest.Seal(sides.Plan.Rules, folder.SourceDigest, folder.DestinationDigest);
                return (folder.IsNews ? Record(folder, folder.Entry) : null, kept);
            }

            using OpenFolders open = new(sides, folder.Path);
            Metadata metadata = _copier.Wanted(open.Source.ReadMetadata(null));
            CopyParts parts = PartsOf(folder);
            if (sides.Destination.Traits.KeepsStreams && parts.HasFlag(CopyParts.Data) && !parts.HasFlag(CopyParts.SkipStreams))
            {
                BringStreams(open, metadata);
            }

            AppliedMetadata applied = Apply(open.Destination, metadata, folder.Action, parts);
            _lost(applied);
            if (!sides.Destination.Traits.HasVolumeFlush)
            {
                open.Destination.Flush();
            }

            byte[]? seal = isUnsettled || folder.SourceDigest is null
                ? null
                : FolderDigest.Seal(sides.Plan.Rules, folder.SourceDigest, DigestOf(open.Destination));
            return (folder.IsNews || folder.Action != ActionKind.None ? Record(folder, folder.Entry, metadata, applied) : null, seal);
        }
        catch (TreeException failure)
        {
            // Only what is gone at the source is no failure; OpenFolders gives that the phase "open".
            ActionOutcome outcome = failure.Error is { Kind: ErrorKind.NotFound, Phase: "open" } ? ActionOutcome.Vanished : ActionOutcome.Failed;
            return (Record(folder, folder.Entry) with { Outcome = outcome, State = null, Error = failure.Error }, null);
        }
    }

    public void Dispose() => _digest.Dispose();

    // A file that had to be looked at first may have been copied after all: that moved the time of its folder.
    private static bool HasItsTime(PlannedFolder folder, ExecutionSides sides)
    {
        using IDestinationFolder destination = sides.Destination.OpenFolder(folder.Path);
        return destination.ReadSelf().Modified.IsSameAs(folder.Entry.Modified, sides.Destination.Traits.TimeGranularity);
    }

    private void BringStreams(OpenFolders open, Metadata metadata)
    {
        Metadata present = open.Destination.ReadMetadata(null);
        foreach (NamedStream old in present.Streams.Where(old => !metadata.Streams.Any(s => NameOrder.IgnoreCase.Compare(s.Name, old.Name) == 0)))
        {
            open.Destination.RemoveStream(old.Name);
        }

        _copier.CopyStreams(metadata.Streams, open.Source.OpenStream, open.Destination.CreateStream);
    }

    // What a destination's root has of access rules is its own.
    private CopyParts PartsOf(PlannedFolder folder) => folder.Path.IsRoot && !_job.RootSecurity ? _job.FolderParts & ~CopyLetters.InDescriptor : _job.FolderParts;

    private static AppliedMetadata Apply(IDestinationFolder destination, Metadata metadata, ActionKind action, CopyParts parts) =>
        action == ActionKind.UpdateSecurity && metadata.Security is { } security
            ? new AppliedMetadata(MetadataLoss.None, destination.ApplySecurity(null, security))
            : destination.ApplyMetadata(null, metadata, parts);

    private static PathRecord Record(PlannedFolder folder, Entry entry, Metadata metadata, AppliedMetadata applied)
    {
        PathState state = PathState.From(metadata, applied);
        return Record(folder, entry) with
        {
            State = PathState.From(entry, Presence.Held) with
            {
                Attributes = state.Attributes,
                Created = state.Created,
                Security = state.Security,
                SecurityHash = state.SecurityHash,
                SecurityResult = state.SecurityResult,
            },
        };
    }

    private static PathRecord Record(PlannedFolder folder, Entry entry) => new()
    {
        Pair = folder.Pair,
        Path = folder.Path,
        Kind = EntryKind.Directory,
        Class = folder.Class,
        Action = folder.Action,
        Outcome = ActionOutcome.Done,
        State = PathState.From(entry, Presence.Held),
    };

    private byte[] DigestOf(IFolder folder)
    {
        _digest.Reset();
        _digest.Add(folder.ReadSelf(), isSelf: true);
        foreach (Entry entry in folder.List())
        {
            _digest.Add(entry, isSelf: false);
        }

        return _digest.Take();
    }
}
