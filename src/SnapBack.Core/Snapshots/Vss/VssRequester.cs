using SnapBack.Runs;

namespace SnapBack.Snapshots.Vss;

/// <summary>What a set is held with: the requester's object, the thread it lives on, the writers that wait for the end. Used by one thread at a time.</summary>
/// <param name="Thread">The thread of all calls.</param>
/// <param name="Session">The object.</param>
/// <param name="Snapshots">The shadow copies of the set.</param>
/// <param name="Undo">How all of it is let go.</param>
/// <param name="Health">How the writers fare; null without writers.</param>
internal sealed record VssRequester(ApartmentThread Thread, IVssSession Session, IReadOnlyList<VssSnapshot> Snapshots, VssUndo Undo, WriterHealth? Health)
{
    /// <summary>True while the service knows every snapshot.</summary>
    public bool HasAll()
    {
        try
        {
            return Thread.Run("GetSnapshotProperties", VssLimits.Call, _ => Snapshots.All(snapshot => Session.Find(snapshot.Id).Id == snapshot.Id));
        }
        catch (VssException)
        {
            return false;
        }
    }

    /// <summary>Ends the attempt as a success. A failure here concerns the writers' own book-keeping alone, never what was copied.</summary>
    /// <returns>The set, with how the writers fare now.</returns>
    public SnapshotSet Complete(SnapshotSet set)
    {
        Undo.IsComplete = true;
        if (Health is null)
        {
            return set;
        }

        List<Notice> notices = [.. set.Notices];
        int failedBefore = Health.Failed.Count;
        try
        {
            Thread.Run("BackupComplete", VssLimits.Complete, Session.Complete);
            Health.Look(Thread.Run("GatherWriterStatus", VssLimits.Status, Session.GatherWriterStates));
            if (Health.Failed.Count > failedBefore)
            {
                string names = string.Join("; ", Health.Failed.Select(writer => $"{writer.Name} ({writer.State})"));
                notices.Add(new Notice("writer-failed-late", $"After the copy a writer failed; what was copied is not concerned: {names}.", IsWarning: false));
            }
        }
        catch (VssException failure)
        {
            notices.Add(new Notice("backup-complete-failed", $"The writers could not be told that the backup is done; what was copied is not concerned. {VssWords.Sentence(failure)}"));
        }

        return set with { Writers = Health.Statuses, Notices = notices };
    }
}
