using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Cli.Rendering.Robocopy;

/// <summary>Whole runs on real trees, told as robocopy tells them.</summary>
public sealed class RobocopyEventsTests : IDisposable
{
    private static readonly DateTime Early = new(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Late = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly LogBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void AMirrorOfEverySortOfFileIsTheApprovedLog()
    {
        MakeEverySort();
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror, Listing = ListingDetail.All, Retry = 1 };
        _bed.Style = LogStyle.Default with { HasSkipped = true, IsInBytes = true };

        string log = _bed.Run();

        Golden.Check("mirror", _bed.Normal(log).Replace("\r", "<CR>", StringComparison.Ordinal));
        Agree(log);
    }

    [SkippableFact]
    public void AnIncrementalRunOfEverySortOfFileIsTheApprovedLog()
    {
        MakeEverySort();
        _bed.Job = _bed.Job with { Listing = ListingDetail.All, Retry = 1 };
        _bed.Style = LogStyle.Default with { HasSkipped = true, HasAllExtras = true, IsInBytes = true, HasProgress = false };

        string log = _bed.Run();

        Golden.Check("incremental", _bed.Normal(log));
        Agree(log);
    }

    [SkippableFact]
    public void AListOfWhatAMirrorWouldDoIsTheApprovedLog()
    {
        MakeEverySort();
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror, IsDryRun = true };
        _bed.Style = LogStyle.Default with { IsListOnly = true };

