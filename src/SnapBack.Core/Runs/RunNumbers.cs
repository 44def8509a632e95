using SnapBack.Execution;
using SnapBack.Planning;

namespace SnapBack.Runs;

/// <summary>Puts together the numbers of planning and execution. Pure.</summary>
internal static class RunNumbers
{
    /// <summary>The numbers of a run that was carried out or rehearsed.</summary>
    public static RunTotals Of(PlanTally plan, ExecutionTally done) => new()
    {
        Dirs = new Counts
        {
            Total = plan.Dirs,
            Copied = done.DirsMade,
            Skipped = plan.DirsSkipped,
            Mismatch = plan.DirsMismatch,
            Failed = done.DirsFailed,
            Extras = plan.DirsExtra,
        },
        Files = new Counts
        {
            Total = plan.Files,
            Copied = done.FilesCopied,
            Skipped = plan.FilesSkipped + done.FilesLeft,
            Mismatch = plan.FilesMismatch,
            Failed = done.FilesFailed,
            Extras = plan.FilesExtra,
        },
        Bytes = new Counts
        {
            Total = plan.Bytes,
            Copied = done.BytesCopied,
            Skipped = plan.BytesSkipped + done.BytesLeft,
            Mismatch = plan.BytesMismatch,
            Failed = done.BytesFailed,
            Extras = plan.BytesExtra,
        },
        MetadataUpdated = done.MetadataUpdated,
        Linked = done.Linked,
        Deleted = done.Deleted,
        Withheld = done.Withheld,
        Vanished = done.Vanished,
        VersionsKept = done.Versions,
        VersionBytes = done.VersionBytes,
        Conflicts = plan.Conflicts,
        VersionsDropped = done.VersionsDropped,
        VersionBytesDropped = done.VersionBytesDropped,
        RetryWaitTime = done.Waited,
        FilesHeldBefore = plan.FilesHeldBefore,
        FilesChanged = plan.FilesChanged + Math.Max(plan.FilesDeleted, plan.FilesRenamed),
    };

    /// <summary>Robocopy's mask for these numbers.</summary>
    public static int Mask(RunTotals totals, bool hasFailed) =>
        (totals.Files.Copied > 0 ? ExitMask.Copied : 0)
        | (totals.Files.Extras + totals.Dirs.Extras > 0 ? ExitMask.Extras : 0)
        | (totals.Files.Mismatch + totals.Dirs.Mismatch > 0 ? ExitMask.Mismatches : 0)
        | (hasFailed ? ExitMask.Failed : 0);
}
