namespace SnapBack.EndToEnd.Tests.Packaging;

/// <summary>One command of the guide and what came of it.</summary>
/// <param name="Command">As the guide has it.</param>
/// <param name="Output">All that it said.</param>
/// <param name="ExitCode">What it ended with.</param>
internal sealed record GuideStep(string Command, string Output, int ExitCode)
{
    /// <summary>Fails unless it ended so.</summary>
    public void ShouldEndWith(int exitCode)
    {
        if (ExitCode != exitCode)
        {
            throw new InvalidOperationException($"{Command} ended with {ExitCode}, not {exitCode}.\n{Output}");
        }
    }
}
