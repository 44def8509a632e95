using System.Diagnostics;
using System.Globalization;
using Shouldly;
using SnapBack.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>Ctrl+C and SIGTERM at random moments. SNAPBACK_SEED repeats a run.</summary>
public sealed class CancellationTests
{
    private const int Cancelled = 130;
    private const int Signals = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ITestOutputHelper _output;

    public CancellationTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [SkippableFact]
    public void ASignalEndsTheRunSoonAndInOrderAndTheNextRunFinishes()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SNAPBACK_SEED"), CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        _output.WriteLine($"SNAPBACK_SEED={seed}");
        Random random = new(seed);
        using BackupBed bed = new();
        ChangingTree tree = new(bed.Source, 600, random);
        bed.Mirror().MustEndWith(1);
        int hit = 0;

        for (int i = 0; i < Signals; i++)
        {
            tree.Change(0.5);
            hit += SignalOnce(bed, i % 2 == 0 ? "INT" : "TERM", TimeSpan.FromMilliseconds(random.Next(800))) ? 1 : 0;
            FileHashes.Temporaries(bed.Destination).ShouldBeEmpty();
        }

        _output.WriteLine($"{hit} of {Signals} runs were cancelled, the others had ended before");
        hit.ShouldBeGreaterThan(Signals / 4, "most runs ended before the signal: the test proves little");
        bed.Runs().Count(run => run.GetProperty("status").GetString() == "interrupted").ShouldBe(hit);
        bed.Mirror().ExitCode.ShouldBeLessThan(8);
        bed.IsMirrored();
    }

    [SkippableFact]
    public void ASignalInTheMiddleOfALargeFileKeepsTheOldVersion()
    {
        using BackupBed bed = new();
        bed.Write("a/b/large.dat", "old");
        bed.Mirror().MustEndWith(1);
        bed.Write("a/b/large.dat", new string('n', 20_000_000));

        SignalOnce(bed, "TERM", TimeSpan.FromSeconds(1)).ShouldBeTrue();

        File.ReadAllText(bed.Out("a/b/large.dat")).ShouldBe("old");
        FileHashes.Temporaries(bed.Destination).ShouldBeEmpty();
        bed.LastStatus().ShouldBe("interrupted");
    }

    private static bool SignalOnce(BackupBed bed, string signal, TimeSpan moment)
    {
        using RunningProgram run = bed.StartMirror("--json", "--bandwidth", "1M");
        run.Says("\"started\"").ShouldBeTrue(run.Said);
        if (run.EndsWithin(moment))
        {
            return false;
        }

        long start = Stopwatch.GetTimestamp();
        run.Signal(signal);
        run.EndsWithin(Patience).ShouldBeTrue($"still running {Stopwatch.GetElapsedTime(start)} after SIG{signal}");
        if (run.ExitCode < 8)
        {
            return false;
        }

        run.ExitCode.ShouldBe(Cancelled, run.Said);
        return true;
    }
}
