using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Robocopy;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Robocopy;

/// <summary>What each switch is as a job.</summary>
public sealed class JobFromLineTests
{
    private static readonly string Here = OperatingSystem.IsWindows() ? @"C:\here" : "/here";
    private static readonly string From = Path.Join(Here, "from");
    private static readonly string To = Path.Join(Here, "to");

    // Every offered switch with what it makes of the texts of a job; a switch that changes none says so.
    public static TheoryData<string, string> Rows => new()
    {
        { "/S", "recurse=nonEmpty" },
        { "/E", "recurse=" },
        { "/LEV:2", "levels=2" },
        { "/LEV:0", "levels=" },
        { "/Z", "restartable=true" },
        { "/B", "" },
        { "/ZB", "restartable=true" },
        { "/J", "unbuffered=true" },
        { "/COPY:SDAT", "copy=DATS" },
        { "/COPY:DATX /B", "copy=" },
        { "/SEC", "copy=DATS" },
        { "/COPYALL", "copy=DATSOU" },
        { "/COPYALL /MIR", "rootSecurity=true" },
        { "/NOCOPY", "copy=none" },
        { "/SECFIX /SEC", "fixSecurity=true" },
        { "/TIMFIX", "fixTimes=true" },
        { "/PURGE", "mode=mirror;recurse=none" },
        { "/MIR", "mode=mirror;recurse=" },
        { "/MOV", "move=files" },
        { "/MOVE", "move=all" },
        { "/A+:RH", "addAttributes=RH" },
        { "/A-:SA", "removeAttributes=AS" },
        { "/CREATE", "structureOnly=true" },
        { "/MON:3", "monitorChanges=3" },
        { "/MOT:4", "monitorMinutes=4" },
        { "/RH:2200-0600", "hours=2200-0600" },
        { "/PF", "hoursPerFile=true" },
        { "/IPG:5", "gap=5;threads=1" },
        { "/SJ", "junctions=copy;folderLinks=follow;fileLinks=follow" },
        { "/SL", "junctions=follow;folderLinks=copy;fileLinks=copy" },
        { "/MT", "threads=8" },
        { "/MT:3", "threads=3" },
        { "/DCOPY:TAD", "dirCopy=DAT" },
        { "/NODCOPY", "dirCopy=none" },
        { "/NOOFFLOAD", "noOffload=true" },
        { "/COMPRESS", "" },
        { "/SPARSE:N", "noSparse=true" },
        { "/NOCLONE", "noClone=true" },
        { "/IoMaxSize:64K", "ioSize=64K" },
        { "/IoRate:2M", "bandwidth=2M" },
        { "/Threshold:1M", "throttleFrom=1M" },
        { "/A", "onlyArchive=true;resetArchive=" },
        { "/M", "onlyArchive=true;resetArchive=true" },
        { "/IA:HR", "includeAttributes=RH" },
        { "/XA:S", "excludeAttributes=S" },
        { "/XF *.tmp a?.x", "excludeFile=*.tmp,a?.x" },
        { "/XD Temp .git", "excludeDir=Temp,.git" },
        { "/XC", "skipClasses=changed,tweaked,modified" },
        { "/XN", "skipClasses=newer,tweaked,modified" },
        { "/XO", "skipClasses=older,tweaked,modified" },
        { "/XX", "skipClasses=extra,tweaked,modified" },
        { "/XL", "skipClasses=lonely,tweaked,modified" },
        { "/IS", "takeClasses=same;skipClasses=tweaked,modified" },
        { "/IT", "takeClasses=tweaked;skipClasses=modified" },
        { "/IM", "takeClasses=modified;skipClasses=tweaked" },
        { "/MAX:5", "maxSize=5" },
        { "/MIN:6", "minSize=6" },
        { "/MAXAGE:30", "maxAge=30" },
        { "/MINAGE:20240131", "minAge=20240131" },
        { "/MAXLAD:7", "maxLastAccess=7" },
        { "/MINLAD:8", "minLastAccess=8" },
        { "/FFT", "timeTolerance=2" },
        { "/DST", "ignoreDst=true" },
        { "/XJ", "junctions=skip;folderLinks=skip;fileLinks=skip" },
        { "/XJ /SL /SJ", "junctions=skip;folderLinks=skip;fileLinks=skip" },
        { "/XJD", "junctions=skip;folderLinks=skip;fileLinks=follow" },
        { "/XJF", "junctions=follow;folderLinks=follow;fileLinks=skip" },
        { "/R:0", "retry=0" },
        { "/R:2000000", "retry=1000000" },
        { "/W:1", "retryWait=1" },
        { "/W:100000", "retryWait=86400" },
        { "/REG", "" },
        { "/TBD", "waitForShare=true" },
        { "/LFSM", "floor=10%;threads=1" },
        { "/LFSM:2G", "floor=2G" },
        { "/X", "" },
        { "/V", "" },
        { "/TS", "" },
        { "/FP", "" },
        { "/BYTES", "" },
        { "/NS", "" },
        { "/NC", "" },
        { "/NFL", "" },
        { "/NDL", "" },
        { "/NP", "" },
        { "/ETA", "" },
        { "/LOG:log.txt", "" },
        { "/LOG+:log.txt", "" },
        { "/UNILOG:log.txt", "" },
        { "/UNILOG+:log.txt", "" },
        { "/TEE", "" },
        { "/NJH", "" },
        { "/NJS", "" },
        { "/UNICODE", "" },
        { "/IF *.doc", "includeFile=*.doc" },
        { "/IF *.*", "includeFile=" },
        { "/QUIT", "" },
        { "/VSS", "snapshot=prefer" },
        { "/VSS:require", "snapshot=require" },
        { "/VSS:never /STRICT", "snapshot=never" },
        { "/VERIFY", "verify=written" },
        { "/VERSIONS", "keepVersions=true" },
        { "/MAXDELETE:10%", "maxDelete=10%" },
        { "/MAXCHANGE:60%", "maxChange=60%" },
        { "/STRICT", "snapshot=never;maxDelete=100%;maxChange=100%;retry=1000000;retryWait=30;threads=1" },
        { "/STRICT /VSS /MAXDELETE:5 /R:1 /W:2 /MT:2", "snapshot=prefer;maxDelete=5;maxChange=100%;retry=1;retryWait=2;threads=2" },
        { "/ACCEPTSOURCE", "" },
        { "/ACCEPTDEST", "" },
        { "/JSONLOG:log.json", "" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void ASwitchIsAJobsKey(string switches, string expected)
    {
        JobOverrides plain = Texts("from to").Texts;
        JobOverrides made = Texts($"from to {switches}").Texts;

        Dictionary<string, string> wanted = expected.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('=', 2)).ToDictionary(e => e[0], e => e[1]);
        foreach (JobOption option in JobOptions.All)
        {
            string text = Text(made, option);
            if (wanted.TryGetValue(option.Key, out string? value))
            {
                text.ShouldBe(value, option.Key);
            }
            else if (!IsSideEffect(switches, option.Key))
            {
                text.ShouldBe(Text(plain, option), option.Key);
            }
        }
    }

    [Fact]
    public void EveryOfferedSwitchHasARow()
    {
        string[] elsewhere = ["/L", "/JOB", "/SAVE", "/NOSD", "/NODD", "/SD", "/DD", "/CATALOG"];
        string[] tested = [.. Rows.SelectMany(r => ((string)r[0]).Split(' ')).Where(w => w.StartsWith('/')).Select(w => w.Split(':')[0])];

        SwitchTable.All.Where(s => s.IsOffered).Select(s => s.Name).Except(elsewhere).Except(tested).ShouldBeEmpty();
    }

    [Fact]
    public void APlainLineIsRobocopysDefault()
    {
        JobOverrides texts = Texts("from to").Texts;

        (texts.Source, texts.Destination, texts.Mode, texts.Recurse).ShouldBe((From, To, "incremental", "none"));
        (texts.Retry, texts.RetryWait, texts.Copy, texts.DirCopy).ShouldBe(("3", "5", null, "DA"));
        texts.SkipClasses.ShouldBe(["tweaked", "modified"]);
        (texts.Junctions, texts.FolderLinks, texts.FileLinks).ShouldBe(("follow", "follow", "follow"));
        (texts.Name, texts.Snapshot, texts.MaxDelete, texts.Threads).ShouldBe(("robocopy", null, null, null));
    }

    [Fact]
    public void OnlyListingIsADryRun()
    {
        Make("from to /L").Job.IsDryRun.ShouldBeTrue();
        Make("from to").Job.IsDryRun.ShouldBeFalse();
    }

    [Fact]
    public void TheCatalogStartsFromTheCurrentFolder()
    {
        Make("from to /CATALOG:c.db").Job.Catalog.ShouldBe(Path.Join(Here, "c.db"));
    }

    [Fact]
    public void AJobIsNamedForItsOnlyJobFile()
    {
        RobocopyLine line = SomeLine.Of("from to /JOB:nightly.RCJ", new() { ["nightly.RCJ"] = "/E" });

        JobFromLine.Make(line, Here).Job.Name.ShouldBe("nightly");
    }

    [Fact]
    public void APathInAListHoldsForOneSide()
    {
        string inSource = Path.Join(From, "a", "b");
        string inDestination = Path.Join(To, "keep");
        RobocopyLine line = SomeLine.Of("from to /MIR") with { ExcludeFolders = [inSource + Path.DirectorySeparatorChar, inDestination, Path.Join("from", "c")] };

        (Job job, IReadOnlyList<LineRemark> remarks) = JobFromLine.Make(line, Here);

        job.Selection.ExcludeDirectories.Select(p => p.Text).ShouldBe(["./a/b", "./c"]);
        job.Selection.KeepDirectories.Select(p => p.Text).ShouldBe(["./keep"]);
        remarks.ShouldBeEmpty();
    }

    [Fact]
    public void ARelativePathThatLeadsNowhereIsMeantFromTheSource()
    {
        string path = Path.Join("sub", "dir");

        (Job job, IReadOnlyList<LineRemark> remarks) = JobFromLine.Make(SomeLine.Of("from to") with { ExcludeFolders = [path] }, Here);
        (Job strict, IReadOnlyList<LineRemark> strictRemarks) = JobFromLine.Make(SomeLine.Of("from to /STRICT") with { ExcludeFolders = [path] }, Here);

        job.Selection.ExcludeDirectories.ShouldHaveSingleItem().Text.ShouldBe(path);
        remarks.ShouldHaveSingleItem().Text.ShouldContain("below the source");
        strict.Selection.ExcludeDirectories.ShouldBeEmpty();
        strictRemarks.ShouldHaveSingleItem().Text.ShouldContain("nothing");
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../../elsewhere/x")]
    public void APatternThatSpeaksOfNothingIsTold(string pattern)
    {
        (Job job, IReadOnlyList<LineRemark> remarks) = JobFromLine.Make(SomeLine.Of("from to") with { ExcludeFiles = [pattern] }, Here);

        job.Selection.ExcludeFiles.ShouldBeEmpty();
        remarks.ShouldHaveSingleItem().Subject.ShouldBe($"/XF {pattern}");
    }

    [Fact]
    public void ALogInTheDestinationIsKeptFromTheMirror()
    {
        Job job = JobFromLine.Make(SomeLine.Of($"from to /MIR /LOG+:{Path.Join("to", "log.txt")}"), Here).Job;

        job.Selection.KeepFiles.ShouldHaveSingleItem().Text.ShouldBe("./log.txt");
    }

    [SkippableTheory]
    [InlineData(@"D:\Data")]
    [InlineData(@"\\server\share")]
    [InlineData("~/data")]
    public void APathOfAnotherSystemIsRefused(string source)
    {
        Require.Linux();

        Should.Throw<SnapBackException>(() => Make($"{source} to")).Message.ShouldStartWith("Invalid Directory");
    }

    [Fact]
    public void ContradictoryLimitsAreRefused()
    {
        Should.Throw<SnapBackException>(() => Make("from to /MIN:10 /MAX:5")).Code.ShouldBe(ErrorCode.RobocopyLine);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void TheJobFileOfALineIsTheSameJob(string switches, string expected)
    {
        _ = expected;
        using TempFolder folder = new();
        RobocopyLine line = SomeLine.Of($"from to {switches}");
        FixedClock clock = new();

        Job direct = JobFromLine.Make(line, Here, clock).Job;
        string text = JobFile.Write(JobFromLine.Texts(line, Here).Texts, System.Text.Encodings.Web.JavaScriptEncoder.Default);
        Job loaded = JobFile.Load(folder.File("job.json", text), JobOverrides.None, clock);

        loaded.Pairs.ShouldBe(direct.Pairs);
        loaded.Selection.Fingerprint.ShouldBe(direct.Selection.Fingerprint);

        // What is accepted once is no part of a job.
        loaded.ShouldBe(direct with { Pairs = loaded.Pairs, Selection = loaded.Selection, AcceptsSource = false, AcceptsDestination = false });
    }

    // What /B, /MIR and others bring along is in rows of its own.
    private static bool IsSideEffect(string switches, string key) =>
        (key == "mode" && switches.Contains("/MIR", StringComparison.Ordinal)) || (key is "recurse" && switches.Contains("/MIR", StringComparison.Ordinal))
        || (key is "copy" && (switches.Contains("/SEC", StringComparison.Ordinal) || switches.Contains("/COPYALL", StringComparison.Ordinal)))
        || (key is "threads" && switches.StartsWith("/LFSM", StringComparison.Ordinal))
        || (key is "snapshot" or "maxDelete" or "maxChange" or "retry" or "retryWait" or "threads" && switches.Contains("/STRICT", StringComparison.Ordinal))
        || (key is "fileLinks" or "folderLinks" or "junctions" && switches.Contains("/XJ", StringComparison.Ordinal));

    private static string Text(JobOverrides texts, JobOption option) => string.Join(',', texts.TextsOf(option) ?? []);

    private static (JobOverrides Texts, IReadOnlyList<LineRemark> Remarks) Texts(string words) => JobFromLine.Texts(SomeLine.Of(words), Here);

    private static (Job Job, IReadOnlyList<LineRemark> Remarks) Make(string words) => JobFromLine.Make(SomeLine.Of(words), Here);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    }
}
