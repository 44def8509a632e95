using Shouldly;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class JobFileCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AFileFromOptionsIsTheJobThatTheOptionsDescribe()
    {
        string file = _temp.At("night ly.json");

        CliCall.Of("job", "init", file, "--source", _temp.At("so'urce"), "--destination", _temp.At("cöpy"), "--mode", "mirrored").ExitCode.ShouldBe(16);
        File.Exists(file).ShouldBeFalse("what is wrong is said before there is a file");
        CliCall.Of("job", "init", file, "--source", _temp.At("so'urce"), "--destination", _temp.At("cöpy"), "--mode", "mirror", "--snapshot", "never", "--exclude-file", "*.tmp", "a\"b").ExitCode.ShouldBe(0);
        Job job = JobFile.Load(file, JobOverrides.None);
        job.Name.ShouldBe("night ly");
        job.Pairs.ShouldBe([new JobPair(_temp.At("so'urce"), _temp.At("cöpy"))]);
        (job.Mode, job.Snapshot).ShouldBe((JobMode.Mirror, SnapshotPolicy.Never));
        job.Selection.ExcludeFiles.Select(pattern => pattern.Text).ShouldBe(["*.tmp", "a\"b"]);
        File.ReadAllText(file).ShouldContain("// ");
    }

    [Fact]
    public void WhatIsMissingIsAskedForOnATerminalAndAUsageErrorElsewhere()
    {
        string file = _temp.At("asked.json");
        using StringReader answers = new($"{_temp.At("source")}\n{_temp.At("copy")}\n");

        CliCall.Of("job", "init", file).ExitCode.ShouldBe(16);
        CliCall asked = CliCall.With(environment => environment with { In = answers, IsTerminal = true }, "job", "init", file);

        asked.ExitCode.ShouldBe(0, asked.Error);
        asked.Output.ShouldContain("Folder to back up: ");
        JobFile.Load(file, JobOverrides.None).Pairs.ShouldBe([new JobPair(_temp.At("source"), _temp.At("copy"))]);
    }

    [SkippableFact]
    public void AFolderThatIsMissingIsMadeSoThatNobodyElseCanPutAJobThere()
    {
        Require.Linux();
        string file = _temp.At("new", "jobs", "night.json");

        CliCall.Of("job", "init", file, "--source", _temp.At("source"), "--destination", _temp.At("copy"), "--keep-versions").ExitCode.ShouldBe(0);

        Shell.Run("stat", ["-c", "%a", _temp.At("new", "jobs")]).MustSucceed().Lines.ShouldBe(["700"]);
        Job job = JobFile.Load(file, JobOverrides.None);
        job.KeepsVersions.ShouldBeTrue();
        job.Keep.ShouldNotBeNull("what is kept for ever fills the destination");
    }

    [SkippableFact]
    public void HooksAreShownAsTheyAreAndNoRobocopyLineCanSayThem()
    {
        Require.Linux();
        string file = _temp.File("job.json", $$"""
            { "source": "{{_temp.At("source")}}", "destination": "{{_temp.At("copy")}}",
              "hooks": [{ "when": "snapshotReady", "run": ["/bin/x", "a b"], "timeLimit": "2m" }, { "when": "after", "run": ["/bin/y"], "outcomes": ["nothing-done"] }] }
            """);

        CliCall shown = CliCall.Of("job", "show", file);
        CliCall exported = CliCall.Of("job", "export", file);

        string again = _temp.File("again.json", shown.Output);
        CliCall.Of("job", "show", again).Output.Replace("\"again\"", "\"job\"", StringComparison.Ordinal).ShouldBe(shown.Output);
        Job job = JobFile.Load(again, JobOverrides.None);
        job.Hooks.Select(hook => (hook.When, hook.Program, hook.TimeLimit, hook.OnFailure)).ShouldBe(
            [(HookWhen.SnapshotReady, "/bin/x", TimeSpan.FromMinutes(2), HookFailure.Warn), (HookWhen.After, "/bin/y", TimeSpan.FromHours(1), HookFailure.Warn)]);
        job.Hooks[0].Arguments.ShouldBe(["a b"]);
        job.Hooks[1].Outcomes.ShouldBe([RunClass.NothingDone]);
        exported.Error.ShouldContain("WARNING: hooks: has no word in robocopy's language and is left out.");
    }

    [Fact]
    public void AFileThatIsThereIsNeverReplaced()
    {
        string file = _temp.File("mine.json", "precious");

        CliCall call = CliCall.Of("job", "init", file, "--source", _temp.At("source"), "--destination", _temp.At("copy"));

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldContain("SB1002");
        File.ReadAllText(file).ShouldBe("precious");
    }

    [SkippableTheory]
    [InlineData("docs/a.txt", "docs/a.txt' is backed up to '")]
    [InlineData("docs/draft.tmp", "docs/draft.tmp' is left out: excludeFile '*.tmp' matches.")]
    [InlineData("cache/deep/x.txt", "cache' is left out, and so is all below it: excludeDir 'cache' matches.")]
    [InlineData("big.bin", "big.bin' is left out: it is larger than maxSize.")]
    [InlineData("docs/none.txt", "docs/none.txt' does not exist in the live source.")]
    [InlineData("big.bin/x", "big.bin/x' is left out", "big.bin' is")]
    [InlineData("docs/a.txt/x", "docs/a.txt' is no folder")]
    [InlineData("../x", "can't be a path of a source.")]
    public void APathIsExplainedByTheRuleThatSpeaks(string path, string sentence, string? instead = null)
    {
        string job = Sources();

        foreach (string asked in (string[])[path, _temp.At("source", path)])
        {
            CliCall call = CliCall.Of("job", "show", job, "--explain", asked);

            call.ExitCode.ShouldBe(0, call.Error);
            call.Lines.ShouldHaveSingleItem().ShouldContain(instead ?? sentence);
        }
    }

    [SkippableFact]
    public void APathInNoSourceIsAUsageError()
    {
        string job = Sources();

        CliCall call = CliCall.Of("job", "show", job, "--explain", _temp.At("elsewhere", "x"));

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldContain("lies in no source");
    }

    private string Sources()
    {
        Require.Linux();
        _temp.File("source/docs/a.txt");
        _temp.File("source/docs/draft.tmp");
        _temp.File("source/cache/deep/x.txt");
        _temp.File("source/big.bin", new string('x', 5000));
        return _temp.File("job.json", """{ "source": "source", "destination": "copy", "snapshot": "never", "excludeFile": "*.tmp", "excludeDir": "cache", "maxSize": "4K" }""");
    }
}
