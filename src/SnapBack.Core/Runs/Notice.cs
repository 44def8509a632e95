namespace SnapBack.Runs;

/// <summary>Something about the run as a whole that its owner must know: kept in the catalog, shown with the result.</summary>
/// <param name="Code">Stable short word, e.g. <c>live-view</c>, <c>catalog-set-aside</c>, <c>scope-unreadable</c>.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="IsWarning">True when the result is worth less because of it.</param>
public sealed record Notice(string Code, string Text, bool IsWarning = true);
