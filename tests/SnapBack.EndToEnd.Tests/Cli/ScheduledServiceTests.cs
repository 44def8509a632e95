using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Cli;

/// <summary>What a timer would call, called.</summary>
public sealed class ScheduledServiceTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [SkippableFact]
    public void TheLineOfAnExportedServiceIsABackupThatEndsWithZero()
    {
        Require.Program("systemd-analyze");
        _temp.File("source 100%/a.txt", "a");
        string job = _temp.File(
            "jobs of $HOME/nightly \"100%\".json",
            JsonSerializer.Serialize(new { name = "nightly", source = _temp.At("source 100%"), destination = _temp.At("copy"), snapshot = "never", catalog = _temp.At("state", "catalog.db") }));
        SnapBackProgram program = new(_temp.Folder("state"));
        program.Run("schedule", "export", job, "--daily", "02:00", "--to", _temp.At("units"), "--allow-insecure").MustSucceed();
        string service = _temp.At("units", "snapback-nightly.service");
        Shell.Run("systemd-analyze", ["verify", "--man=no", service, _temp.At("units", "snapback-nightly.timer")]).MustSucceed();

        string line = File.ReadLines(service).Single(l => l.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..];
        // systemd takes the words apart as Python's shlex does, and puts one sign in place of two.
        const string Call = "import os,shlex,sys; w=shlex.split(sys.argv[1].replace('%%','%').replace('$$','$')); os.execv(w[0],w)";
        ShellResult run = Shell.Run("python3", ["-c", Call, line]);

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        File.ReadAllText(_temp.At("copy", "a.txt")).ShouldBe("a");
    }
}
