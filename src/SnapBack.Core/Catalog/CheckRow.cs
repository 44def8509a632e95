namespace SnapBack.Catalog;

/// <summary>What one look at a catalog's soundness has found.</summary>
/// <param name="Check"><c>file</c>, <c>schema</c>, <c>references</c>, <c>intervals</c>, <c>counters</c>, <c>paths</c> or <c>vault</c>.</param>
/// <param name="IsSound">False when something is wrong.</param>
/// <param name="Finding">What is wrong; null when nothing is.</param>
public sealed record CheckRow(string Check, bool IsSound, string? Finding);
