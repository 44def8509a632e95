namespace SnapBack.Robocopy;

/// <summary>Where a part of a line stands.</summary>
/// <param name="File">The job file as it was named; null for the command line.</param>
/// <param name="Number">Number of the argument or of the file's line, from 1.</param>
public sealed record LinePlace(string? File, int Number);