        Golden.Check("list", _bed.Normal(_bed.Run()));
    }

    [SkippableFact]
    public void ASecondRunTellsOfTheFoldersAlone()
    {
        _bed.Write("a.txt");
        _bed.Write("docs/b.txt");
        _bed.Run();

        _bed.Body().ShouldBe([$"\t                   1\t{_bed.Source}", $"\t                   1\t{_bed.Source}docs/"]);

        _bed.Job = _bed.Job with { Listing = ListingDetail.All };
        _bed.Style = _bed.Style with { HasSkipped = true };
        _bed.Body().ShouldBe(
        [
            $"\t                   1\t{_bed.Source}",
            "\t          same\t\t       4\ta.txt",
            $"\t                   1\t{_bed.Source}docs/",
            "\t          same\t\t       4\tb.txt",
        ]);
    }

    [SkippableFact]
    public void AFileThatIsFreeAtTheSecondTryStandsTwiceWithTheErrorBetween()
    {
        _bed.Write("a.txt");
        _bed.Write("b.txt");
        _bed.Job = _bed.Job with { Retry = 2 };
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFile, "a.txt", ErrorKind.InUse, times: 1);

        string[] body = LogBed.BodyOf(_bed.Normal(_bed.Run()));

        body.ShouldBe(
        [
            "\t                   2\tROOT/source/",
            "\t    New File  \t\t       4\ta.txt",
            "DATE ERROR 32 (0x00000020) Copying File ROOT/source/a.txt",
            "Made to fail.",
            "Waiting 0 seconds... Retrying...",
            "\t    New File  \t\t       4\tb.txt",
            "\t    New File  \t\t       4\tROOT/source/a.txt",
        ]);
        _bed.Result!.ExitCode.ShouldBe(ExitMask.Copied);
    }

    [SkippableFact]
    public void TimeSpentWaitingStandsUnderFailed()
    {
        _bed.Write("a.txt");
        _bed.Job = _bed.Job with { Retry = 1, RetryWait = TimeSpan.FromMilliseconds(1200) };
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFile, "a.txt", ErrorKind.InUse, times: 1);

        string times = _bed.Run().Split('\n').Single(line => line.StartsWith("   Times :", StringComparison.Ordinal));

        times.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].ShouldBe("0:00:01");
    }

    [SkippableFact]
    public void AFileThatFailsForGoodIsGivenUpWithTheWordsThatReadersKnow()
    {
        _bed.Write("a.txt");
        _bed.Job = _bed.Job with { Retry = 1 };
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFile, "a.txt", ErrorKind.InUse);

        string[] body = LogBed.BodyOf(_bed.Normal(_bed.Run()));

        body[1..].ShouldBe(
        [
            "\t    New File  \t\t       4\ta.txt",
            "DATE ERROR 32 (0x00000020) Copying File ROOT/source/a.txt",
            "Made to fail.",
            "Waiting 0 seconds... Retrying...",
            "\t    New File  \t\t       4\tROOT/source/a.txt",
            "DATE ERROR 32 (0x00000020) Copying File ROOT/source/a.txt",
            "Made to fail.",
            "",
            "ERROR: RETRY LIMIT EXCEEDED.",
            "",
        ]);
    }

    [SkippableFact]
    public void AFileThatCannotGetItsNameAfterItWasCopiedIsToldOfAsFailed()
    {
        _bed.Write("a.txt");
        _bed.Style = LogStyle.Default;
        _bed.SetUpDestination = destination => destination.Fail(TreeOperation.Publish, "a.txt", ErrorKind.AccessDenied);

        string[] body = LogBed.BodyOf(_bed.Normal(_bed.Run()));

        body[1..].ShouldBe(
        [
            "\t    New File  \t\t       4\ta.txt\r100%  ",
            "DATE ERROR 5 (0x00000005) Copying File ROOT/source/a.txt",
            "Made to fail.",
            "",
        ]);
    }

    [SkippableFact]
    public void ADeletionThatFailsIsToldOf()
    {
        _bed.WriteAtDestination("old.txt");
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror };
        _bed.SetUpDestination = destination => destination.Fail(TreeOperation.RemoveFile, "old.txt", ErrorKind.AccessDenied);

        string[] body = LogBed.BodyOf(_bed.Normal(_bed.Run()));

        body[1..].ShouldBe(
        [
            "\t  *EXTRA File \t\t       4\told.txt",
            "DATE ERROR 5 (0x00000005) Deleting Extra File ROOT/destination/old.txt",
            "Made to fail.",
            "",
        ]);
        (_bed.Result!.ExitCode & ExitMask.Failed).ShouldBe(ExitMask.Failed);
    }

    [SkippableFact]
    public void AFolderThatCannotBeListedIsToldOf()
    {
        _bed.Write("shut/a.txt");
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFolder, "shut", ErrorKind.AccessDenied);

        LogBed.BodyOf(_bed.Normal(_bed.Run()))[1..].ShouldBe(
        [
            "DATE ERROR 5 (0x00000005) Scanning Source Directory ROOT/source/shut/",
            "Made to fail.",
            "",
        ]);
    }

    [SkippableFact]
    public void LargeFilesShowHowMuchOfThemIsCopied()
    {
        Fill(_bed.Write("large"), 3_000_000);
        _bed.Style = LogStyle.Default;
        NoClones();

        string line = _bed.Body()[1];

        line.ShouldStartWith("\t    New File  \t\t   2.9 m\tlarge\r");
        string[] parts = line.Split('\r')[1..];
        parts.Length.ShouldBeGreaterThan(5);
        parts[^1].ShouldBe("100%  ");
        parts.ShouldAllBe(part => part.Length == 6 && part[3] == '%');
        parts.ShouldBe(parts.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void NothingIsToldOfProgressWithNp()
    {
        Fill(_bed.Write("large"), 3_000_000);
        NoClones();

        _bed.Body()[1].ShouldBe("\t    New File  \t\t   2.9 m\tlarge");
    }

    [SkippableTheory]
    [InlineData("/NFL", "D")]
    [InlineData("/NDL", "F:full")]
    [InlineData("/NFL /NDL", "")]
    [InlineData("/FP", "D F:full")]
    [InlineData("/MT", "F:full")]
    [InlineData("", "D F:leaf")]
    public void FolderAndFileLinesCanBeTurnedOff(string switches, string expected)
    {
        _bed.Write("docs/a.txt");
        _bed.Style = _bed.Style with
        {
            HasFileLines = !switches.Contains("/NFL", StringComparison.Ordinal),
            HasFolderLines = !switches.Contains("/NDL", StringComparison.Ordinal),
            HasFullPaths = switches == "/FP",
            IsParallel = switches == "/MT",
        };

        string[] body = _bed.Body();

        bool hasFolders = body.Contains($"\t  New Dir          1\t{_bed.Source}docs/");
        bool hasLeaf = body.Contains("\t    New File  \t\t       4\ta.txt");
        bool hasFull = body.Contains($"\t    New File  \t\t       4\t{_bed.Source}docs/a.txt");
        string.Join(' ', new[] { hasFolders ? "D" : "", hasLeaf ? "F:leaf" : "", hasFull ? "F:full" : "" }.Where(s => s.Length > 0)).ShouldBe(expected);
    }

    [SkippableFact]
    public void TimesAndEstimatesStandOnTheLine()
    {
        _bed.Write("a.txt");
        _bed.Style = _bed.Style with { HasTimestamps = true, HasEstimates = true };

        _bed.Body()[1].ShouldMatch(@"^\t    New File  \t\t       4 2020/01/01 00:00:00\ta\.txt\t\t\d\d:\d\d -> \d\d:\d\d$");
    }

    [SkippableFact]
    public void DeletionsAndFailuresAreToldOfWithoutFileLines()
    {
        _bed.Write("a.txt");
        _bed.WriteAtDestination("old.txt");
        _bed.WriteAtDestination("gone/x.txt");
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror };
        _bed.Style = _bed.Style with { HasFileLines = false, HasFolderLines = false };
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFile, "a.txt", ErrorKind.AccessDenied);

        LogBed.BodyOf(_bed.Normal(_bed.Run())).ShouldBe(
        [
            "\t*EXTRA Dir        -1\tROOT/destination/gone/",
            "\t  *EXTRA File \t\t       4\tROOT/destination/gone/x.txt",
            "\t  *EXTRA File \t\t       4\tROOT/destination/old.txt",
            "DATE ERROR 5 (0x00000005) Copying File ROOT/source/a.txt",
            "Made to fail.",
            "",
        ]);
    }

    [SkippableFact]
    public void WithoutHeaderAndSummaryNothingButLinesIsWritten()
    {
        _bed.Write("a.txt");
        _bed.Style = _bed.Style with { HasHeader = false, HasSummary = false, HasFolderLines = false };
        _bed.Job = _bed.Job with { Snapshot = SnapshotPolicy.Prefer };

        _bed.Run().ShouldBe($"\t    New File  \t\t       4\t{_bed.Source}a.txt\n");
        _bed.Error.ShouldStartWith("WARNING: NO SNAPSHOT");
    }

    [SkippableFact]
    public void ProtectedExtrasAreToldOfWhenAskedFor()
    {
        _bed.WriteAtDestination("keep.tmp");
        _bed.WriteAtDestination("cache/x");
        _bed.WriteAtDestination("other.doc");
        _bed.Job = _bed.Job with
        {
            Mode = JobMode.Mirror,
            Listing = ListingDetail.All,
            Selection = new Selection
            {
                IncludeFiles = [new NamePattern("*.tmp"), new NamePattern("*.txt")],
                ExcludeFiles = [new NamePattern("*.tmp")],
                ExcludeDirectories = [new NamePattern("cache")],
            },
        };
        _bed.Style = _bed.Style with { HasAllExtras = true };

        _bed.Body()[1..].ShouldBe(
        [
            "\t   *named file\t\t       4\tkeep.tmp",
            "\t  *EXTRA File \t\t       4\tother.doc",
            $"\t  *named dir      -1\t{_bed.Destination}cache/",
        ], ignoreOrder: true);
        File.Exists(_bed.InDestination("keep.tmp")).ShouldBeTrue();
        File.Exists(_bed.InDestination("other.doc")).ShouldBeTrue();
    }

    [SkippableFact]
    public void ExtrasThatAreLeftAloneAreNotToldOf()
    {
        _bed.WriteAtDestination("old.txt");
        _bed.WriteAtDestination("gone/x.txt");
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror, Classes = ClassRules.Usual with { Skip = ClassSet.Extra } };

        _bed.Body().ShouldBe([$"\t                   0\t{_bed.Source}"]);
        (_bed.Result!.ExitCode & ExitMask.Extras).ShouldBe(ExitMask.Extras);
    }

    // More files than a batch, a block or the memory for one folder holds, each once and in order, folder by folder.
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(4)]
    public void TheLinesOfAFolderStayTogetherWhateverTheThreads(int threads)
    {
        string[] folders = ["", "b/", "b/c/", "d/"];
        foreach (string folder in folders)
        {
            for (int i = 0; i < 5000; i += folder.Length == 2 ? 1 : 40)
            {
                _bed.Write($"{folder}f{i:0000}", "x");
            }
        }

        _bed.Job = _bed.Job with { Threads = threads };

        string log = _bed.Run();

        string[] body = LogBed.BodyOf(log);
        string[] heads = [.. body.Where(line => line.EndsWith('/'))];
        heads.Length.ShouldBe(4);
        foreach (string head in heads)
        {
            int count = int.Parse(head.Split('\t')[1].Trim().Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
            string[] names = [.. body.SkipWhile(l => l != head).Skip(1).TakeWhile(l => !l.EndsWith('/')).Select(l => l.Split('\t')[^1])];
            names.Length.ShouldBe(count, head);
            names.ShouldBe([.. names.Order(StringComparer.Ordinal)], head);
        }

        Agree(log);
    }

    [SkippableFact]
    public void NamesThatWouldForgeLinesAreEscaped()
    {
        _bed.Write("a\n\t*EXTRA Dir        -1\tb/x");
        _bed.Write("c\r100%");

        string log = _bed.Run();

        LogReading reading = LogReading.Of(log);
        reading.Folders.Count.ShouldBe(2);
        reading.Files.Count.ShouldBe(2);
        reading.Strays.ShouldBeEmpty();
        log.Contains("c\\x0D100%", StringComparison.Ordinal).ShouldBeTrue();
    }

    [SkippableFact]
    public void ARunThatIsStoppedHasNoTable()
    {
        for (int i = 0; i < 200; i++)
        {
            _bed.Write($"f{i:000}");
        }

        using CancellationTokenSource stop = new();
        _bed.SetUpSource = source => source.Before(TreeOperation.OpenFile, "f100", stop.Cancel);

        string log = _bed.Run(stop.Token);

        _bed.Result!.Status.ShouldBe(RunStatus.Interrupted);
        log.ShouldNotContain("Total    Copied");
        log.ShouldContain("\tf099\n");
        log.ShouldNotContain("f150");
        log.ShouldContain("Result: interrupted");
    }

    // Trees of all classes with faults here and there: what the log says, its own sums and the record are one.
    [SkippableTheory]
    [MemberData(nameof(Seeds))]
    public void TheSumsAddUpAndTheLogAgreesWithTheRecord(int seed)
    {
        Random random = new(seed);
        string[] folders = ["", "a/", "a/b/", "c/"];
        for (int i = 0; i < 60; i++)
        {
            MakeRandom(random, folders[random.Next(folders.Length)] + $"f{i:00}{(random.Next(4) == 0 ? ".tmp" : "")}");
        }

        _bed.Job = _bed.Job with
        {
            Mode = seed % 2 == 0 ? JobMode.Mirror : JobMode.Incremental,
            Threads = 1 + (seed % 3),
            Retry = seed % 2,
            Listing = ListingDetail.All,
            Selection = new Selection { ExcludeFiles = [new NamePattern("*.tmp")], MaxSize = 90 },
        };
        _bed.Style = LogStyle.Default with { HasSkipped = true, IsInBytes = true };
        _bed.SetUpSource = source =>
        {
            for (int i = 0; i < 60; i += 7)
            {
                source.Fail(TreeOperation.OpenFile, $"a/f{i:00}", i % 2 == 0 ? ErrorKind.InUse : ErrorKind.AccessDenied, times: i % 3 == 0 ? 1 : int.MaxValue);
            }
        };

        Agree(_bed.Run());
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    private void Agree(string log)
    {
        LogReading reading = LogReading.Of(log);
        reading.Strays.ShouldBeEmpty();
        RunTotals totals = _bed.Result!.Totals;
        long[] files = reading.Sums["Files"];
        files.ShouldBe([totals.Files.Total, totals.Files.Copied, totals.Files.Skipped, totals.Files.Mismatch, totals.Files.Failed, totals.Files.Extras]);
        files[0].ShouldBe(files[1] + files[2] + files[3] + files[4], "the total is the sum of the four that follow");
        if (_bed.Style.IsInBytes)
        {
            long[] bytes = reading.Sums["Bytes"];
            bytes[0].ShouldBe(bytes[1] + bytes[2] + bytes[3] + bytes[4]);
        }

        AgreeWithRecord(reading);
    }

    private void AgreeWithRecord(LogReading reading)
    {
        IReadOnlyList<FileRow> rows = _bed.Files();
        HashSet<string> failed = [.. rows.Where(r => r.Outcome == "failed" && r.Kind != "directory").Select(r => _bed.InSource(r.Path))];
        string[] taken = [.. reading.Files.Where(f => char.IsAsciiLetterUpper(f.Label[0])).Select(f => f.Path)];

        taken.Except(failed).Order().ShouldBe(rows.Where(r => r.Action is "copy" or "replace" or "link" && r.Outcome == "done").Select(r => _bed.InSource(r.Path)).Order(), "copied");
        reading.Errors.Where(e => e.What.StartsWith("Copying File", StringComparison.Ordinal)).Select(e => e.What[13..]).ToHashSet().ShouldBeSubsetOf(taken);
        reading.Errors.ShouldAllBe(e => e.Description.EndsWith('.'));
        failed.Except(taken).ShouldBeEmpty("what failed stands in the log");
        reading.Files.Count(f => f.Label == "*EXTRA File").ShouldBe((int)_bed.Result!.Totals.Files.Extras);
        if (_bed.Style.HasSkipped)
        {
            reading.Files.Count(f => char.IsAsciiLetterLower(f.Label[0])).ShouldBe((int)_bed.Result.Totals.Files.Skipped, "skipped");
            reading.Files.Count(f => f.Label == "*MISMATCH").ShouldBe((int)_bed.Result.Totals.Files.Mismatch, "mismatch");
        }
    }

    private void MakeRandom(Random random, string path)
    {
        int kind = random.Next(8);
        string text = new('x', random.Next(1, 100));
        if (kind != 7)
        {
            _bed.Write(path, text);
        }

        switch (kind)
        {
            case 1:
                _bed.WriteAtDestination(path, text, Early);
                break;
            case 2:
                _bed.WriteAtDestination(path, text, Late);
                break;
            case 3:
                _bed.WriteAtDestination(path, text + "y");
                break;
            case 4:
                _bed.WriteAtDestination(path, text);
                break;
            case 5:
                _bed.WriteAtDestination(path + "/in-the-way", text);
                break;
            case 7:
                _bed.WriteAtDestination(path, text);
                break;
        }
    }

    private void MakeEverySort()
    {
        _bed.Write("01-new.txt", "new");
        _bed.Write("02-newer.txt", "newer");
        _bed.WriteAtDestination("02-newer.txt", "old", Early);
        _bed.Write("03-older.txt", "older");
        _bed.WriteAtDestination("03-older.txt", "new", Late);
        _bed.Write("04-changed.txt", "changed");
        _bed.WriteAtDestination("04-changed.txt", "other size");
        Shell.Run("chmod", ["400", _bed.Write("05-tweaked.txt")]).MustSucceed();
        Shell.Run("chmod", ["600", _bed.WriteAtDestination("05-tweaked.txt")]).MustSucceed();
        _bed.Write("06-same.txt");
        _bed.WriteAtDestination("06-same.txt");
        _bed.Write("07-mismatch.txt");
        _bed.WriteAtDestination("07-mismatch.txt/inside.txt", "in the way");
        _bed.Write("08-folder/a.txt");
        _bed.WriteAtDestination("08-folder", "a file");
        _bed.Write("09-filtered.tmp");
        _bed.Write("10-large.txt", new string('x', 2000));
        _bed.Write("11-old.txt", "old", new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _bed.Write("12-locked.txt", "locked");
        _bed.Write("13-denied.txt", "denied");
        _bed.Write("14-leader.txt", "linked");
        Shell.Run("ln", [_bed.InSource("14-leader.txt"), _bed.InSource("15-follower.txt")]).MustSucceed();
        Shell.Run("ln", ["-s", "01-new.txt", _bed.InSource("16-link")]).MustSucceed();
        Shell.Run("mkfifo", [_bed.InSource("17-pipe")]).MustSucceed();
        _bed.WriteAtDestination("18-extra.txt", "extra");
        _bed.WriteAtDestination("19-kept.tmp", "kept");
        _bed.WriteAtDestination("gone/deep/x.txt", "extra");
        _bed.Write("cache/c.txt");
        _bed.Write("new/deep/n.txt");
        Directory.CreateDirectory(_bed.InSource("shut"));
        Directory.CreateDirectory(_bed.InSource("void"));
        Fill(_bed.Write("new/large.bin"), 500_000);
        _bed.Job = _bed.Job with
        {
            Selection = new Selection
            {
                ExcludeFiles = [new NamePattern("*.tmp")],
                ExcludeDirectories = [new NamePattern("cache")],
                MaxSize = 1000,
                NotBefore = Timestamp.From(new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            },
        };
        _bed.SetUpSource = source =>
        {
            source.Fail(TreeOperation.OpenFile, "12-locked.txt", ErrorKind.InUse);
            source.Fail(TreeOperation.OpenFile, "13-denied.txt", ErrorKind.AccessDenied);
            source.Fail(TreeOperation.OpenFolder, "shut", ErrorKind.AccessDenied);
        };
    }

    private void NoClones()
    {
        _bed.SetUpSource = source => source.MayClone = false;
        _bed.SetUpDestination = destination => destination.MayClone = false;
    }

    private static void Fill(string file, int bytes)
    {
        byte[] content = new byte[bytes];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(file, content);
        File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }
}
