namespace SnapBack.Jobs;

/// <summary>
/// Running again and again until stopped (robocopy's <c>/MON /MOT</c>): each pass is a run of its own with a snapshot of its own. With
/// both thresholds given, both must be met.
/// </summary>
/// <param name="Changes">Run again after more than so many changes in the source; null for no such rule.</param>
/// <param name="Minutes">Run again after so many minutes, if anything changed; null for no such rule.</param>
public sealed record Watch(int? Changes, int? Minutes);
