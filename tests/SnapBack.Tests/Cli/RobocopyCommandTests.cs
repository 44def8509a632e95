using System.Text;
using Shouldly;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class RobocopyCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public RobocopyCommandTests()
    {
        _folder.File("from/a.txt", "a");
    }

    private string From => _folder.At("from");

    private string To => _folder.At("to");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutWordsThereAreAFewLinesAndSixteen()
    {
        CliCall call = CliCall.Of("robocopy");

        call.ExitCode.ShouldBe(16);
        call.Output.ShouldContain("/MIR deletes");
        call.Lines.Length.ShouldBeLessThan(8);
    }

    [Theory]
    [InlineData("/?", 16)]
    [InlineData("--help", 0)]
    public void TheHelpIsPrinted(string word, int code)
    {
        CliCall call = CliCall.Of("robocopy", word);

        call.ExitCode.ShouldBe(code);
        call.Output.ShouldBe(CliCall.Of("help", "robocopy").Output);
        call.Output.ShouldContain("/IoRate:n[KMG]");
    }

    [Fact]
    public void AWordThatCantBeUnderstoodIsNamedAsRobocopyDoes()
    {
        CliCall call = CliCall.Of("robocopy", From, To, "/FOO");

        call.ExitCode.ShouldBe(16);
        call.Output.ReplaceLineEndings("\n").ShouldBe("\nERROR : Invalid Parameter #3 : \"/FOO\"\n\n");
        call.Error.ShouldStartWith("snapback: SB1005: There is no switch /FOO.");
    }

    [Fact]
    public void AClashIsABareSentence()
    {
        CliCall call = CliCall.Of("robocopy", From, To, "/MT", "/IPG:1");

        (call.ExitCode, call.Lines[0]).ShouldBe((16, "/MT can't be used together with /IPG."));
        call.Error.ShouldContain("/IoRate");
    }

    [Fact]
    public void ALineIsRunAsAJob()
    {
        Job? seen = null;

        CliCall call = Run(job => seen = job, 3, From, To, "/MIR", "/XF", "*.tmp", "/R:1");

        call.ExitCode.ShouldBe(3);
        seen.ShouldNotBeNull().Mode.ShouldBe(JobMode.Mirror);
        seen.Pairs.ShouldBe([new JobPair(From, To)]);
        seen.Retry.ShouldBe(1);
        seen.Selection.ExcludeFiles.ShouldHaveSingleItem().Text.ShouldBe("*.tmp");
    }

    [Fact]
    public void ADashIsNoOptionOfOurs()
    {
        Job? seen = null;

        Run(job => seen = job, 0, From, To, "--json", "-n", "--exclude-file=x");

        seen.ShouldNotBeNull().IsDryRun.ShouldBeFalse();
        seen.Selection.IncludeFiles.Select(p => p.Text).ShouldBe(["--json", "-n", "--exclude-file=x"]);
    }

    [Theory]
    [InlineData("/B", "back up and restore")]
    [InlineData("/ZB", "back up and restore")]
    [InlineData("/COPYALL", "auditing")]
    [InlineData("/COPY:U", "auditing")]
    public void MissingRightsEndTheRunBeforeItBegins(string word, string reason)
    {
        CliCall call = CliCall.With(environment => environment with { HasBackupRights = () => false, HasAuditRights = () => false }, "robocopy", From, To, word);

        call.ExitCode.ShouldBe(16);
        call.Output.ShouldContain("ERROR : ");
        call.Output.ShouldContain(reason);
    }

    [Fact]
    public void QuitShowsTheParametersAndRunsNothing()
    {
        CliCall call = CliCall.Of("robocopy", From, To, "*.txt", "/E", "/XD", "Temp", "/QUIT");

        call.ExitCode.ShouldBe(0);
        call.Output.ShouldContain("Options : /S /E /DCOPY:DA /COPY:DAT /R:3 /W:5");
        call.Output.ShouldContain("Exc Dirs : Temp");
        Directory.Exists(To).ShouldBeFalse();
    }

    [Fact]
    public void ASavedJobRunsAsTheLineDid()
    {
        string job = _folder.At("nightly");
        Job? seen = null;

        CliCall.Of("robocopy", From, To, "/MIR", "/XD", "Temp", "/R:1", $"/SAVE:{job}", "/NP", "/QUIT").ExitCode.ShouldBe(0);
        CliCall call = Run(found => seen = found, 1, $"/JOB:{job}", "/W:9");

        call.ExitCode.ShouldBe(1);
        seen.ShouldNotBeNull().Name.ShouldBe("nightly");
        (seen.Mode, seen.Retry, seen.RetryWait).ShouldBe((JobMode.Mirror, 1, TimeSpan.FromSeconds(9)));
        seen.Selection.ExcludeDirectories.ShouldHaveSingleItem().Text.ShouldBe("Temp");
        File.ReadAllText(job + ".RCJ").ShouldNotContain("/NP");
    }

    [Fact]
    public void ATemplateTakesItsFoldersLater()
    {
        string job = _folder.At("template");
        Job? seen = null;

        CliCall.Of("robocopy", "/NOSD", "/NODD", "/E", $"/SAVE:{job}", "/QUIT").ExitCode.ShouldBe(0);
        Run(found => seen = found, 0, From, To, $"/JOB:{job}");

        seen.ShouldNotBeNull().Pairs.ShouldBe([new JobPair(From, To)]);
    }

    [Fact]
    public void AWrongLineSavesNothing()
    {
        string job = _folder.At("nightly");

        CliCall.Of("robocopy", From, To, "/MIR", $"/SAVE:{job}", "/FOO").ExitCode.ShouldBe(16);
        CliCall.Of("robocopy", From, To, "/MIR", $"/SAVE:{job}", "/MIN:5", "/MAX:1", "/QUIT").ExitCode.ShouldBe(16);

        File.Exists(job + ".RCJ").ShouldBeFalse();
    }

    [Fact]
    public void RetriesAreKeptAsDefaults()
    {
        Job? seen = null;
        string? Variable(string name) => name is "XDG_CONFIG_HOME" or "APPDATA" ? _folder.At("config") : null;

        CliCall.With(environment => environment with { Variable = Variable }, "robocopy", From, To, "/R:11", "/W:12", "/REG", "/QUIT").ExitCode.ShouldBe(0);
        CliCall.With(
            environment => environment with { Variable = Variable, RunJob = (job, _, _, _) => SomeRun.Result(seen = job) },
            "robocopy",
            From,
            To,
            $"/CATALOG:{_folder.At("c.db")}").ExitCode.ShouldBe(0);

        (seen.ShouldNotBeNull().Retry, seen.RetryWait).ShouldBe((11, TimeSpan.FromSeconds(12)));
    }

    [Fact]
    public void ARunIsToldToAJsonFile()
    {
        string file = _folder.At("logs/run.json");

        Run(_ => { }, 0, From, To, $"/JSONLOG:{file}");

        File.ReadAllLines(file, Encoding.UTF8)[^1].ShouldContain("\"type\":\"summary\"");
    }

    [Fact]
    public void RemarksGoToStandardError()
    {
        Run(_ => { }, 0, From, To, "/MIR", "/XX").Error.ShouldContain("warning: /XX nothing is deleted");
    }

    private CliCall Run(Action<Job> look, int exitCode, params string[] words) => CliCall.With(
        environment => environment with
        {
            RunJob = (job, _, _, _) =>
            {
                look(job);
                return SomeRun.Result(job, exitCode: exitCode);
            },
        },
        ["robocopy", .. words, $"/CATALOG:{_folder.At("c.db")}"]);
}
