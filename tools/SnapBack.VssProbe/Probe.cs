using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using SnapBack.Snapshots.Vss;
using SnapBack.Snapshots.Vss.Native;

namespace SnapBack.VssProbe;

/// <summary>The commands. One instance serves one call of the program.</summary>
[SupportedOSPlatform("windows")]
internal sealed class Probe(NativeVssEngine engine, TextWriter output, CancellationToken cancellation)
{
    public void Run(string[] args)
    {
        switch (args)
        {
            case ["check"]:
                output.WriteLine("The engine can be used.");
                break;
            case ["list"]:
                Print(engine.ListSnapshots());
                break;
            case ["providers"]:
                Print(engine.ListProviders());
                break;
            case ["areas", string volume]:
                Print(engine.ListDiffAreas(Com.VolumeAt(volume)));
                break;
            case ["delete", string id] when Guid.TryParse(id, out Guid parsed):
                output.WriteLine($"deleted: {engine.DeleteSnapshotSet(parsed) + engine.DeleteSnapshot(parsed)}");
                break;
            case ["writers"]:
                using (IVssSession session = Say("Open", () => engine.Open(VssContext.Backup, [])))
                {
                    ShowWriters(session);
                    Print(Say("GatherWriterStatus", () => session.GatherWriterStates(cancellation)));
                }

                break;
            case ["snapshot", .. string[] rest]:
                MakeSnapshots(ProbeOptions.Parse(rest));
                break;
            default:
                throw new FormatException($"'{string.Join(' ', args)}' is no command.");
        }
    }

    private void MakeSnapshots(ProbeOptions options)
    {
        bool withWriters = options.Context == VssContext.Backup;
        using IVssSession session = Say("Open", () => engine.Open(options.Context, []));
        if (withWriters && !options.Skips("gather"))
        {
            ShowWriters(session);
        }

        string[] volumes = [.. options.Volumes.Select(volume => volume.StartsWith('?') ? volume[1..] : Com.VolumeAt(volume))];
        foreach (string volume in volumes)
        {
            output.WriteLine($"supported: {Say("IsVolumeSupported", () => session.Supports(volume))} {volume}");
        }

        Guid set = options.Skips("start") ? Guid.Empty : Say("StartSnapshotSet", session.StartSet);
        bool isDone = false;
        try
        {
            Guid[] snapshots = [.. volumes.Select(volume => Say("AddToSnapshotSet", () => session.Add(volume, null)))];
            if (withWriters && !options.Skips("prepare"))
            {
                Say("PrepareForBackup", () => session.Prepare(cancellation));
                ShowStates(session);
            }

            Say("DoSnapshotSet", () => session.MakeSnapshots(cancellation));
            if (withWriters)
            {
                ShowStates(session);
            }

            Look(session, snapshots, options);
            if (withWriters && !options.Skips("complete"))
            {
                Say("BackupComplete", () => session.Complete(cancellation));
                isDone = true;
                ShowStates(session);
            }

            isDone |= !withWriters;
        }
        finally
        {
            if (!isDone && !options.Skips("abort"))
            {
                Abort(session);
            }
        }

        if (!options.Skips("delete"))
        {
            output.WriteLine($"deleted: {Say("DeleteSnapshots", () => session.DeleteSet(set))}");
        }
    }

    private void Look(IVssSession session, Guid[] snapshots, ProbeOptions options)
    {
        VssSnapshot[] made = [.. snapshots.Select(id => Say("GetSnapshotProperties", () => session.Find(id)))];
        Print(made);
        foreach (string file in options.Files)
        {
            output.WriteLine($"{file}: {File.ReadAllText($@"{made[0].Device}\{file}")}");
        }

        if (options.Until is { } until)
        {
            WaitFor(until);
            Print(snapshots.Select(id => Say("GetSnapshotProperties", () => session.Find(id))));
        }
    }

    private void Abort(IVssSession session)
    {
        try
        {
            Say("AbortBackup", session.Abort);
        }
        catch (VssException)
        {
            // It was printed; what led here is of more interest.
        }
    }

    private void ShowWriters(IVssSession session)
    {
        foreach (VssWriter writer in Say("GatherWriterMetadata", () => session.GatherWriters(cancellation)))
        {
            output.WriteLine($"  {writer.Name} {writer.ClassId} {writer.InstanceId}");
            Print(writer.Excluded, "    not in backups: ");
            Print(writer.ExcludedFromSnapshot, "    not in snapshots: ");
        }
    }

    private void ShowStates(IVssSession session) => Print(Say("GatherWriterStatus", () => session.GatherWriterStates(cancellation)));

    private void WaitFor(string file)
    {
        output.WriteLine($"The snapshot stays until {file} exists.");
        output.Flush();
        while (!File.Exists(file))
        {
            cancellation.WaitHandle.WaitOne(100);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Print<T>(IEnumerable<T> lines, string before = "  ")
    {
        foreach (T line in lines)
        {
            output.WriteLine($"{before}{line}");
        }
    }

    private void Say(string call, Action action) => Say(call, () =>
    {
        action();
        return true;
    });

    private T Say<T>(string call, Func<T> action)
    {
        long start = Stopwatch.GetTimestamp();
        string answer = "yes";
        try
        {
            return action();
        }
        catch (VssException refused)
        {
            answer = $"0x{refused.HResult:X8} from {refused.Step}";
            throw;
        }
        catch (OperationCanceledException)
        {
            answer = "cancelled";
            throw;
        }
        finally
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{call}: {answer} ({Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms)"));
            output.Flush();
        }
    }
}
