using System.Text.Json;
using Shouldly;
using SnapBack.Scheduling;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class DoctorTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [SkippableFact]
    public void AMachineIsCheckedWithoutAnyJob()
    {
        Require.Linux();

        CliCall call = CliCall.Of("doctor");

        call.ExitCode.ShouldBe(0, call.Output);
        call.Output.ShouldContain("account");
        call.Lines[^1].ShouldStartWith("Result: ");
    }

    [SkippableFact]
    public void AJobThatWouldFailEndsWithEightAndSaysWhy()
    {
        Require.Linux();
        string job = _temp.At("job.json");
        File.WriteAllText(job, $$"""{ "name": "night", "source": "{{_temp.At("missing")}}", "destination": "{{_temp.At("copy")}}", "mode": "mirror", "snapshot": "never", "catalog": "{{_temp.At("c.db")}}" }""");

        CliCall call = CliCall.Of("doctor", job);

        call.ExitCode.ShouldBe(8, call.Output);
        call.Output.ShouldContain("FAIL  job");
        call.Lines[^1].ShouldContain("FAILED");
    }

    [SkippableFact]
    public void AJobThatOthersCanChangeAndThatNoTaskRunsIsWarnedOf()
    {
        Require.Linux();
        Require.Root();
        _temp.File("source/a");
        string job = _temp.File("job.json", $$"""{ "name": "night", "source": "{{_temp.At("source")}}", "destination": "{{_temp.At("copy")}}", "snapshot": "never", "catalog": "{{_temp.At("c.db")}}" }""");
        Shell.Run("chmod", ["666", job]).MustSucceed();
        SystemdTimers none = new(_temp.Folder("units"), _ => new ProgramAnswer(1, string.Empty, string.Empty));

        CliCall call = CliCall.With(environment => environment with { Scheduler = () => none, ProgramFolder = _temp.Folder("program") }, "doctor", job, "--json");

        using JsonDocument findings = JsonDocument.Parse(call.Output);
        Dictionary<string, string> texts = findings.RootElement.EnumerateArray().DistinctBy(f => f.GetProperty("check").GetString())
            .ToDictionary(f => f.GetProperty("check").GetString()!, f => $"{f.GetProperty("level").GetString()}: {f.GetProperty("finding").GetString()}");
        texts["trust"].ShouldStartWith($"warn: '{job}' can be written by other users");
        texts["schedule"].ShouldStartWith("warn: No task");
    }

    [SkippableFact]
    public void JsonIsOneArrayWithEveryFinding()
    {
        Require.Linux();

        CliCall call = CliCall.Of("doctor", "--json");

        using JsonDocument findings = JsonDocument.Parse(call.Output);
        findings.RootElement.EnumerateArray().Select(finding => finding.GetProperty("check").GetString()).ShouldBe(["account", "kernel", "snapshots"]);
        findings.RootElement[0].GetProperty("level").GetString().ShouldBeOneOf("pass", "warn");
    }
}
