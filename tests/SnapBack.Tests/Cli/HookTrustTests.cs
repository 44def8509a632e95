using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

/// <summary>Arrangements by which an ordinary user could have a hook started with the rights of a run. None gets as far as a run.</summary>
public sealed class HookTrustTests : IDisposable
{
    private const string Somebody = "65534";

    private readonly TempFolder _temp = new();
    private readonly string _program;

    public HookTrustTests()
    {
        Require.Linux();
        Require.Root();
        _temp.File("source/a.txt", "a");
        _program = _temp.File("bin/stop.sh", "#!/bin/sh\n");
        Shell.Run("chmod", ["700", _program]).MustSucceed();
    }

    public void Dispose() => _temp.Dispose();

    [SkippableFact]
    public void AJobThatOnlyAdministratorsCanChangeIsRun()
    {
        Backup(Job(_program)).Error.ShouldContain("A run was started.");
    }

    [SkippableTheory]
    [InlineData("chmod 666 {jobs/job.json}", "'{jobs/job.json}' can be written by other users")]
    [InlineData("chmod 777 {jobs}", "'{jobs}' can be written by other users")]
    [InlineData("chown 65534 {jobs}", "'{jobs}' belongs to another user")]
    [InlineData("chown 65534 {jobs/job.json}", "'{jobs/job.json}' belongs to another user")]
    [InlineData("chmod 777 {bin}", "'{bin}' can be written by other users")]
    [InlineData("chmod 722 {bin/stop.sh}", "'{bin/stop.sh}' can be written by other users")]
    [InlineData("rm {bin/stop.sh}", "The program '{bin/stop.sh}' of a hook does not exist")]
    public void WhatOthersCanChangeIsRefusedBeforeAnything(string arrangement, string culprit)
    {
        string job = Job(_program);
        Shell.Run("sh", ["-c", At(arrangement)]).MustSucceed();

        CliCall refused = Backup(job);

        refused.ExitCode.ShouldBe(16);
        refused.Error.ShouldContain("SB4003");
        refused.Error.ShouldContain(At(culprit));
        refused.Error.ShouldContain("Nothing was started and nothing was touched.");
        refused.Error.ShouldNotContain("A run was started.");
        Directory.Exists(_temp.At("state")).ShouldBeFalse();
    }

    [SkippableFact]
    public void ALinkToAProgramThatAnotherUserOwnsIsRefused()
    {
        string link = _temp.At("link.sh");
        File.CreateSymbolicLink(link, "bin/stop.sh");
        Shell.Run("chown", ["-h", Somebody, link]).MustSucceed();

        Backup(Job(link)).Error.ShouldContain($"'{link}' belongs to another user");
    }

    [SkippableTheory]
    [InlineData("/bin/sh")]
    [InlineData("/usr/bin/python3")]
    public void AScriptThatAnInterpreterIsGivenIsLookedAtToo(string interpreter)
    {
        Shell.Run("chmod", ["777", _temp.At("bin")]).MustSucceed();

        Backup(Job(interpreter, "-u", _program)).Error.ShouldContain($"'{_temp.At("bin")}' can be written by other users");
        Backup(Job("/bin/cat", _program)).Error.ShouldContain("A run was started.", customMessage: "what a program only reads is no script");
    }

    [SkippableFact]
    public void ADryRunStartsNoHookAndAJobWithoutHooksIsNotLookedAt()
    {
        Shell.Run("chmod", ["666", Job(_program)]).MustSucceed();
        string plain = _temp.File("jobs/plain.json", JsonSerializer.Serialize(new { source = _temp.At("source"), destination = _temp.At("copy") }));
        Shell.Run("chmod", ["666", plain]).MustSucceed();

        Backup(_temp.At("jobs/job.json"), "--dry-run").Error.ShouldContain("A run was started.");
        Backup(plain).Error.ShouldContain("A run was started.");
    }

    [SkippableFact]
    public void TheDoctorSaysItBeforehand()
    {
        string job = Job(_program);
        CliCall well = CliCall.Of("doctor", job);
        Shell.Run("chmod", ["777", _temp.At("bin")]).MustSucceed();

        well.Output.ShouldContain("1 hook, and the programs are there.");
        CliCall.Of("doctor", job).Output.ShouldContain($"'{_temp.At("bin")}' can be written by other users: a run with rights refuses it.");
    }

    private static CliCall Backup(string job, params string[] options) => CliCall.Of(["backup", job, .. options]);

    private string At(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\{(.*?)\}", match => _temp.At(match.Groups[1].Value));

    private string Job(params string[] run) => _temp.File(
        "jobs/job.json",
        JsonSerializer.Serialize(new
        {
            source = _temp.At("source"),
            destination = _temp.At("copy"),
            catalog = _temp.At("state", "catalog.db"),
            hooks = new[] { new { when = "before", run } },
        }));
}
