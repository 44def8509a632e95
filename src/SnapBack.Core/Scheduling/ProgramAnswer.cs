namespace SnapBack.Scheduling;

/// <summary>What a program of the system said.</summary>
/// <param name="ExitCode">0 when it did what it was told.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record ProgramAnswer(int ExitCode, string Output, string Error);
