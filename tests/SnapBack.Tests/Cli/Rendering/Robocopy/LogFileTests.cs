using System.Text;
using Shouldly;
using SnapBack.Cli.Composition;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli.Rendering.Robocopy;

/// <summary>The verb with a log file, read back by a program that shares nothing with the one that wrote it.</summary>
public sealed class LogFileTests : IDisposable
{
    private readonly TempFolder _folder;

    public LogFileTests()
    {
        Require.Linux();
        _folder = new TempFolder();
        _folder.File("source/a.txt", "a");
        _folder.File("source/docs/b.txt", "bb");
        _folder.File("source/docs/c.tmp", "ccc");
        _folder.File("destination/old.txt", "old");
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("/LOG:", "cp437")]
    [InlineData("/LOG+:", "cp437")]
    [InlineData("/UNILOG:", "utf-16")]
    [InlineData("/UNILOG+:", "utf-16")]
    public void AnotherProgramReadsWhatTheLogSays(string option, string encoding)
    {
        CliCall call = Robocopy("/E", "/V", "/XF", "*.tmp", option + _folder.At("logs", "x.log"));

        call.ExitCode.ShouldBe(ExitMask.Copied | ExitMask.Extras);
        call.Output.ShouldBe($"\n Log File : {_folder.At("logs", "x.log")}\n");
        string[] facts = RobocopyLogReader.Read(_folder.At("logs", "x.log"), encoding);
        facts.ShouldBe(
        [
            $"folder|-|1|{_folder.At("source")}/",
            // Its name alone stands there, and a reader takes it for one of the folder that is listed.
            $"file|*EXTRA File|3|{_folder.At("source", "old.txt")}",
            $"file|New File|1|{_folder.At("source", "a.txt")}",
            $"folder|New Dir|2|{_folder.At("source", "docs")}/",
            $"file|New File|2|{_folder.At("source", "docs", "b.txt")}",
            $"file|named|3|{_folder.At("source", "docs", "c.tmp")}",
            "sum|Dirs|2|1|1|0|0|0",
            "sum|Files|3|2|1|0|0|1",
            "sum|Bytes|6|3|3|0|0|3",
            "times|Times",
        ]);
    }

    [SkippableFact]
    public void TheConsoleWithTeeSaysWhatTheFileSays()
    {
        CliCall call = Robocopy("/E", "/TEE", "/NP", "/LOG:" + _folder.At("x.log"));

        string file = File.ReadAllText(_folder.At("x.log"), Encoding.Latin1).Replace("\r\n", "\n", StringComparison.Ordinal);
        call.Output.ShouldBe($"\n Log File : {_folder.At("x.log")}\n{file}");
    }

    // The switches that scripts use to get nothing but paths.
    [SkippableFact]
    public void AListOfPathsAloneHasNothingElse()
    {
        CliCall call = Robocopy("/E", "/L", "/NJH", "/NJS", "/NDL", "/NC", "/NS", "/NP", "/FP", "/XX");

        call.Lines.Select(line => line.Trim()).ShouldBe([_folder.At("source", "a.txt"), _folder.At("source", "docs", "b.txt"), _folder.At("source", "docs", "c.tmp")]);
    }

    [SkippableFact]
    public void ALogThatCannotBeOpenedEndsBeforeAnythingIsTouched()
    {
        File.CreateSymbolicLink(_folder.At("x.log"), _folder.At("source", "a.txt"));

        CliCall call = Robocopy("/E", "/LOG:" + _folder.At("x.log"));

        call.ExitCode.ShouldBe(ExitMask.NothingDone);
        call.Output.ShouldContain("Opening Log File");
        File.ReadAllText(_folder.At("source", "a.txt")).ShouldBe("a");
        Directory.GetFiles(_folder.At("destination")).ShouldBe([_folder.At("destination", "old.txt")]);
    }

    [SkippableFact]
    public void AMissingSourceStandsInTheLogAsRobocopyHasIt()
    {
        CliCall call = CliCall.With(
            environment => environment with { RunJob = (job, log, events, cancellation) => new RunCoordinator(SystemPorts.ForThisSystem(job, log)).Run(job, events, cancellation) },
            "robocopy", _folder.At("nope") + "/", _folder.At("destination") + "/", "/CATALOG:" + _folder.At("c.db"));

        call.ExitCode.ShouldBe(ExitMask.NothingDone);
        call.Output.ShouldContain($"ERROR 2 (0x00000002) {LogOperation.AccessingSourceFolder} {_folder.At("nope")}/");
        call.Output.ShouldNotContain("Total    Copied");
    }

    private CliCall Robocopy(params string[] switches) => CliCall.With(
        environment => environment with { RunJob = (job, log, events, cancellation) => new RunCoordinator(SystemPorts.ForThisSystem(job, log)).Run(job, events, cancellation) },
        ["robocopy", _folder.At("source") + "/", _folder.At("destination") + "/", "/VSS:never", "/CATALOG:" + _folder.At("c.db"), .. switches]);
}
