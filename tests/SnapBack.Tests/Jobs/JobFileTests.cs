using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.TestKit;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class JobFileTests : IDisposable
{
    private const string Pair = "\"source\": \"in\", \"destination\": \"out\"";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheSmallestJobHasAllDefaults()
    {
        Job job = Load($"{{ {Pair} }}");

        job.ShouldBe(new Job { Name = "job", Pairs = job.Pairs, Selection = job.Selection });
        job.Pairs.ShouldBe([new JobPair(_folder.At("in"), _folder.At("out"))]);
        job.Selection.Fingerprint.ShouldBe(Selection.Everything.Fingerprint);
    }

    [Fact]
    public void EveryKeyReachesTheJob()
    {
        Job job = JobFile.Load(
            _folder.File("job.json", $$"""
                {
                  "$schema": 7, "name": "full", {{Pair}}, "mode": "mirror", "snapshot": "require", "snapshotProvider": "btrfs",
                  "includeFile": ["a*", "b*"], "excludeFile": "c*", "excludeDir": ["d"], "minSize": 10, "maxSize": "1K", "minAge": 1, "maxAge": "20260101",
                  "includeAttributes": "A", "excludeAttributes": "HS", "threads": 7, "bandwidth": "20M", "retry": 0, "retryWait": 9, "verify": "written",
                  "maxDelete": 12, "exitCodes": "simple", "catalog": "c.db", "log": "/var/log/x.log"
                }
                """),
            JobOverrides.None,
            new ManualTime());

        job.Name.ShouldBe("full");
        job.Mode.ShouldBe(JobMode.Mirror);
        job.Snapshot.ShouldBe(SnapshotPolicy.Require);
        job.SnapshotProvider.ShouldBe("btrfs");
        job.Selection.Fingerprint.ShouldBe(new Selection
        {
            IncludeFiles = [new("a*"), new("b*")],
            ExcludeFiles = [new("c*")],
            ExcludeDirectories = [new("d")],
            MinSize = 10,
            MaxSize = 1024,
            NotBefore = Timestamp.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            NotAfter = Timestamp.From(new DateTimeOffset(2026, 1, 14, 2, 0, 0, TimeSpan.Zero)),
            IncludeAttributes = 0x20,
            ExcludeAttributes = 0x6,
        }.Fingerprint);
        job.Threads.ShouldBe(7);
        job.BandwidthBytesPerSecond.ShouldBe(20 * 1024 * 1024);
        job.Retry.ShouldBe(0);
        job.RetryWait.ShouldBe(TimeSpan.FromSeconds(9));
        job.Verify.ShouldBe(VerifyMode.Written);
        job.MaxDelete.ShouldBe(new DeleteLimit(12, 0));
        job.ExitCodes.ShouldBe(ExitCodeStyle.Simple);
        job.Catalog.ShouldBe(_folder.At("c.db"));
        job.Log.ShouldBe("/var/log/x.log");
        job.IsDryRun.ShouldBeFalse();
    }

    [Fact]
    public void SeveralPairsStayInTheirOrder()
    {
        Job job = Load("""{ "pairs": [{ "source": "a", "destination": "x/a" }, { "destination": "x/b", "source": "b/" }] }""");

        job.Pairs.ShouldBe([new(_folder.At("a"), _folder.At("x", "a")), new(_folder.At("b"), _folder.At("x", "b"))]);
    }

    [Fact]
    public void WhatIsSaidOfTheShadowCopyServiceIsRead()
    {
        VssOptions vss = Load($$"""{ {{Pair}}, "vssEngine": "alphavss", "vssRetry": 5, "vssRetryWait": 0, "vssTimeout": 1200 }""").Vss;

        vss.ShouldBe(new VssOptions { Engine = VssEngineChoice.Alphavss, Tries = 5, RetryWait = TimeSpan.Zero, Timeout = TimeSpan.FromMinutes(20) });
        Load($"{{ {Pair} }}").Vss.ShouldBe(VssOptions.Default);
    }

    [Fact]
    public void APairMayHaveASnapshotPolicyOfItsOwnUnlessTheCommandLineHasOneForAll()
    {
        const string Text = """{ "snapshot": "prefer", "pairs": [{ "source": "a", "destination": "x/a", "snapshot": "require" }, { "source": "b", "destination": "x/b" }] }""";

        Job job = Load(Text);
        Job overridden = Load(Text, new JobOverrides { Snapshot = "never" });

        job.Pairs.Select(job.SnapshotFor).ShouldBe([SnapshotPolicy.Require, SnapshotPolicy.Prefer]);
        overridden.Pairs.Select(overridden.SnapshotFor).ShouldBe([SnapshotPolicy.Never, SnapshotPolicy.Never]);
    }

    [Theory]
    [InlineData("\"keep\": 1", "'keep' must be an object such as")]
    [InlineData("\"keep\": { \"last\": 1 }", "this job keeps none")]
    [InlineData("\"keepVersions\": true, \"keep\": { \"last\": 0 }", "must keep something")]
    [InlineData("\"keepVersions\": true, \"keep\": {}", "must be rules such as")]
    [InlineData("\"keepVersions\": true, \"keep\": { \"hourly\": 3 }", "must be rules such as")]
    [InlineData("\"keepVersions\": true, \"keep\": { \"last\": \"1\" }", "must be a number")]
    [InlineData("\"keepVersions\": true, \"keep\": { \"within\": 30 }", "must be a text")]
    public void RulesForVersionsThatCanNotBeMeantAreRefused(string members, string message) =>
        Refused($"{{ {Pair}, {members} }}").Message.ShouldContain(message);

    [Fact]
    public void APairsSnapshotPolicyIsOneOfTheWords()
    {
        Refused("""{ "pairs": [{ "source": "a", "destination": "b", "snapshot": "maybe" }] }""").Message.ShouldContain("must be one of require, prefer, never");
    }

    [Theory]
    [InlineData("\"mod\": \"mirror\"", "unknown key 'mod' (did you mean 'mode'?)")]
    [InlineData("\"destnation\": \"x\"", "unknown key 'destnation' (did you mean 'destination'?)")]
    [InlineData("\"banana\": 1", "unknown key 'banana';")]
    [InlineData("\"a\\u001b[31m\": 1", "unknown key 'a\\x1B[31m'")]
    [InlineData("\"dryRun\": true", "'dryRun' belongs to one call and not to a job")]
    public void AnUnknownKeyIsNamedWithItsLine(string member, string message)
    {
        SnapBackException error = Refused($"{{\n  {Pair},\n  {member}\n}}");

        error.Code.ShouldBe(ErrorCode.JobInvalid);
        error.Message.ShouldStartWith($"{_folder.At("job.json")}:3:3: ");
        error.Message.ShouldContain(message);
        error.Message.ShouldEndWith("; nothing was touched.");
        error.Hint.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("\"mode\": \"miror\"", 11, "must be one of incremental, mirror, and 'miror' is not")]
    [InlineData("\"mode\": 1", 11, "'mode' must be one of the texts \"incremental\", \"mirror\", not a number")]
    [InlineData("\"mode\": null", 11, "not null")]
    [InlineData("\"mode\": \"1\"", 11, "must be one of incremental, mirror")]
    [InlineData("\"threads\": 0", 14, "must be a whole number from 1 to 128, and '0' is not")]
    [InlineData("\"threads\": 129", 14, "from 1 to 128")]
    [InlineData("\"threads\": 2.5", 14, "whole number")]
    [InlineData("\"threads\": \"4\"", 14, "'threads' must be a number without quotes, not a text")]
    [InlineData("\"threads\": 99999999999999999999", 14, "from 1 to 128")]
    [InlineData("\"bandwidth\": \"20X\"", 16, "such as 10M")]
    [InlineData("\"bandwidth\": true", 16, "not true or false")]
    [InlineData("\"maxDelete\": \"101%\"", 16, "0% to 100%")]
    [InlineData("\"maxAge\": \"soon\"", 13, "YYYYMMDD")]
    [InlineData("\"excludeFile\": [\"a\", 1]", 24, "'excludeFile' must be a text or a list of texts, not a number")]
    [InlineData("\"excludeFile\": \"\"", 18, "must be a name or a path below the source")]
    [InlineData("\"excludeDir\": \"../x\"", 17, "without '..'")]
    [InlineData("\"excludeDir\": \"/elsewhere/x\"", 17, "lies below no source and no destination")]
    [InlineData("\"includeFile\": \"/elsewhere/x\"", 18, "is a full path")]
    [InlineData("\"excludeAttributes\": \"Q\"", 24, "RASHCNETO")]
    [InlineData("\"name\": \"a\\nb\"", 11, "control characters")]
    [InlineData("\"name\": \"\"", 11, "1 to 100 characters")]
    [InlineData("\"snapshotProvider\": \"\"", 23, "1 to 100 characters")]
    [InlineData("\"catalog\": \"\"", 14, "must not be empty")]
    [InlineData("\"log\": \"~/x.log\"", 10, "only a shell replaces")]
    [InlineData("\"minSize\": 2, \"maxSize\": 1", 14, "no file can meet both")]
    [InlineData("\"minAge\": 2, \"maxAge\": 1", 13, "no file can meet both")]
    public void AWrongValueIsNamedWithItsPlaceAndWhatIsAllowed(string member, int column, string message)
    {
        SnapBackException error = Refused($"{{\n  {member},\n  {Pair}\n}}");

        error.Code.ShouldBe(ErrorCode.JobInvalid);
        error.Message.ShouldStartWith($"{_folder.At("job.json")}:2:{column}: ");
        error.Message.ShouldContain(message);
        error.Message.ShouldEndWith("; nothing was touched.");
    }

    [Theory]
    [InlineData("[]", ":1:1: a job file is an object in braces, not a list")]
    [InlineData("{}", ":1:1: the job has no source and no destination")]
    [InlineData("{ \"source\": \"a\" }", ":1:1: there is no destination")]
    [InlineData("{ \"destination\": \"a\" }", ":1:1: there is no source")]
    [InlineData("{ \"pairs\": [] }", ":1:12: 'pairs' must be a list of 1 to 1000 objects")]
    [InlineData("{ \"pairs\": {} }", ":1:12: 'pairs' must be a list")]
    [InlineData("{ \"pairs\": [1] }", ":1:13: a pair must be an object")]
    [InlineData("{ \"pairs\": [{ \"source\": \"a\" }] }", ":1:13: there is no destination")]
    [InlineData("{ \"pairs\": [{ \"sorce\": \"a\" }] }", ":1:15: unknown key 'sorce' (did you mean 'source'?)")]
    [InlineData("{ \"pairs\": [{ \"mode\": \"mirror\" }] }", ":1:15: unknown key 'mode'")]
    [InlineData("{ \"source\": \"a\", \"pairs\": [{ \"source\": \"a\", \"destination\": \"b\" }] }", ":1:13: a job has either source and destination or pairs, not both")]
    [InlineData("{ \"source\": [\"a\"], \"destination\": \"b\" }", ":1:13: 'source' must be a text in quotes, not a list")]
    [InlineData("{ \"source\": \"a\\\"b\", \"destination\": \"b\" }", ":1:13: 'source' 'a\"b' holds a double quote")]
    public void AWrongShapeIsNamedWithItsPlace(string text, string message)
    {
        SnapBackException error = Refused(text);

        error.Code.ShouldBe(ErrorCode.JobInvalid);
        error.Message.ShouldStartWith(_folder.At("job.json") + message);
    }

    [Fact]
    public void TheNameOfTheFileMustDoForTheJob()
    {
        string path = _folder.File(new string('n', 101) + ".json", $"{{ {Pair} }}");

        Should.Throw<SnapBackException>(() => JobFile.Load(path, JobOverrides.None)).Message.ShouldContain("takes its name from the file");
        JobFile.Load(path, new JobOverrides { Name = "short" }).Name.ShouldBe("short");
    }

    [Fact]
    public void TheCommandLineWinsOverTheFile()
    {
        string path = _folder.File("job.json", $"{{ {Pair}, \"mode\": \"mirror\", \"excludeFile\": [\"a\", \"b\"], \"threads\": 3, \"retry\": 1 }}");

        Job job = JobFile.Load(path, new JobOverrides { Mode = "incremental", ExcludeFile = ["c"], Threads = "5", DryRun = true, Destination = "/else" });

        job.Mode.ShouldBe(JobMode.Incremental);
        job.Selection.ExcludeFiles.Select(p => p.Text).ShouldBe(["c"]);
        job.Threads.ShouldBe(5);
        job.Retry.ShouldBe(1);
        job.IsDryRun.ShouldBeTrue();
        job.Pairs.ShouldBe([new JobPair(_folder.At("in"), "/else")]);
    }

    [Fact]
    public void OneHalfOfAPairCantReplaceSeveral()
    {
        string path = _folder.File("job.json", """{ "pairs": [{ "source": "a", "destination": "x" }, { "source": "b", "destination": "y" }] }""");

        SnapBackException error = Should.Throw<SnapBackException>(() => JobFile.Load(path, new JobOverrides { Source = "/s" }));

        error.Code.ShouldBe(ErrorCode.Usage);
        error.Message.ShouldStartWith("--source: the job file has 2 pairs");
        JobFile.Load(path, new JobOverrides { Source = "/s", Destination = "/d" }).Pairs.ShouldBe([new JobPair("/s", "/d")]);
    }

    [Fact]
    public void AJobNeedsNoFile()
    {
        Job job = JobFile.FromOverrides(new JobOverrides { Source = "/s/", Destination = "d", Bandwidth = "1M", MaxDelete = "100%" });

        job.Name.ShouldBe("adhoc");
        job.Pairs.ShouldBe([new JobPair("/s", Path.GetFullPath("d"))]);
        job.BandwidthBytesPerSecond.ShouldBe(1024 * 1024);
        job.MaxDelete.ShouldBe(new DeleteLimit(null, 100));
    }

    [Fact]
    public void AWrongOptionIsCalledByItsName()
    {
        JobOverrides overrides = new() { Source = "/s", Destination = "/d" };
        (JobOverrides Overrides, string Start)[] cases =
        [
            (overrides with { Bandwidth = "fast" }, "--bandwidth: 'fast' must be a number of bytes"),
            (overrides with { Threads = "0" }, "--threads: '0' must be a whole number from 1 to 128"),
            (overrides with { RetryWait = "x" }, "--retry-wait: 'x' must be"),
            (overrides with { Snapshot = "requir" }, "--snapshot: 'requir' must be one of require, prefer, never"),
            (overrides with { MaxDelete = "200%" }, "--max-delete: '200%' must be"),
            (overrides with { ExcludeDir = ["ok", ""] }, "--exclude-dir: '' must be"),
            (overrides with { Source = "D:\"" }, "--source: the path 'D:\"' holds a double quote"),
            (overrides with { Source = "" }, "--source: the path '' must not be empty"),
            (overrides with { Name = "a\tb" }, "--name: 'name' must not hold control characters"),
            (overrides with { Destination = null }, "--source: there is no destination"),
            (JobOverrides.None, "There is neither a job file nor"),
        ];

        foreach ((JobOverrides wrong, string start) in cases)
        {
            SnapBackException error = Should.Throw<SnapBackException>(() => JobFile.FromOverrides(wrong));
            error.Code.ShouldBe(ErrorCode.Usage);
            error.Message.ShouldStartWith(start);
            error.Message.ShouldEndWith("nothing was touched.");
        }
    }

    [Fact]
    public void AFullPathInAnExclusionIsPutInRelationToTheSource()
    {
        Job job = Load($"{{ {Pair}, \"excludeDir\": \"{_folder.At("in", "tmp").Replace("\\", "\\\\", StringComparison.Ordinal)}\" }}");

        job.Selection.ExcludeDirectories.Select(p => p.Text).ShouldBe(["./tmp"]);
        job.SelectionFor(job.Pairs[0]).Fingerprint.ShouldBe(job.Selection.Fingerprint);
    }

    [SkippableFact]
    public void DotsAfterALinkLeadOutOfItsTarget()
    {
        Require.Linux();
        _folder.Folder("real", "deep");
        File.CreateSymbolicLink(_folder.At("link"), _folder.At("real", "deep"));

        Job job = Load("""{ "source": "link/../x", "destination": "missing/../y/./z//" }""");

        job.Pairs.ShouldBe([new JobPair(_folder.At("real", "x"), _folder.At("y", "z"))]);
    }

    [Fact]
    public void AMissingFileAFolderAndAnEndlessFileAreToldApart()
    {
        _folder.File("big.json", "\"" + new string('x', JobText.MaxBytes) + "\"");

        (string Path, string Message)[] cases = [(_folder.At("no.json"), "does not exist"), (_folder.Root, "it is a folder"), (_folder.At("big.json"), "longer than 1 MB"), ("", "can't be read")];

        foreach ((string path, string message) in cases)
        {
            SnapBackException error = Should.Throw<SnapBackException>(() => JobFile.Load(path, JobOverrides.None));
            error.Code.ShouldBe(ErrorCode.JobFileUnreadable);
            error.Message.ShouldContain(message);
            error.Message.ShouldContain("nothing was touched");
        }
    }

    [Fact]
    public void AFileOfExactlyTheLimitIsRead()
    {
        string start = $"{{ {Pair} }}";

        Load(start + new string(' ', JobText.MaxBytes - start.Length)).Name.ShouldBe("job");
    }

    private Job Load(string text, JobOverrides? overrides = null) => JobFile.Load(_folder.File("job.json", text), overrides ?? JobOverrides.None);

    private SnapBackException Refused(string text) => Should.Throw<SnapBackException>(() => Load(text));
}
