using System.Diagnostics;
using Shouldly;
using SnapBack.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>Somebody swaps a folder for a link while the program walks it with root's rights.</summary>
public sealed class LinkRaceTests
{
    private const int Bug = 70;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(14);

    private readonly ITestOutputHelper _output;

    public LinkRaceTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [SkippableFact]
    public void ALinkInTheDestinationNeverLeadsAWriteOrADeletionOutside()
    {
        using BackupBed bed = new();
        Fill(bed.Source, "mine");
        bed.Mirror().MustEndWith(1);
        string outside = Directory.CreateDirectory(Path.Join(bed.Root, "outside")).FullName;
        Fill(outside, "precious");
        string[] before = TreeListing.Of(outside);

        using (Script.Start("flip.py", bed.Out("d"), Path.Join(bed.Root, "parking"), Path.Join(outside, "d")))
        {
            Repeat(bed, round => Fill(bed.Source, $"mine {round}"));
        }

        TreeListing.Of(outside).ShouldBe(before);
        bed.Mirror("--max-delete", "100%").ExitCode.ShouldBeLessThan(8);
        bed.IsMirrored();
    }

    [SkippableFact]
    public void ALinkInTheSourceNeverBringsOutsideContentIntoTheBackup()
    {
        using BackupBed bed = new();
        Fill(bed.Source, "mine");
        string outside = Directory.CreateDirectory(Path.Join(bed.Root, "outside")).FullName;
        Fill(outside, "secret");

        using (Script.Start("flip.py", bed.In("d"), Path.Join(bed.Root, "parking"), Path.Join(outside, "d")))
        {
            Repeat(bed, _ => FilesWith("secret", bed.Destination).ShouldBeEmpty());
        }

        FilesWith("secret", bed.Destination).ShouldBeEmpty();
        bed.Mirror("--max-delete", "100%").ExitCode.ShouldBeLessThan(8);
        bed.IsMirrored();
    }

    private static void Fill(string root, string text)
    {
        for (int i = 0; i < 60; i++)
        {
            string folder = Directory.CreateDirectory(Path.Join(root, "d", $"e{i % 3}")).FullName;
            File.WriteAllText(Path.Join(folder, $"{i}.txt"), text);
        }
    }

    private void Repeat(BackupBed bed, Action<int> between)
    {
        int runs = 0;
        int disturbed = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Each; runs++)
        {
            ShellResult run = bed.Mirror("--max-delete", "100%", "--quiet");
            run.ExitCode.ShouldBeLessThan(Bug, run.Output + run.Error);
            disturbed += (run.ExitCode & 8) != 0 ? 1 : 0;
            between(runs);
        }

        _output.WriteLine($"{runs} runs, {disturbed} of them met the link in the middle of their work");
    }

    // grep -r goes into real folders only, not through links.
    private static string[] FilesWith(string text, string root) => Shell.Run("grep", ["-r", "-l", "-F", text, root]).Lines;
}
