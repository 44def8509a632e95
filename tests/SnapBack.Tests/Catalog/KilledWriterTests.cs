using System.Diagnostics;
using System.Globalization;
using Shouldly;
using SnapBack.Catalog;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class KilledWriterTests : CatalogTestBase
{
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void AKilledWriterLeavesAllThatItCommittedAndNothingHalf(int batches)
    {
        using Process writer = Start();
        int committed = 0;
        while (committed < batches && writer.StandardOutput.ReadLine() is { } line)
        {
            committed = int.Parse(line, CultureInfo.InvariantCulture) + 1;
        }

        writer.Kill();
        writer.WaitForExit();
        committed.ShouldBe(batches);

        using (CatalogWriter next = Open())
        {
            next.Notices.ShouldBeEmpty();
            next.MarkInterrupted().ShouldBe([1]);
            next.MarkInterrupted().ShouldBeEmpty();
        }

        Sqlite("PRAGMA integrity_check").ShouldBe(["ok"]);
        using CatalogReader reader = CatalogReader.Open(File);
        RunRow run = reader.Runs().Single();
        (run.Status, run.ExitCode).ShouldBe(("interrupted", null));
        run.Ended.ShouldNotBeNull().ShouldBeGreaterThan(Some.Night);
        int held = reader.List(1).Count();
        held.ShouldBeGreaterThanOrEqualTo(100 * committed);
        (held % 100).ShouldBe(0);
    }

    [Fact]
    public void ALivingRunIsNotTakenForDead()
    {
        using CatalogWriter living = Open();
        living.BeginRun(Some.Start());
        using CatalogWriter other = Open();

        other.MarkInterrupted().ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("process_started = '1'")]
    [InlineData("boot_id = 'another start'")]
    [InlineData("process_id = 4194305")]
    public void ANumberThatAnotherProcessHasNowIsNotTheWriter(string change)
    {
        using (CatalogWriter gone = Open())
        {
            gone.BeginRun(Some.Start());
        }

        Sqlite($"UPDATE run SET {change}");
        using CatalogWriter other = Open();

        other.MarkInterrupted().ShouldBe([1]);
    }

    private Process Start()
    {
        string program = typeof(KilledWriterTests).Assembly.Location;
        ProcessStartInfo start = new("dotnet", [program]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = program;
        start.Environment[StartupHook.Variable] = File;
        return Process.Start(start)!;
    }
}
