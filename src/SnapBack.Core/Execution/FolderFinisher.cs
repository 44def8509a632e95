using SnapBack.Catalog;
using SnapBack.Errors;
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

    private readonly Action<MetadataLoss> _lost;

    public FolderFinisher(IReadOnlyList<ExecutionSides> sides, Action<MetadataLoss> lost)
    {
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
            Metadata metadata = open.Source.ReadMetadata(null);
            _lost(open.Destination.ApplyMetadata(null, metadata));
            if (!sides.Destination.Traits.HasVolumeFlush)
            {
                open.Destination.Flush();
            }

            byte[]? seal = isUnsettled || folder.SourceDigest is null
                ? null
                : FolderDigest.Seal(sides.Plan.Rules, folder.SourceDigest, DigestOf(open.Destination));
            return (folder.IsNews || folder.Action != ActionKind.None ? Record(folder, folder.Entry) : null, seal);
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
