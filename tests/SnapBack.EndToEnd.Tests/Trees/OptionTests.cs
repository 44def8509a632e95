using System.Globalization;
using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>Each option does what it says, three folders deep.</summary>
public sealed class OptionTests
{
    private const string Deep = "one/two/three";

    [SkippableFact]
    public void ExcludedFilesAreNotCopiedAndNeverPurged()
    {
        using BackupBed bed = Files("report.doc", "scratch.tmp", "other.TMP");
        BackupBed.Write(bed.InDestination($"{Deep}/old.tmp"), "of an earlier run");
        BackupBed.Write(bed.InDestination($"{Deep}/old.doc"), "of an earlier run");

        BackupAnswer answer = bed.Unchecked("mirror", "--exclude-file", "*.tmp");

        answer.ExitCode.ShouldBe(3, answer.Text);
        Copied(bed).ShouldBe(["old.tmp", "report.doc"]);
        bed.Program.Rows("files", "last", "--class", "excluded").Select(IncrementalTests.PathOf).ShouldBe([$"{Deep}/other.TMP", $"{Deep}/scratch.tmp"], ignoreOrder: true);
    }

    [SkippableFact]
    public void ExcludedFoldersAreNotCopiedAndNeverPurged()
    {
        using BackupBed bed = Files("report.doc");
        bed.Excluded = ["cache"];
        BackupBed.Write(bed.InSource($"{Deep}/cache/inside"), "source");
        BackupBed.Write(bed.InDestination($"{Deep}/cache/older"), "destination");

        BackupAnswer answer = bed.Mirror("--exclude-dir", "cache");

        answer.ExitCode.ShouldBe(1, answer.Text);
        File.Exists(bed.InDestination($"{Deep}/cache/inside")).ShouldBeFalse();
        File.ReadAllText(bed.InDestination($"{Deep}/cache/older")).ShouldBe("destination");
        bed.Mirror("--exclude-dir", "cache").ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void OnlyIncludedFilesAreCopied()
    {
        using BackupBed bed = Files("report.doc", "table.XLS", "scratch.tmp");
        BackupBed.Write(bed.InDestination($"{Deep}/old.tmp"), "not in scope");

        bed.Unchecked("mirror", "--include-file", "*.doc", "*.xls").ExitCode.ShouldBe(1);

        Copied(bed).ShouldBe(["old.tmp", "report.doc", "table.XLS"]);
    }

    [SkippableTheory]
    [InlineData("--min-size", "1K", "exact,large")]
    [InlineData("--max-size", "1K", "exact,small")]
    [InlineData("--min-age", "10", "old")]
    [InlineData("--max-age", "10", "exact,large,small")]
    [InlineData("--max-age", "20010101", "exact,large,old,small")]
    public void SizeAndAgeSetTheLimits(string option, string value, string expected)
    {
        using BackupBed bed = new();
        BackupBed.Write(bed.InSource($"{Deep}/small"), new string('s', 1023));
        BackupBed.Write(bed.InSource($"{Deep}/exact"), new string('e', 1024));
        BackupBed.Write(bed.InSource($"{Deep}/large"), new string('l', 1025));
        BackupBed.Write(bed.InSource($"{Deep}/old"), "old");
        File.SetLastWriteTimeUtc(bed.InSource($"{Deep}/old"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30));

        bed.Unchecked("mirror", option, value).ExitCode.ShouldBe(1);

        // The old file is small as well.
        Copied(bed).ShouldBe(expected.Split(',').Concat(option == "--max-size" ? ["old"] : []).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void SeveralPairsAreOneRun()
    {
        using BackupBed bed = new();
        string[] names = ["first", "second", "third"];
        foreach (string name in names)
        {
            BackupBed.Write(bed.At($"{name}/{Deep}/same name"), $"of {name}");
        }

        string pairs = string.Join(", ", names.Select(name => $$"""{ "source": "{{name}}", "destination": "copies/{{name}}" }"""));
        File.WriteAllText(bed.At("job.json"), $$"""{ "name": "several", "mode": "mirror", "snapshot": "never", "pairs": [{{pairs}}] }""");

        ShellResult result = bed.Program.Run("backup", bed.At("job.json"), "--catalog", bed.Program.Catalog, "--no-progress");

        result.ExitCode.ShouldBe(1, result.Error);
        names.ShouldAllBe(name => Rsync.Differences(bed.At(name), bed.At($"copies/{name}")).Length == 0);
        bed.Program.Rows("runs").Length.ShouldBe(1);
        JsonElement[] rows = [.. bed.Program.Rows("files", "last").Where(row => IncrementalTests.PathOf(row) == $"{Deep}/same name")];
        rows.Select(row => row.GetProperty("pair").GetInt32()).ShouldBe([0, 1, 2]);
        bed.Program.Rows("ls", "last", Deep).Select(row => row.GetProperty("pair").GetInt32()).ShouldBe([0, 0, 1, 1, 2, 2]);
        bed.Program.Run("backup", bed.At("job.json"), "--catalog", bed.Program.Catalog, "--no-progress").MustEndWith(0);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(8)]
    public void TheNumberOfThreadsMakesNoDifferenceToTheTree(int threads)
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);

        bed.Mirror("--threads", threads.ToString(CultureInfo.InvariantCulture)).ExitCode.ShouldBe(1);

        TreeListing.Of(bed.Destination).ShouldBe(TreeListing.Of(bed.Source, "fifo", "socket", "null"));
    }

    [SkippableFact]
    public void TheBandwidthIsOneLimitForAllThreads()
    {
        using BackupBed bed = new();
        for (int i = 0; i < 8; i++)
        {
            BackupBed.Write(bed.InSource($"{Deep}/{i}/file"), new string((char)('a' + i), 3 * 1024 * 1024));
        }

        BackupAnswer answer = bed.Mirror("--bandwidth", "4M", "--threads", "4");

        double seconds = answer.Summary.GetProperty("totals").GetProperty("executeSeconds").GetDouble();
        double rate = 24 / seconds;
        rate.ShouldBeInRange(4 * 0.75, 4 * 1.25, answer.Text);
        bed.ShouldBeEqual();
    }

    [SkippableTheory]
    [InlineData("written", true)]
    [InlineData("none", false)]
    public void VerifyReadsEveryCopiedFileBack(string verify, bool isReadBack)
    {
        string strace = Require.Program("strace");
        using BackupBed bed = Files("one", "two", "three");

        ShellResult result = bed.Program.RunUnder(
            [strace, "-f", "-qq", "-y", "-s", "0", "-e", "trace=pread64", "-o", bed.At("trace")],
            bed.Program.BackupArguments(bed.Source, bed.Destination, "--verify", verify));

        result.ExitCode.ShouldBe(1, result.Error);
        string temporary = $"<{bed.InDestination(Deep)}/.snapback-";
        string[] read = [.. File.ReadLines(bed.At("trace")).Where(line => line.Contains(temporary, StringComparison.Ordinal))
            .Select(line => line.Split(temporary)[1].Split('>')[0]).Distinct()];
        read.Length.ShouldBe(isReadBack ? 3 : 0);
        bed.ShouldBeEqual();
    }

    private static BackupBed Files(params string[] names)
    {
        BackupBed bed = new();
        foreach (string name in names)
        {
            BackupBed.Write(bed.InSource($"{Deep}/{name}"), name);
        }

        return bed;
    }

    private static string?[] Copied(BackupBed bed) =>
        [.. Directory.GetFiles(bed.InDestination(Deep)).Select(Path.GetFileName).Order(StringComparer.Ordinal)];
}
