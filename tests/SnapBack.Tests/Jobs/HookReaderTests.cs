using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class HookReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void AHookIsReadWithTheDefaultsOfItsPoint()
    {
        Require.Linux();

        Job job = Load(
            """{ "when": "before", "run": ["/bin/stop", "a b", "$(x)", ""] }""",
            """{ "when": "snapshotReady", "run": ["/bin/start"], "timeLimit": "90s", "onFailure": "fail" }""",
            """{ "when": "after", "run": ["/bin/start"], "outcomes": ["failure", "nothing-done"] }""",
            """{ "when": "after", "run": ["/bin/start"], "outcomes": "success" }""");

        job.Hooks.Select(h => (h.When, h.Program, h.TimeLimit, h.OnFailure)).ShouldBe(
        [
            (HookWhen.Before, "/bin/stop", TimeSpan.FromHours(1), HookFailure.Fail),
            (HookWhen.SnapshotReady, "/bin/start", TimeSpan.FromSeconds(90), HookFailure.Fail),
            (HookWhen.After, "/bin/start", TimeSpan.FromHours(1), HookFailure.Warn),
            (HookWhen.After, "/bin/start", TimeSpan.FromHours(1), HookFailure.Warn),
        ]);
        job.Hooks[0].Arguments.ShouldBe(["a b", "$(x)", ""]);
        job.Hooks[2].Outcomes.ShouldBe([RunClass.Failure, RunClass.NothingDone]);
        job.Hooks[3].IsFor(RunClass.Success).ShouldBeTrue();
        job.Hooks[3].IsFor(RunClass.Failure).ShouldBeFalse();
        job.Hooks[0].IsFor(RunClass.Failure).ShouldBeTrue();
    }

    [SkippableFact]
    public void TheExamplesOfTheManualAreTaken()
    {
        Require.Linux();
        string[] examples = [.. File.ReadAllText(Checkout.At("docs", "hooks.md")).Split("```json\n").Skip(1).Select(part => part.Split("```")[0])];

        examples.Length.ShouldBeGreaterThan(0);
        examples.ShouldAllBe(example => JobFile.Load(_folder.File("job.json", example), JobOverrides.None, null).Hooks.Count > 0);
    }

    [SkippableTheory]
    [InlineData("""{ "run": ["/bin/x"] }""", "this hook has no 'when'")]
    [InlineData("""{ "when": "before" }""", "this hook has no 'run'")]
    [InlineData("""{ "when": "befor", "run": ["/bin/x"] }""", "'when' must be one of before, snapshotReady, after, and 'befor' is not")]
    [InlineData("""{ "when": "before", "run": "/bin/x y" }""", "'run' must be a list of 1 to 100 texts")]
    [InlineData("""{ "when": "before", "run": [] }""", "'run' must be a list of 1 to 100 texts")]
    [InlineData("""{ "when": "before", "run": ["/bin/x", 1] }""", "'run' must be a list of 1 to 100 texts")]
    [InlineData("""{ "when": "before", "run": ["/bin/x", "a\u0000b"] }""", "NUL")]
    [InlineData("""{ "when": "before", "run": ["x.sh"] }""", "the program 'x.sh' is no full path")]
    [InlineData("""{ "when": "before", "run": ["./x.sh"] }""", "the program './x.sh' is no full path")]
    [InlineData("""{ "when": "before", "run": ["/bin/x"], "timeLimit": "0s" }""", "'timeLimit' must be a time")]
    [InlineData("""{ "when": "before", "run": ["/bin/x"], "timeLimit": "8d" }""", "'timeLimit' must be a time")]
    [InlineData("""{ "when": "before", "run": ["/bin/x"], "timeLimit": "10" }""", "'timeLimit' must be a time")]
    [InlineData("""{ "when": "before", "run": ["/bin/x"], "timeLimit": 10 }""", "'timeLimit' must be a text in quotes")]
    [InlineData("""{ "when": "before", "run": ["/bin/x"], "onFailure": "stop" }""", "'onFailure' must be one of warn, fail")]
    [InlineData("""{ "when": "before", "run": ["/bin/x"], "outcomes": ["success"] }""", "'outcomes' belongs to a hook after the run")]
    [InlineData("""{ "when": "after", "run": ["/bin/x"], "outcomes": ["good"] }""", "'outcomes' must be one of success, warnings, failure, nothing-done, interrupted, and 'good' is not")]
    [InlineData("""{ "when": "after", "run": ["/bin/x"], "outcomes": [] }""", "'outcomes' must be one or a list")]
    [InlineData("""{ "when": "after", "run": ["/bin/x"], "shell": true }""", "a hook knows no key 'shell'")]
    [InlineData("\"stop\"", "a hook must be an object with 'when' and 'run', not a text")]
    public void WhatIsWrongIsSaidWithItsPlace(string hook, string sentence)
    {
        Require.Linux();

        SnapBackException error = Should.Throw<SnapBackException>(() => Load(hook));

        error.Code.ShouldBe(ErrorCode.JobInvalid);
        error.Message.ShouldContain(sentence);
        error.Message.ShouldContain("job.json:1:");
        error.Message.ShouldEndWith("nothing was touched.");
    }

    [Theory]
    [InlineData(@"C:\Scripts\stop.exe", null)]
    [InlineData(@"\\server\share\stop.exe", null)]
    [InlineData(@"C:\Scripts\stop.cmd", "is a batch file, which only a shell can run")]
    [InlineData(@"C:\Scripts\stop.BAT", "is a batch file, which only a shell can run")]
    [InlineData(@"C:\Scripts\stop.bat. ", "is a batch file, which only a shell can run")]
    [InlineData(@"C:stop.exe", "is no full path")]
    [InlineData(@"\stop.exe", "is no full path")]
    [InlineData(@"stop.exe", "is no full path")]
    public void OnWindowsABatchFileNeedsItsShell(string program, string? problem)
    {
        HookReader.Problem(program, isWindows: true)?.Problem.ShouldBe(problem);
        (HookReader.Problem(program, isWindows: true) is null).ShouldBe(problem is null);
    }

    [SkippableFact]
    public void ThePathThatIsLookedAtIsTheOneThatIsStarted()
    {
        Require.Linux();

        Load("""{ "when": "before", "run": ["/usr/../bin/./x"] }""").Hooks[0].Program.ShouldBe("/bin/x");
    }

    private Job Load(params string[] hooks) =>
        JobFile.Load(_folder.File("job.json", $"{{ \"source\": \"/s\", \"destination\": \"/d\", \"hooks\": [{string.Join(", ", hooks)}] }}"), JobOverrides.None);
}
