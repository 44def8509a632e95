using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Cli.Composition;

/// <summary>Runs another program on this process's own streams.</summary>
internal static partial class ChildProgram
{
    private const int SIGTERM = 15;

    // Ctrl+C reaches the program as well as us, and a SIGTERM is handed on: it may end in its own way before it is ended.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(10);

    /// <summary>Runs it and returns its exit code.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="variables">Added to its environment.</param>
    /// <param name="environment">Its cancellation ends the program, gently first.</param>
    /// <exception cref="SnapBackException">It could not be started.</exception>
    public static int Run(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables, CliEnvironment environment)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1)) { UseShellExecute = false };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        environment.Cancellation.ThrowIfCancellationRequested();
        environment.Out.Flush();
        using Process child = Start(start);
        using ManualResetEventSlim hasEnded = new();
        using CancellationTokenRegistration stop = environment.Cancellation.Register(() => ThreadPool.QueueUserWorkItem(_ => End(child, hasEnded)));
        child.WaitForExit();
        hasEnded.Set();
        return child.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new SnapBackException(
                ErrorCode.Usage,
                $"The program '{DisplayText.Escape(start.FileName)}' can't be started: {DisplayText.Escape(failure.Message).TrimEnd('.')}. The snapshot is released.",
                "Give its full path; commands of a shell need the shell: sh -c '...' or cmd /c \"...\".",
                failure);
        }
    }

    private static void End(Process child, ManualResetEventSlim hasEnded)
    {
        try
        {
            if (OperatingSystem.IsLinux() && !hasEnded.IsSet)
            {
                _ = SendSignal(child.Id, SIGTERM);
            }

            if (!hasEnded.Wait(TimeToEnd))
            {
                child.Kill(entireProcessTree: true);
            }
        }
        catch (Exception ended) when (ended is InvalidOperationException or Win32Exception or ObjectDisposedException or AggregateException)
        {
            // It ended in this very moment.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
