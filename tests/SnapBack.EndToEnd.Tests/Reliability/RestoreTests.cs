using System.Globalization;
using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>The way back, as somebody calls it in a hurry.</summary>
public sealed class RestoreTests : IDisposable
{
    private const int Files = 60;

    private readonly BackupBed _bed = new();

    public RestoreTests()
    {
        for (int i = 0; i < Files; i++)
        {
            _bed.Write($"a/{i:000}.dat", string.Concat(Enumerable.Repeat($"content of {i} ", 10_000)));
        }

        _bed.Mirror().ExitCode.ShouldBe(1);
    }

    private string Back => Path.Join(_bed.Root, "back");

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void AKilledRestoreHarmsNothingAndTheNextOneGoesOnWhereItStopped()
    {
        string[] backup = TreeListing.Of(_bed.Destination);
        foreach (int last in new[] { 3, 17, 31, 50 })
        {
            using RunningProgram restore = _bed.Program.Start("restore", "--catalog", _bed.Program.Catalog, "--to", Back);
            while (!File.Exists(Path.Join(Back, "a", $"{last:000}.dat")) && !restore.EndsWithin(TimeSpan.FromMilliseconds(2)))
            {
            }

            restore.Kill();
            TreeListing.Of(_bed.Destination).ShouldBe(backup);
            foreach (string file in Directory.EnumerateFiles(Path.Join(Back, "a"), "*.dat"))
            {
                File.ReadAllText(file).ShouldBe(File.ReadAllText(_bed.In($"a/{Path.GetFileName(file)}")), "half a file under its name");
            }
        }

        ShellResult done = Restore("--to", Back);

        done.ExitCode.ShouldBe(0, done.Output + done.Error);
        Rsync.Differences(_bed.Source, Back).ShouldBeEmpty();
        FileHashes.Temporaries(Back).ShouldBeEmpty();
        TreeListing.Of(_bed.Destination).ShouldBe(backup);
    }

    [SkippableFact]
    public void AMomentMeansTheLastRunThatWasCompletedByThen()
    {
        DateTimeOffset first = _bed.Runs()[0].GetProperty("ended").GetDateTimeOffset();
        File.WriteAllText(_bed.In("a/000.dat"), "changed");
        _bed.Mirror("--keep-versions").ExitCode.ShouldBe(1);

        ShellResult then = Restore("--at", first.AddMilliseconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture), "a/000.dat", "--to", Back);
        ShellResult never = Restore("--at", "1999-12-31", "--to", Back);
        ShellResult today = Restore("--at", "2999-12-31 23:59", "--job", "adhoc", "--dry-run", "--in-place");
        ShellResult wrong = Restore("--at", "yesterday", "--to", Back);

        then.ExitCode.ShouldBe(0, then.Output + then.Error);
        then.Output.ShouldContain("Run 1 of the job 'adhoc', completed ");
        File.ReadAllText(Path.Join(Back, "a", "000.dat")).ShouldStartWith("content of 0 ");
        (never.ExitCode, wrong.ExitCode).ShouldBe((16, 16));
        never.Error.ShouldContain("No backup was completed at or before 1999-12-31");
        wrong.Error.ShouldContain("'yesterday' is no time");
        today.Output.ShouldContain("Run 2 of the job 'adhoc'");
    }

    [SkippableFact]
    public void ADrillIsARunOfItsOwnThatClaimsNothing()
    {
        ShellResult drill = Restore("--drill", "--sample", "100%", "--to", Back);
        ShellResult again = Restore("--drill", "--run", "last");
        File.Delete(_bed.Out("a/007.dat"));
        ShellResult failed = Restore("--drill", "--sample", "100");

        drill.ExitCode.ShouldBe(0, drill.Output + drill.Error);
        drill.Output.ShouldContain("Result: success, drill 2: of run 1, 100% of the files: 60 came back as they were");
        again.ExitCode.ShouldBe(0, again.Output + again.Error);
        failed.ExitCode.ShouldBe(8);
        failed.Error.ShouldContain("FAILED a/007.dat");
        Directory.EnumerateFileSystemEntries(Back).ShouldBeEmpty();
        JsonElement[] runs = _bed.Runs();
        runs.Select(run => $"{run.GetProperty("id")} {run.GetProperty("kind").GetString()} {run.GetProperty("status").GetString()} {run.GetProperty("exitCode")}")
            .ShouldBe(["4 drill failed 8", "3 drill completed 0", "2 drill completed 0", "1 backup completed 1"]);
        runs[0].GetProperty("filesFailed").GetInt64().ShouldBe(1);
        _bed.Program.Rows("files", "2").ShouldAllBe(row => row.GetProperty("class").ValueKind == JsonValueKind.Null);
        _bed.Program.Rows("files", "last").ShouldAllBe(row => row.GetProperty("class").GetString() != null);
    }

    private ShellResult Restore(params string[] options) => _bed.Program.Run(["restore", "--catalog", _bed.Program.Catalog, .. options]);
}
