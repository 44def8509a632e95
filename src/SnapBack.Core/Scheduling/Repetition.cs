namespace SnapBack.Scheduling;

/// <summary>Starts after the first one of a day.</summary>
/// <param name="Every">From one start to the next; whole minutes, at least one.</param>
/// <param name="For">How long after the first start there are more; at most a day.</param>
public sealed record Repetition(TimeSpan Every, TimeSpan For);
