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

        int rounds = RaceAgainst(_bed.InDestination("victim"), () =>
        {
            for (int i = 0; i < 20; i++)
            {
                TryWrite(Path.Join(_bed.Root, "extras", $"extra{i}"));
            }
        });

        rounds.ShouldBeGreaterThan(5);
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

        int rounds = RaceAgainst(_bed.InSource("victim"), () => { });

        rounds.ShouldBeGreaterThan(5);
        Shell.Run("grep", ["-rl", "secret", _bed.Destination]).ExitCode.ShouldBe(1, "grep found something that lies outside the source");
    }

    private int RaceAgainst(string victim, Action betweenRounds)
    {
        // The racer runs in a process of its own: rename the folder away, plant the link, take it away, rename back.
        const string Script = """
            import os, sys
            victim, outside = sys.argv[1], sys.argv[2]
            hidden, link = victim + ".hidden", os.path.join(os.path.dirname(outside), "link")
            hidden = os.path.join(os.path.dirname(outside), "hidden")
            while True:
                try:
                    os.rename(victim, hidden)
                    os.symlink(outside, link)
                    os.rename(link, victim)
                    os.unlink(victim)
                except OSError:
                    pass
                try:
                    os.rename(hidden, victim)
                except OSError:
                    try:
                        os.unlink(victim)
                    except OSError:
                        pass
            """;
        using System.Diagnostics.Process racer = System.Diagnostics.Process.Start("python3", ["-c", Script, victim, _outside]);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        int rounds = 0;
        try
        {
            while (System.Diagnostics.Stopwatch.GetElapsedTime(start) < Budget)
            {
                _bed.Run();
                betweenRounds();
                rounds++;
            }
        }
        finally
        {
            racer.Kill();
            racer.WaitForExit();
        }

        return rounds;
    }

    private static void TryWrite(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "x");
    }
}
