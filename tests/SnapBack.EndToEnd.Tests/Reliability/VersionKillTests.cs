using System.Diagnostics;
using System.Globalization;
using Shouldly;
using SnapBack.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>
/// <c>kill -9</c> at random moments while versions are moved aside and while they are dropped. SNAPBACK_KILLS sets how many, SNAPBACK_SEED repeats a run.
/// </summary>
public sealed class VersionKillTests
{
    private const string Store = ".snapback";

    private static readonly string[] Keeping = ["--keep-versions", "--max-change", "100%"];

    private readonly ITestOutputHelper _output;
    private readonly Random _random;

    public VersionKillTests(ITestOutputHelper output)
    {
        _output = output;
        int seed = Number("SNAPBACK_SEED", Random.Shared.Next());
        _random = new Random(seed);
        output.WriteLine($"SNAPBACK_SEED={seed}");
    }

    [SkippableFact]
    public void NoContentIsLostByAKillWhileVersionsAreMovedAside()
    {
        using BackupBed bed = new();
        ChangingTree tree = new(bed.Source, 600, _random);
        Mirror(bed, Keeping);
        string[] first = TreeListing.Of(bed.Source);
        TimeSpan duration = TimeSpan.FromSeconds(1);
        int hit = 0;

        for (int round = 0; round < Number("SNAPBACK_KILLS", 15); round++)
        {
            tree.Change(0.5);
            HashSet<string> before = Contents(bed);
            hit += KillOnce(bed, ref duration, Keeping, late: false) ? 1 : 0;
            HashSet<string> after = Contents(bed);
            before.Except(after).ShouldBeEmpty("content that was at the destination is neither there nor in the store");
        }

        _output.WriteLine($"{hit} runs were killed");
        Mirror(bed, Keeping);
        Rsync.Differences(bed.Source, bed.Destination, "/" + Store).ShouldBeEmpty();
        TheRecordIsTrue(bed);
        string back = Path.Join(bed.Root, "back");
        bed.Program.Run("restore", "--catalog", bed.Program.Catalog, "--run", "1", "--to", back).MustSucceed();
        TreeListing.Of(back).ShouldBe(first);
    }

    [SkippableFact]
    public void AKillWhileVersionsAreDroppedLosesNothingThatAKeptRunNeeds()
    {
        using BackupBed bed = new();
        ChangingTree tree = new(bed.Source, 300, _random);
        string[] options = [.. Keeping, "--keep", "last=3"];
        TimeSpan duration = TimeSpan.FromSeconds(1);
        for (int night = 0; night < 3; night++)
        {
            Mirror(bed, options);
            tree.Change(0.5);
        }

        int cutOff = 0;
        for (int round = 0; round < Number("SNAPBACK_KILLS", 6); round++)
        {
            // Most of the work of these runs is to drop.
            tree.Change(0.02);
            KillOnce(bed, ref duration, options, late: true);
            cutOff += Ask(bed, "SELECT 1 FROM version WHERE drop_begun IS NOT NULL AND dropped_by IS NULL LIMIT 1").Length;
            Mirror(bed, options);
            tree.Change(0.5);
            Mirror(bed, options);
            TheRecordIsTrue(bed);
        }

        _output.WriteLine($"{cutOff} runs were killed while they dropped");
        long[] whole = [.. bed.Program.Rows("runs").Where(run => run.GetProperty("restorable").GetString() == "full").Select(run => run.GetProperty("id").GetInt64())];
        whole.Length.ShouldBeGreaterThanOrEqualTo(3);
        foreach (long run in whole)
        {
            string number = run.ToString(CultureInfo.InvariantCulture);
            ShellResult verified = bed.Program.Run("verify", "--catalog", bed.Program.Catalog, "--run", number);
            verified.ExitCode.ShouldBe(0, $"run {number}: {verified.Output}{verified.Error}");
            verified.Output.ShouldNotContain("replaced by later runs");
        }
    }

    // All that can be had back by hand: what lies in the copy, and what lies in the store.
    private static HashSet<string> Contents(BackupBed bed)
    {
        string store = Path.Join(bed.Destination, Store, "versions");
        IEnumerable<string> versions = Directory.Exists(store) ? FileHashes.Of(store, FileHashes.IsTemporary).Values : [];
        return [.. FileHashes.Of(bed.Destination, FileHashes.IsTemporary).Values, .. versions];
    }

    private static void Mirror(BackupBed bed, string[] options)
    {
        ShellResult run = bed.Mirror([.. options, "--quiet"]);
        run.ExitCode.ShouldBeLessThan(8, $"{run.Output}{run.Error}");
    }

    // The catalog counts on exactly the versions that lie in the store.
    private static void TheRecordIsTrue(BackupBed bed)
    {
        string[] recorded = Ask(bed, "SELECT stored_as FROM v_versions WHERE dropped_by IS NULL");
        string[] stored = Shell.Run("find", [$"{Store}/versions", "!", "-type", "d"], bed.Destination).MustSucceed().Lines;
        recorded.Order(StringComparer.Ordinal).ShouldBe(stored.Order(StringComparer.Ordinal));
    }

    private static string[] Ask(BackupBed bed, string sql) => Shell.Run(Require.Program("sqlite3"), ["-readonly", bed.Program.Catalog, sql]).MustSucceed().Lines;

    // A run that ended before its kill shows how long one takes now.
    private bool KillOnce(BackupBed bed, ref TimeSpan duration, string[] options, bool late)
    {
        TimeSpan moment = duration * (late ? 0.7 + (_random.NextDouble() * 0.3) : _random.NextDouble());
        using RunningProgram run = bed.StartMirror([.. options, "--quiet"]);
        long start = Stopwatch.GetTimestamp();
        bool isKilled = !run.EndsWithin(moment);
        run.Kill();
        duration = isKilled ? duration * 1.05 : Stopwatch.GetElapsedTime(start);
        return isKilled;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
