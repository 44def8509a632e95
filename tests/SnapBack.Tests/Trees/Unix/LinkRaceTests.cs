using Shouldly;
using SnapBack.TestKit;
using SnapBack.Tests.Execution;
using Xunit;

namespace SnapBack.Tests.Trees.Unix;

/// <summary>
/// Somebody with rights on one side swaps a folder for a link and back, tens of thousands of times, while files are copied: the negative oracle is a
/// folder outside that must not change and a secret outside that must not be copied.
/// </summary>
public sealed class LinkRaceTests : IDisposable
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private readonly EngineBed _bed = new();
    private readonly string _outside;

    public LinkRaceTests()
    {
        _bed.Job = _bed.Job with { Threads = 2 };
        _outside = Directory.CreateDirectory(Path.Join(_bed.Root, "outside")).FullName;
    }

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void NothingIsWrittenDeletedOrChangedBehindALinkThatIsPlantedAtTheDestination()
    {
        for (int i = 0; i < 400; i++)
        {
            _bed.Write($"victim/f{i}", $"new {i}");
            File.WriteAllText(Path.Join(_outside, $"extra{i}"), "precious");
        }

        File.WriteAllText(Path.Join(_outside, "f1"), "precious");
        string[] before = TreeListing.Of(_outside);
        Directory.CreateDirectory(_bed.InDestination("victim"));
        _bed.HasPast = false;

        RaceAgainst(_bed.InDestination("victim"), () => { });

        TreeListing.Of(_outside).ShouldBe(before);
    }

    [SkippableFact]
    public void NothingFromBehindALinkThatIsPlantedAtTheSourceIsCopied()
    {
        for (int i = 0; i < 400; i++)
        {
            _bed.Write($"victim/f{i}", "mine");
            File.WriteAllText(Path.Join(_outside, $"f{i}"), "secret");
        }

        _bed.HasPast = false;

        // After every round: the next one would put right what was wrong.
        RaceAgainst(_bed.InSource("victim"), () =>
            Shell.Run("grep", ["-rl", "secret", _bed.Destination]).ExitCode.ShouldBe(1, "grep found something that lies outside the source"));
    }

    private void RaceAgainst(string victim, Action afterEveryRound)
    {
        // The racer runs in a process of its own and swaps folder and link at once, so that the name always stands for one of them. Where the run
        // put things in order meanwhile, it starts over.
        const string Script = """
            import ctypes, os, shutil, sys
            victim, partner, outside, count = sys.argv[1:]
            exchange = ctypes.CDLL(None).renameat2
            a, b, flips = os.fsencode(victim), os.fsencode(partner), 0
            while True:
                if exchange(-100, a, -100, b, 2) == 0:
                    flips += 1
                    if flips % 100 == 0:
                        with open(count + ".new", "w") as f:
                            f.write(str(flips))
                        os.rename(count + ".new", count)
                try:
                    if not os.path.lexists(victim) or (os.path.islink(victim) and os.path.islink(partner)):
                        if os.path.islink(victim):
                            os.unlink(victim)
                        os.mkdir(victim)
                    if not os.path.islink(victim) and not os.path.islink(partner):
                        shutil.rmtree(partner, ignore_errors=True)
                        os.symlink(outside, partner)
                except OSError:
                    pass
            """;
        string count = Path.Join(_bed.Root, "flips");
        using System.Diagnostics.Process racer = System.Diagnostics.Process.Start("python3", ["-c", Script, victim, Path.Join(_bed.Root, "partner"), _outside, count]);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        int rounds = 0;
        try
        {
            while (System.Diagnostics.Stopwatch.GetElapsedTime(start) < Budget)
            {
                _bed.Run();
                afterEveryRound();
                rounds++;
            }
        }
        finally
        {
            racer.Kill();
            racer.WaitForExit();
        }

        rounds.ShouldBeGreaterThan(5);
        int.Parse(File.ReadAllText(count), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(1000, "the race was not run");
    }
}
