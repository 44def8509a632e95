using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>
/// <c>kill -9</c> at random moments, from the start of the process to after its end. SNAPBACK_KILLS sets how many, SNAPBACK_SEED repeats a run.
/// </summary>
public sealed class KillTests
{
    private readonly ITestOutputHelper _output;
    private readonly Random _random;

    public KillTests(ITestOutputHelper output)
    {
        _output = output;
        int seed = Number("SNAPBACK_SEED", Random.Shared.Next());
        _random = new Random(seed);
        output.WriteLine($"SNAPBACK_SEED={seed}");
    }

    [SkippableFact]
    public void EveryFileIsTheOldOrTheNewOneAfterAnyKillAndTheNextRunFinishes()
    {
        using BackupBed bed = new();
        ChangingTree tree = new(bed.Source, 2000, _random);
        bed.Mirror().ExitCode.ShouldBeLessThan(8);
        bed.IsMirrored();
        tree.Change(0.3);
        TimeSpan duration = Time(() => bed.Mirror("--quiet").ExitCode.ShouldBeLessThan(8));
        int kills = Number("SNAPBACK_KILLS", 100);
        int hit = 0;

        for (int round = 0; round < kills; round++)
        {
            tree.Change(_random.NextDouble() * 0.3);
            hit += KillOnce(bed, ref duration) ? 1 : 0;
        }

        _output.WriteLine($"{hit} of {kills} runs were killed, {kills - hit} had ended before; an undisturbed run took {duration.TotalMilliseconds:F0} ms");
        hit.ShouldBeGreaterThan(kills / 3, "most runs ended before the kill: the test proves little");
        string[] source = TreeListing.Of(bed.Source);
        bed.Mirror().ExitCode.ShouldBeLessThan(8);
        bed.IsMirrored();
        TreeListing.Of(bed.Source).ShouldBe(source);
        RunsAreRecordedAsTheyEnded(bed);
        TheCatalogListsWhatTheDiskHolds(bed);
        bed.Mirror().MustEndWith(0);
    }

    // A run that ended before its kill shows how long one takes now.
    private bool KillOnce(BackupBed bed, ref TimeSpan duration)
    {
        Dictionary<string, string> before = FileHashes.Of(bed.Destination, FileHashes.IsTemporary);
        Dictionary<string, string> source = FileHashes.Of(bed.Source);
        TimeSpan moment = duration * _random.NextDouble();
        string threads = _random.Next(1, 5).ToString(CultureInfo.InvariantCulture);

        using RunningProgram run = bed.StartMirror("--quiet", "--threads", threads);
        long start = Stopwatch.GetTimestamp();
        bool isKilled = !run.EndsWithin(moment);
        run.Kill();
        duration = isKilled ? duration : Stopwatch.GetElapsedTime(start);

        Dictionary<string, string> after = FileHashes.Of(bed.Destination, FileHashes.IsTemporary);
        string context = string.Create(CultureInfo.InvariantCulture, $"killed after {moment.TotalMilliseconds:F0} ms");
        foreach ((string path, string hash) in after)
        {
            bool isOld = before.TryGetValue(path, out string? old) && old == hash;
            bool isNew = source.TryGetValue(path, out string? now) && now == hash;
            (isOld || isNew).ShouldBeTrue($"{path} is neither the old nor the new version, {context}");
        }

        before.Keys.Where(path => source.ContainsKey(path) && !after.ContainsKey(path)).ShouldBeEmpty($"gone, though the source has it, {context}");
        return isKilled;
    }

    private void RunsAreRecordedAsTheyEnded(BackupBed bed)
    {
        string[] statuses = [.. bed.Runs().Select(run => run.GetProperty("status").GetString()!)];
        _output.WriteLine(string.Join(", ", statuses.GroupBy(status => status).Select(group => $"{group.Key} {group.Count()}")));
        statuses[0].ShouldBe("completed");
        statuses.ShouldContain("interrupted");
        statuses.ShouldAllBe(status => status == "completed" || status == "interrupted");
    }

    private static void TheCatalogListsWhatTheDiskHolds(BackupBed bed)
    {
        JsonElement[] files = [.. bed.Program.Rows("ls", "last").Where(row => row.GetProperty("kind").GetString() == "file")];
        Dictionary<string, string> disk = FileHashes.Of(bed.Destination);

        files.Select(Path).Order(StringComparer.Ordinal).ShouldBe(disk.Keys.Order(StringComparer.Ordinal));
        foreach (JsonElement file in files)
        {
            if (file.TryGetProperty("sha256", out JsonElement hash) && hash.ValueKind == JsonValueKind.String)
            {
                hash.GetString().ShouldBe(disk[Path(file)], Path(file));
            }
        }

        static string Path(JsonElement file) => file.GetProperty("path").GetString()!;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    private static TimeSpan Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }
}
