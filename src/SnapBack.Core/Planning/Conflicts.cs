using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// Tells whether the copy of a file was changed by somebody since a run wrote it. Only the record can tell: without one nothing is a conflict. Pure.
/// </summary>
internal static class Conflicts
{
    // Times outside of these are not kept by every file system (FAT begins in 1980, ext4 with small inodes ends in 2038), and none says so.
    private const long FirstSecond = 315_532_800;
    private const long LastSecond = 2_145_916_800;

    /// <summary>Why a file is neither copied nor deleted when the job says that conflicts fail.</summary>
    public static readonly ActionError Refusal = new(
        ErrorKind.Conflict, 0, "compare", "somebody changed the copy at the destination since the last run wrote it, and the job leaves such files alone (conflict: fail)");

    /// <summary>True when what stands at the destination is not what the record says was written there.</summary>
    /// <param name="job">How times are compared.</param>
    /// <param name="sides">The pair.</param>
    /// <param name="folder">The folder at the destination.</param>
    /// <param name="present">What stands there.</param>
    /// <param name="known">What the past knows of the path.</param>
    public static bool Has(Job job, PlanSides sides, IFolder folder, Entry present, KnownPath? known)
    {
        if (known is null || !sides.KnowsCopy || !(present.IsFile || present.IsLink))
        {
            return false;
        }

        PathState state = known.State;
        if (state.Presence == Presence.Skipped)
        {
            // Left alone by an earlier run, and not what that had written either.
            return state.Reason == SkipReason.Conflict;
        }

        if (state.Presence != Presence.Held || state.Kind == EntryKind.Directory)
        {
            return false;
        }

        return present.Kind != state.Kind
            || (present.IsLink ? HasOtherTarget(folder, present, state) : present.Size != state.Size || HasOtherTime(job, sides, present, state));
    }

    private static bool HasOtherTarget(IFolder folder, Entry present, PathState state)
    {
        try
        {
            return state.LinkTarget is { } target && !string.Equals(folder.ReadLink(present.Name), target, StringComparison.Ordinal);
        }
        catch (TreeException)
        {
            // Whatever it is by now, it is kept before anything takes its place.
            return true;
        }
    }

    private static bool HasOtherTime(Job job, PlanSides sides, Entry present, PathState state) =>
        job.Copy.HasFlag(CopyParts.Times)
        && state.Modified.Seconds is >= FirstSecond and < LastSecond
        && !job.Times.AreSame(state.Modified, present.Modified, sides.Traits.TimeGranularity);
}
