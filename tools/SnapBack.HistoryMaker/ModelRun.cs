namespace SnapBack.HistoryMaker;

/// <summary>One run of the model.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Started">When it began.</param>
/// <param name="IsDryRun">True when it changed nothing.</param>
/// <param name="HasLooked">False when it was cut short or did nothing.</param>
/// <param name="Changes">What it did to files, and what failed.</param>
internal sealed record ModelRun(long Id, DateTimeOffset Started, bool IsDryRun, bool HasLooked, List<ModelChange> Changes);
