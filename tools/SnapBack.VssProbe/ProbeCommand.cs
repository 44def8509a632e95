using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SnapBack.Snapshots.Vss;
using SnapBack.Snapshots.Vss.Native;

namespace SnapBack.VssProbe;

/// <summary>
/// The command line of a program for developers: it walks through the calls of a snapshot with the built-in engine, without the choreography of the
/// backup program, and prints each call with its answer. On Windows it needs an elevated prompt.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class ProbeCommand
{
    private const string Usage =
        """
        vssprobe check                        can the engine be used here
        vssprobe list | providers             what the service knows
        vssprobe areas VOLUME                 where changes of the volume are kept
        vssprobe writers                      gather the writers' metadata, and how they fare
        vssprobe delete SNAPSHOT-OR-SET-ID
        vssprobe snapshot [OPTIONS] VOLUME... all calls of a backup: prepare, make, look, complete, release
            --no-writers                      the context without writers
            --skip STEP                       leave a step out (gather, start, prepare, complete, abort, delete), to see
                                              what the service says
            --read RELATIVE                   print a file of the first volume as the snapshot has it
            --until FILE                      keep the snapshot until the file exists
        VOLUME is a drive such as C:\ or the folder of a mounted volume, with its backslash; after a question mark it goes to the service as it stands.
        Ctrl+C cancels.
        Exit code: 0 all calls were answered with yes; 1 the service refused; 2 the arguments make no sense; 130 cancelled.
        """;

    /// <summary>Runs one command.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is [] or ["--help" or "-h" or "help"])
        {
            output.WriteLine(Usage);
            return args.Length == 0 ? 2 : 0;
        }

        int exit = 0;
        Thread thread = new(() => exit = RunOnThread(args, output, error));
        thread.SetApartmentState(ApartmentState.MTA);
        thread.Start();
        thread.Join();
        return exit;
    }

    private static int RunOnThread(string[] args, TextWriter output, TextWriter error)
    {
        using CancellationTokenSource source = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            source.Cancel();
        });
        try
        {
            output.WriteLine(Com.InitializeSecurity());
            NativeVssEngine engine = new();
            if (engine.WhyUnavailable() is { } why)
            {
                error.WriteLine($"vssprobe: {why}");
                return 1;
            }

            new Probe(engine, output, source.Token).Run(args);
            return 0;
        }
        catch (FormatException wrong)
        {
            error.WriteLine($"vssprobe: {wrong.Message}\n{Usage}");
            return 2;
        }
        catch (VssException refused)
        {
            error.WriteLine($"vssprobe: {refused.Message} {refused.InnerException?.Message}");
            return 1;
        }
        catch (IOException failed)
        {
            error.WriteLine($"vssprobe: {failed.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("vssprobe: cancelled.");
            return 130;
        }
    }
}
