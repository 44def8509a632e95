using System.ComponentModel;
using System.Diagnostics;
using SnapBack.Paths;
using SnapBack.Platform.Linux;

namespace SnapBack.Hooks;

/// <summary>
/// Runs the program of a hook to its end: with the arguments as they are given and no shell, in the folder that it lies in, with nothing to read. When its
/// time is up it is ended with all that it has started.
/// </summary>
public static class HookProgram
{
    // By it everything that a hook has started is found again, whoever its parent is by then.
    private const string Mark = HookVariables.Prefix + "HOOK";

    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(10);

    // Ctrl+C on a terminal reaches the program as well as us, and it may be the quicker one.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs it. Never throws for what the program is or does.</summary>
    /// <param name="call">The hook, and what it is told.</param>
    /// <param name="say">Takes what it says, line by line, unescaped, from other threads, one line at a time.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static HookEnd Run(HookCall call, Action<string> say, CancellationToken cancellation)
    {
        string mark = Guid.NewGuid().ToString("N");
        long began = Stopwatch.GetTimestamp();
        using Process process = new() { StartInfo = StartOf(call, mark), EnableRaisingEvents = true };
        using ManualResetEventSlim ended = new();
        process.Exited += (_, _) => ended.Set();
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return new HookEnd(HookResult.NotStarted, Stopwatch.GetElapsedTime(began)) { Problem = DisplayText.Escape(failure.Message).TrimEnd('.') };
        }

        HookOutput output = new(say);
        output.Read(process.StandardOutput);
        output.Read(process.StandardError);
        process.StandardInput.Close();
        int first = WaitHandle.WaitAny([ended.WaitHandle, cancellation.WaitHandle], call.Hook.TimeLimit);
        if (first != 0)
        {
            EndAll(process, ended, mark);
        }

        output.Close();
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        return first switch
        {
            WaitHandle.WaitTimeout => new HookEnd(HookResult.TimedOut, call.Hook.TimeLimit),
            1 => new HookEnd(HookResult.Cancelled, took),
            _ when process.ExitCode != 0 && cancellation.WaitHandle.WaitOne(Moment) => new HookEnd(HookResult.Cancelled, took),
            _ => new HookEnd(HookResult.Ended, took) { ExitCode = process.ExitCode },
        };
    }

    private static ProcessStartInfo StartOf(HookCall call, string mark)
    {
        ProcessStartInfo start = new(call.Hook.Program, call.Hook.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetDirectoryName(call.Hook.Program),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith(HookVariables.Prefix, StringComparison.OrdinalIgnoreCase)).Concat(call.Withheld).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in call.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment[Mark] = mark;
        return start;
    }

    // Gently first where the system has a way to say so.
    private static void EndAll(Process process, ManualResetEventSlim ended, string mark)
    {
        try
        {
            if (OperatingSystem.IsLinux() && !ended.IsSet)
            {
                MarkedProcesses.AskToEnd(process.Id);
                ended.Wait(TimeToEnd);
            }

            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended in this very moment.
            ended.Wait(TimeToEnd);
        }

        if (OperatingSystem.IsLinux())
        {
            MarkedProcesses.Kill($"{Mark}={mark}");
        }

        ended.Wait(TimeToEnd);
    }
}
