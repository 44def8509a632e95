using System.Text;

namespace SnapBack.TestKit;

/// <summary>What a program answered.</summary>
/// <param name="Command">File and arguments, for messages.</param>
/// <param name="ExitCode">Its exit code; 128 + the signal's number when a signal ended it.</param>
/// <param name="StandardOutput">Exact bytes.</param>
/// <param name="StandardError">Exact bytes.</param>
public sealed record ShellResult(string Command, int ExitCode, byte[] StandardOutput, byte[] StandardError)
{
    /// <summary>Standard output as text; what is not UTF-8 becomes U+FFFD.</summary>
    public string Output => Encoding.UTF8.GetString(StandardOutput);

    /// <summary>Standard error as text.</summary>
    public string Error => Encoding.UTF8.GetString(StandardError);

    /// <summary>The lines of standard output, without empty ones.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails unless the exit code is 0, showing what was said.</summary>
    public ShellResult MustSucceed() => MustEndWith(0);

    /// <summary>Fails unless the exit code is this one, showing what was said.</summary>
    public ShellResult MustEndWith(int exitCode) =>
        ExitCode == exitCode ? this : throw new InvalidOperationException($"{Command} ended with {ExitCode}, not {exitCode}.\n{Error}{Output}");
}
