using SnapBack.Planning;

namespace SnapBack.Catalog;

/// <summary>What the last runs knew of one path: its open state.</summary>
/// <param name="FromRun">The run since which it holds.</param>
/// <param name="Class">What that run had found.</param>
/// <param name="State">The state.</param>
public sealed record KnownPath(long FromRun, FileClass Class, PathState State);
