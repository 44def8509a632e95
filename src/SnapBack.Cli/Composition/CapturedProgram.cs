using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Scheduling;

namespace SnapBack.Cli.Composition;

/// <summary>Runs a program of the system to its end and takes down what it says.</summary>
internal static class CapturedProgram
{
    // They answer in seconds; who does not in minutes never will.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // A service that it started may hold its output open for as long as it lives.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    /// <summary>Runs it; no shell takes part.</summary>
    /// <param name="file">Full path, or a name on the PATH.</param>
    /// <param name="arguments">One per element.</param>
    /// <param name="asks">True when it may ask on the console: its streams are ours then, nothing is taken down, and it may take its time.</param>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.SchedulerFailed"/>: it could not be started, or did not answer.</exception>
    public static ProgramAnswer Run(string file, IReadOnlyList<string> arguments, bool asks = false)
    {
        ProcessStartInfo start = new(file, arguments) { UseShellExecute = false, RedirectStandardOutput = !asks, RedirectStandardError = !asks, RedirectStandardInput = !asks };
        try
        {
            using Process process = new() { StartInfo = start };
            using CountdownEvent open = new(2);
            StringBuilder output = new();
            StringBuilder error = new();
            process.OutputDataReceived += (_, line) => Take(output, line.Data, open);
            process.ErrorDataReceived += (_, line) => Take(error, line.Data, open);
            process.Start();
            if (asks)
            {
                process.WaitForExit();
                return new ProgramAnswer(process.ExitCode, string.Empty, string.Empty);
            }

            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                throw Failed($"'{DisplayText.Escape(file)}' did not answer within {Limit.TotalMinutes:0} minutes");
            }

            open.Wait(LastWords);
            process.CancelOutputRead();
            process.CancelErrorRead();
            return new ProgramAnswer(process.ExitCode, Text(output), Text(error));
        }
        catch (Win32Exception failure)
        {
            throw Failed($"'{DisplayText.Escape(file)}' can't be started: {DisplayText.Escape(failure.Message).TrimEnd('.')}. Nothing was touched", failure);
        }
    }

    private static void Take(StringBuilder text, string? line, CountdownEvent open)
    {
        if (line is null)
        {
            try
            {
                open.Signal();
            }
            catch (ObjectDisposedException)
            {
                // Nobody waits for its last words any more.
            }

            return;
        }

        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private static SnapBackException Failed(string what, Exception? inner = null) => new(
        ErrorCode.SchedulerFailed, $"{what}.", "Without the system's scheduler, 'schedule export' writes the task or the units into a folder.", inner);
}
