namespace SnapBack.HistoryMaker;

/// <summary>The truth that a catalog was made from, kept as simple lists so that answers can be worked out from it in another way.</summary>
internal sealed class HistoryModel
{
    /// <summary>All runs in their order.</summary>
    public List<ModelRun> Runs { get; } = [];

    /// <summary>Every file that there ever was.</summary>
    public Dictionary<string, ModelPath> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths, folders too, that failed and have not succeeded since, with the runs in which they failed.</summary>
    public Dictionary<string, List<long>> Failing { get; } = new(StringComparer.Ordinal);

    /// <summary>Sizes of the files that the copy held after a run: all changes up to it, played again.</summary>
    public Dictionary<string, long> HeldAfter(long run)
    {
        Dictionary<string, long> held = new(StringComparer.Ordinal);
        foreach (ModelChange change in Runs.Where(r => r.Id <= run && !r.IsDryRun).SelectMany(r => r.Changes))
        {
            if (change.What is ModelChange.Appeared or ModelChange.Changed)
            {
                held[change.Path] = change.Size;
            }
            else if (change.What == ModelChange.Deleted)
            {
                held.Remove(change.Path);
            }
        }

        return held;
    }
}
