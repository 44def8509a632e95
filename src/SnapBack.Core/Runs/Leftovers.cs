using SnapBack.Paths;
using SnapBack.Snapshots;

namespace SnapBack.Runs;

/// <summary>Snapshots that runs left behind when they were killed.</summary>
public static class Leftovers
{
    /// <summary>
    /// Removes what the notes name and strikes out each that is gone. Give it notes of runs that are over: a note of a run that still goes on names
    /// a snapshot in use. What can't be removed stays noted and gives a warning; nothing here ends a run.
    /// </summary>
    public static IReadOnlyList<Notice> Remove(IEnumerable<SnapshotNote> notes, IReadOnlyList<ISnapshotProvider> providers, ISnapshotLedger ledger)
    {
        List<Notice> notices = [];
        foreach (SnapshotNote note in notes)
        {
            string name = $"'{DisplayText.Escape(note.Id)}' of {DisplayText.Escape(note.Volume)}";
            if (providers.Any(provider => provider.Name == note.Provider && provider.TryRemoveLeftover(note)))
            {
                ledger.StrikeOut(note);
                notices.Add(new Notice("snapshot-leftover-removed", $"The snapshot {name}, left behind by an earlier run, is gone now.", IsWarning: false));
            }
            else
            {
                notices.Add(new Notice(
                    "snapshot-leftover-kept",
                    $"The snapshot {name} was left behind by an earlier run and could not be removed; it goes on using space. The next run tries again."));
            }
        }

        return notices;
    }
}
