using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Planning;
using SnapBack.Versions;

namespace SnapBack.Execution;

/// <summary>Deletes one planned entry from the destination, into the store of versions where that is wanted. Used by one thread.</summary>
internal sealed class DeletionRunner
{
    /// <summary>Why a deletion is withheld below a folder that the source could not list.</summary>
    public const string BelowUnlisted = "a folder above it could not be listed at the source";

    private readonly Plan _plan;
    private readonly string? _withheldBecause;

    /// <param name="plan">Tells where the source could not be listed.</param>
    /// <param name="withheldBecause">Why nothing may be deleted, or null.</param>
    public DeletionRunner(Plan plan, string? withheldBecause)
    {
        _plan = plan;
        _withheldBecause = withheldBecause;
    }

    /// <summary>The error of a deletion that is withheld.</summary>
    public static ActionError NotDeleted(string reason) => new(ErrorKind.Unknown, 0, "delete", reason);

    /// <summary>Deletes it, unless that is withheld, and tells what became of it.</summary>
    /// <param name="deletion">What to delete.</param>
    /// <param name="open">Its folder.</param>
    public PathRecord Run(PlannedDeletion deletion, OpenFolders open)
    {
        PathRecord record = new()
        {
            Pair = deletion.Pair,
            Path = deletion.Path,
            Kind = deletion.Entry.Kind,
            Class = deletion.Class,
            Action = ActionKind.Delete,
            Outcome = ActionOutcome.Done,
            EndsState = true,
            Bytes = deletion.Entry.IsDirectory ? 0 : deletion.Entry.Size,
        };
        string? reason = _withheldBecause
            ?? (_plan.IsInFailedScope(deletion.Pair, deletion.Path) ? BelowUnlisted : null);
        if (reason is not null)
        {
            return Withheld(record, reason);
        }

        try
        {
            if (deletion.Entry.IsDirectory)
            {
                open.Destination.RemoveFolder(deletion.Path.Name);
            }
            else
            {
                record = record with { Kept = RemoveFile(deletion, open) };
            }

            return record;
        }
        catch (TreeException left) when (deletion.Entry.IsDirectory && left.Error.Kind == ErrorKind.WrongKind)
        {
            return Withheld(record, "it still holds something that was not deleted");
        }
        catch (TreeException gone) when (gone.Error.Kind == ErrorKind.NotFound)
        {
            return record;
        }
        catch (TreeException failure)
        {
            return record with { Outcome = ActionOutcome.Failed, EndsState = false, Error = failure.Error };
        }
    }

    private static KeptVersion? RemoveFile(PlannedDeletion deletion, OpenFolders open)
    {
        string name = deletion.Path.Name;
        VersionStore? versions = open.Sides.Versions is { } store && (store.KeepsAll || deletion.IsConflict) ? store : null;
        if (versions is not null && open.Destination.Find(name) is { } present && VersionStore.CanKeep(present))
        {
            return versions.Move(open.Destination, present, deletion.IsConflict);
        }

        open.Destination.RemoveFile(name);
        return null;
    }

    private static PathRecord Withheld(PathRecord record, string reason) => record with
    {
        Outcome = ActionOutcome.Withheld,
        EndsState = false,
        Error = NotDeleted(reason),
    };
}
