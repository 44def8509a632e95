using System.Globalization;
using Shouldly;
using SnapBack.Hooks;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Hooks;

/// <summary>Real programs, started and ended.</summary>
public sealed class HookProgramTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _said = [];

    public HookProgramTests()
    {
        Require.Linux();
    }

    public void Dispose() => _temp.Dispose();

    [SkippableFact]
    public void AProgramGetsItsArgumentsAsTheyAreAndNoShellReadsThem()
    {
        string[] hostile = ["a b", "\"", "'", "$(touch " + _temp.At("made") + ")", "`x`", "line\nbreak", "*", "", "%PATH%", "-"];

        HookEnd end = Run(["/usr/bin/env", "-u", "X", "printf", "<%s>\\n", .. hostile]);

        end.HasFailed.ShouldBeFalse(end.Text);
        string.Join('\n', _said).ShouldBe(string.Join('\n', hostile.Select(word => $"<{word}>")));
        File.Exists(_temp.At("made")).ShouldBeFalse();
    }

    [SkippableFact]
    public void ItsExitCodeIsTold()
    {
        HookEnd end = Sh("echo out; echo err >&2; exit 7");

        (end.Result, end.ExitCode, end.HasFailed).ShouldBe((HookResult.Ended, 7, true));
        end.Text.ShouldStartWith("ended with exit code 7 after ");
        _said.ShouldBe(["out", "err"], ignoreOrder: true);
    }

    [SkippableTheory]
    [InlineData("not-there")]
    [InlineData("not-executable")]
    public void WhatCannotBeStartedIsToldAsSuch(string name)
    {
        _temp.File("not-executable", "#!/bin/sh");

        HookEnd end = Run([_temp.At(name)]);

        end.Result.ShouldBe(HookResult.NotStarted);
        end.Text.ShouldStartWith("could not be started: ");
    }

    [SkippableFact]
    public void ThereIsNothingToReadForIt()
    {
        Sh("read line && exit 1; exit 0").ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void WhenItsTimeIsUpAllThatItStartedIsEnded()
    {
        // Of a number that no other process waits for: in the background, with a parent that has ended, and in a session of its own.
        string number = Random.Shared.Next(1_000_000, 9_999_999).ToString(CultureInfo.InvariantCulture);

        HookEnd end = Sh($"sleep {number} & (sleep {number} &) ; setsid sleep {number} & echo ready; sleep {number}", TimeSpan.FromSeconds(1));

        end.Result.ShouldBe(HookResult.TimedOut);
        end.HasFailed.ShouldBeTrue();
        end.Text.ShouldBe("was ended with all that it had started, because its time limit of 1 s was up");
        Shell.Run(Require.Program("pgrep"), ["-x", "-f", $"sleep {number}"]).Output.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ACancellationEndsItAndItMayTidyUp()
    {
        using CancellationTokenSource cancellation = new();
        string tidied = _temp.At("tidied");
        string number = Random.Shared.Next(1_000_000, 9_999_999).ToString(CultureInfo.InvariantCulture);

        HookEnd end = Run(
            ["/bin/sh", "-c", $"trap 'touch {tidied}; exit 0' TERM; sleep {number} & echo ready; wait"],
            cancellation: cancellation.Token,
            said: line => cancellation.Cancel());

        end.Result.ShouldBe(HookResult.Cancelled);
        File.Exists(tidied).ShouldBeTrue();
        Shell.Run(Require.Program("pgrep"), ["-x", "-f", $"sleep {number}"]).Output.ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhatItLeavesRunningOnPurposeStaysAndNobodyWaitsForIt()
    {
        HookEnd end = Sh("sleep 1000000 & echo $!");

        int left = int.Parse(_said.Single(), CultureInfo.InvariantCulture);
        try
        {
            end.HasFailed.ShouldBeFalse(end.Text);
            Directory.Exists($"/proc/{left}").ShouldBeTrue();
        }
        finally
        {
            Shell.Run("kill", [left.ToString(CultureInfo.InvariantCulture)]);
        }
    }

    [SkippableTheory]
    [InlineData("yes 0123456789 | head -c 3000000")]
    [InlineData("head -c 3000000 /dev/zero | tr '\\0' x")]
    public void ItMaySayAsMuchAsItLikesAndSixtyFourKilobytesArePassedOn(string script)
    {
        HookEnd end = Sh(script);

        end.HasFailed.ShouldBeFalse(end.Text);
        _said[^1].ShouldBe("... it said more than 64 KB; the rest is left out.");
        _said.Sum(line => line.Length).ShouldBeInRange(50_000, 70_000);
    }

    [SkippableFact]
    public void ItSeesTheVariablesOfThisCallAndNoneOfAnother()
    {
        Environment.SetEnvironmentVariable("SNAPBACK_SNAPSHOT_7", "of another call");
        Environment.SetEnvironmentVariable("HOOK_TEST_SECRET", "canary-4711");

        Run(["/usr/bin/env"], new() { ["SNAPBACK_JOB"] = "a\nb=c" }, ["HOOK_TEST_SECRET"]);

        string all = string.Join('\n', _said);
        all.ShouldContain("SNAPBACK_JOB=a\nb=c\n");
        all.ShouldNotContain("SNAPBACK_SNAPSHOT_7");
        all.ShouldNotContain("canary");
        all.ShouldContain("PATH=");
    }

    private HookEnd Sh(string script, TimeSpan? limit = null) => Run(["/bin/sh", "-c", script], limit: limit);

    private HookEnd Run(
        string[] words,
        Dictionary<string, string>? variables = null,
        string[]? withheld = null,
        TimeSpan? limit = null,
        Action<string>? said = null,
        CancellationToken cancellation = default)
    {
        Hook hook = new(HookWhen.Before, words[0], words[1..]) { TimeLimit = limit ?? Hook.UsualLimit };
        return HookProgram.Run(
            new HookCall(hook, variables ?? [], withheld ?? []),
            line =>
            {
                _said.Add(line);
                said?.Invoke(line);
            },
            cancellation);
    }
}
