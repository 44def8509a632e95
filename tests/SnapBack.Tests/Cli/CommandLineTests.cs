using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("backup --source /s --destinaton /d", "The option '--destinaton' is not known. Did you mean '--destination'?")]
    [InlineData("backup --source /s --destination /d --exclude-file a b --dryrun", "The option '--dryrun' is not known. Did you mean '--dry-run'?")]
    [InlineData("backup --source /s --destination /d --xyzzy=1", "The option '--xyzzy' is not known.")]
    [InlineData("backup -x", "The option '-x' is not known.")]
    [InlineData("backup --source", "The option '--source' needs a value.")]
    [InlineData("backup --source a --source b --destination c", "The option '--source' can be given only once, with one value.")]
    [InlineData("backup one two", "'two' is one word too many.")]
    [InlineData("backup --json=false", "The option '--json' takes no value.")]
    [InlineData("backup --source /s", "--destination is missing.")]
    [InlineData("backup --destination /d", "--source is missing.")]
    [InlineData("backup", "There is nothing to back up: neither a job file nor --source and --destination are given.")]
    [InlineData("backup --quiet --verbose --source /s --destination /d", "--quiet and --verbose contradict each other.")]
    [InlineData("bakup", "'bakup' is not a command of snapback. Did you mean 'backup'?")]
    [InlineData("catalog", "'snapback catalog' needs a command: runs, show, files, ls, diff, acl, history, find, failures, stats, sql, export, check, prune.")]
    [InlineData("catalog rns", "'snapback catalog' has no command 'rns'. Did you mean 'runs'?")]
    [InlineData("catalog show", "RUN is missing.")]
    [InlineData("catalog runs --format jsn", "The option '--format' can't be 'jsn'. Did you mean 'json'?")]
    [InlineData("catalog runs --last x", "The option '--last' needs a number from 1 on, not 'x'.")]
    [InlineData("catalog files last --action copyy", "The option '--action' can't be 'copyy'. Did you mean 'copy'?")]
    [InlineData("catalog files last --class newr", "The option '--class' can't be 'newr'.")]
    [InlineData("catalog find /srv/*.docx", "'/srv/*.docx' matches nothing below a source.")]
    [InlineData("catalog files last --path /srv", "'/srv' matches nothing below a source.")]
    [InlineData("catalog failures --since yesterday", "The option '--since' can't be 'yesterday': it must be a date (2026-01-31)")]
    [InlineData("catalog stats --by size", "The option '--by' can't be 'size'.")]
    [InlineData("catalog stats --last 0", "The option '--last' needs a number from 1 on, not '0'.")]
    [InlineData("catalog sql", "SELECT is missing.")]
    [InlineData("catalog sql SELECT(1) --timeout -1", "The option '--timeout' needs a number from 1 on, not '-1'.")]
    [InlineData("catalog export last", "--format must be csv or json here.")]
    [InlineData("catalog prune", "--keep is missing: which runs stay.")]
    [InlineData("catalog prune --keep 30h", "The option '--keep' can't be '30h': it must be rules such as 30d,8w,12m,3y")]
    [InlineData("job", "'snapback job' needs a command: init, validate, show, import, export.")]
    [InlineData("job validate", "JOBFILE is missing.")]
    [InlineData("explain", "CODE is missing.")]
    [InlineData("help nonsense", "There is no command 'nonsense'.")]
    public void AWrongLineIsRefusedWithOneSentenceAndTheNearestRightWord(string line, string sentence)
    {
        CliCall call = CliCall.Of(line.Split(' '));

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith($"snapback: SB1001: {sentence}");
        call.Error.ShouldContain("Nothing was touched.");
        call.Error.ShouldNotContain("   at ");
        call.Output.ShouldBeEmpty();
    }

    [Fact]
    public void WithJsonAnErrorIsOneObjectOnStandardOutput()
    {
        CliCall call = CliCall.Of("backup", "--json", "--sorce", "/s");

        call.Error.ShouldBeEmpty();
        System.Text.Json.JsonElement error = System.Text.Json.JsonDocument.Parse(call.Lines.ShouldHaveSingleItem()).RootElement;
        error.GetProperty("type").GetString().ShouldBe("error");
        error.GetProperty("code").GetString().ShouldBe("SB1001");
        error.GetProperty("message").GetString()!.ShouldContain("'--source'");
        error.GetProperty("hint").GetString()!.ShouldContain("--help");
        call.ExitCode.ShouldBe(16);
    }

    [Theory]
    [InlineData("--exit-codes", "simple")]
    [InlineData("--exit-codes=simple", "--no-progress")]
    public void WithSimpleExitCodesARefusedLineIsOne(string first, string second)
    {
        CliCall.Of("backup", first, second).ExitCode.ShouldBe(1);
    }

    [Fact]
    public void AFileNameThatBeginsWithAnAtSignIsNoResponseFile()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.At("list"), "--source /s --destination /d");

        CliCall call = CliCall.Of("job", "validate", $"@{folder.At("list")}");

        call.Error.ShouldContain($"@{folder.At("list")}");
        call.ExitCode.ShouldBe(16);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("job")]
    [InlineData("/nowhere/job")]
    [InlineData("/nowhere/validate")]
    public void AJobFileMayBeNamedLikeACommand(string name)
    {
        CliCall call = CliCall.Of("job", "validate", name);

        call.Error.ShouldContain(name);
        call.Error.ShouldNotContain("missing");
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("/nowhere/backup")]
    public void AJobFileOfABackupMayBeNamedBackup(string name)
    {
        CliCall.Of("backup", name).Error.ShouldContain(name);
    }

    [Fact]
    public void ControlCharactersInAnErrorAreShownNotSent()
    {
        CliCall call = CliCall.Of("explain", "\e[2Jx");

        call.Error.ShouldContain("\\x1B[2Jx");
        call.Error.ShouldNotContain("\e");
    }

    [Fact]
    public void WithoutAnyWordTheOverviewIsPrintedAndNothingCountsAsDone()
    {
        CliCall call = CliCall.Of();

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldContain("snapback COMMAND --help");
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public void TheVersionIsOneLine(string word)
    {
        CliCall call = CliCall.Of(word);

        call.Lines.ShouldHaveSingleItem().ShouldMatch(@"^snapback \d+\.\d+\.\d+\S* \(\.NET \S+, \S+\)$");
        call.ExitCode.ShouldBe(0);
    }
}
