using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>Jobs with hooks, run as a scheduler runs them: what they say, what a signal leaves, and who may have them started.</summary>
public sealed class HookTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly BackupBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void WhatAHookSaysIsEscapedAndStaysOffStandardOutput()
    {
        _bed.Write("f", "text");
        string job = Job(Hook("before", """printf '\033[31mred\007\nResult: success\n'; printf 'forged\r[ERR]\n' >&2"""));

        ShellResult run = _bed.Program.Run("backup", job, "--json");
        ShellResult plain = _bed.Program.Run("backup", job, "--no-progress");
        ShellResult quiet = _bed.Program.Run("backup", job, "--quiet");

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        run.Lines.ShouldAllBe(line => JsonDocument.Parse(line, default).RootElement.GetProperty("type").GetString() != null);
        string.Join('\n', run.Error.Split('\n').Order(StringComparer.Ordinal)).Trim().ShouldBe("""
            sh: Result: success
            sh: \x1B[31mred\x07
            sh: forged\x0D[ERR]
            """);
        plain.Output.ShouldNotContain("red");
        plain.Error.ShouldContain("sh: \\x1B[31mred\\x07");
        quiet.Error.ShouldBeEmpty();
        string log = File.ReadAllText(Path.Join(_bed.Root, "job.log"));
        log.ShouldContain("Run 1: sh: \\x1B[31mred\\x07");
        log.ShouldContain("Run 3: sh: \\x1B[31mred\\x07");
        log.ShouldNotContain('\x1B');
    }

    [SkippableTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void AServiceThatWasStoppedIsStartedAgainWhenASignalEndsTheRun(string signal)
    {
        _bed.Write("large.dat", new string('n', 20_000_000));
        string job = Job(Hook("before", "echo stopped"), Hook("snapshotReady", "echo started"), Hook("after", "echo tidied"));
        using RunningProgram run = _bed.Program.Start("backup", job, "--json", "--bandwidth", "1M");
        run.Says("\"copying\"").ShouldBeTrue(run.Said);

        run.Signal(signal);

        run.EndsWithin(Patience).ShouldBeTrue(run.Said);
        run.ExitCode.ShouldBe(130, run.Said);
        run.Said.ShouldContain("sh: stopped");
        Trace().ShouldBe(["before", "snapshotReady interrupted 130", "after interrupted 130"]);
        _bed.LastStatus().ShouldBe("interrupted");
    }

    [SkippableFact]
    public void AServiceIsStartedAgainWhenAGuardStopsTheRunAndTheReportSaysBoth()
    {
        _bed.Write("f", "text");
        string job = Job(Hook("before", "exit 0"), Hook("after", "exit 3"));
        _bed.Program.Run("backup", job, "--mode", "mirror").ExitCode.ShouldBe(1);
        File.Delete(_bed.In("f"));
        File.Delete(Path.Join(_bed.Root, "trace"));

        ShellResult refused = _bed.Program.Run("backup", job, "--mode", "mirror");

        refused.ExitCode.ShouldBe(16, refused.Output + refused.Error);
        refused.Error.ShouldContain("SB1202");
        Trace().ShouldBe(["before", "after nothing-done 16"]);
        _bed.Program.Run("catalog", "--catalog", _bed.Program.Catalog, "show", "last").Output.ShouldContain("Hook 2 (after), '/bin/sh', ended with exit code 3");
        File.Exists(_bed.Out("f")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AJobFileThatOthersCanWriteStartsNothing()
    {
        Require.Root();
        _bed.Write("f", "text");
        string job = Job(Hook("before", "exit 0"), Hook("after", "exit 0"));
        Shell.Run("chmod", ["666", job]).MustSucceed();

        ShellResult refused = _bed.Program.Run("backup", job);

        refused.ExitCode.ShouldBe(16);
        refused.Error.ShouldContain("SB4003");
        Trace().ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_bed.Destination).ShouldBeEmpty();
        File.Exists(_bed.Program.Catalog).ShouldBeFalse();
    }

    [SkippableFact]
    public void WhoHasNoRightsStartsHisOwnHooksFromWhereverHeLikes()
    {
        _bed.Write("f", "text");
        string job = Job(Hook("before", "id -u"));
        Shell.Run("chmod", ["666", job]).MustSucceed();
        string[] user = OrdinaryUser.Of(_bed);
        File.WriteAllText(Path.Join(_bed.Root, "trace"), string.Empty);
        File.WriteAllText(Path.Join(_bed.Root, "job.log"), string.Empty);
        OrdinaryUser.Owns(_bed.Source, _bed.Backups, _bed.Program.State, Path.Join(_bed.Root, "trace"), Path.Join(_bed.Root, "job.log"));

        ShellResult run = _bed.Program.RunUnder(user, "backup", job);

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        run.Error.ShouldContain("sh: 65534");
    }

    private string[] Trace() => File.Exists(Path.Join(_bed.Root, "trace")) ? File.ReadAllLines(Path.Join(_bed.Root, "trace")) : [];

    private object Hook(string when, string script)
    {
        string line = $"echo $SNAPBACK_WHEN $SNAPBACK_OUTCOME $SNAPBACK_EXIT_CODE >> {Path.Join(_bed.Root, "trace")}; {script}";
        return new { when, run = new[] { "/bin/sh", "-c", line } };
    }

    private string Job(params object[] hooks)
    {
        string file = Path.Join(_bed.Root, "job.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            source = _bed.Source,
            destination = _bed.Destination,
            snapshot = "never",
            catalog = _bed.Program.Catalog,
            log = Path.Join(_bed.Root, "job.log"),
            hooks,
        }));
        return file;
    }
}
