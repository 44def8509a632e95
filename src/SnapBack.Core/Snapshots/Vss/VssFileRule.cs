namespace SnapBack.Snapshots.Vss;

/// <summary>Files that a rule of Windows or of a writer names.</summary>
/// <param name="Folder">The folder, environment variables not yet put in.</param>
/// <param name="Pattern">File name with wildcards.</param>
/// <param name="IsRecursive">Whether folders below count.</param>
public sealed record VssFileRule(string Folder, string Pattern, bool IsRecursive);
