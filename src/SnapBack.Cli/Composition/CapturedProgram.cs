using System.ComponentModel;
using System.Diagnostics;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Scheduling;

namespace SnapBack.Cli.Composition;

/// <summary>Runs a program of the system to its end and takes down what it says.</summary>
internal static class CapturedProgram
{
    /// <summary>Runs it; no shell takes part.</summary>
    /// <param name="file">Full path, or a name on the PATH.</param>
    /// <param name="arguments">One per element.</param>
    /// <param name="asks">True when it may ask on the console: its streams are ours then, and nothing is taken down.</param>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.SchedulerFailed"/>: it could not be started.</exception>
    public static ProgramAnswer Run(string file, IReadOnlyList<string> arguments, bool asks = false)
    {
        ProcessStartInfo start = new(file, arguments) { UseShellExecute = false, RedirectStandardOutput = !asks, RedirectStandardError = !asks, RedirectStandardInput = !asks };
        try
        {
            using Process process = Process.Start(start)!;
            if (asks)
            {
                process.WaitForExit();
                return new ProgramAnswer(process.ExitCode, string.Empty, string.Empty);
            }

            process.StandardInput.Close();
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new ProgramAnswer(process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception failure)
        {
            throw new SnapBackException(
                ErrorCode.SchedulerFailed,
                $"'{DisplayText.Escape(file)}' can't be started: {DisplayText.Escape(failure.Message).TrimEnd('.')}. Nothing was touched.",
                "Without the system's scheduler, 'schedule export' writes the task or the units into a folder.",
                failure);
        }
    }
}
