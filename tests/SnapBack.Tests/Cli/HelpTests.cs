using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class HelpTests
{
    private static readonly string[] Names =
    [
        "backup", "robocopy", "catalog", "catalog runs", "catalog show", "catalog files", "catalog ls", "catalog diff", "catalog acl", "catalog history", "catalog find",
        "catalog failures", "catalog stats", "catalog sql", "catalog export", "catalog check", "catalog prune", "report", "restore", "verify", "job", "job init", "job validate", "job show",
        "job import", "job export", "schedule", "schedule install", "schedule export", "schedule list",
        "schedule show", "schedule run", "schedule remove", "schedule watch", "snapshot", "snapshot list", "snapshot create",
        "snapshot delete", "snapshot exec", "snapshot writers", "explain", "completion", "completion bash", "completion powershell", "version", "help",
    ];

    public static TheoryData<string> Verbs => [.. Names];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void TheHelpOfAVerbIsTheGoldenOne(string verb)
    {
        CliCall call = CliCall.Of([.. verb.Split(' '), "--help"]);

        call.ExitCode.ShouldBe(0);
        call.Error.ShouldBeEmpty();
        Golden.Check($"help-{verb.Replace(' ', '-')}", call.Output);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void HelpWithAVerbIsTheVerbWithHelp(string verb)
    {
        string expected = CliCall.Of([.. verb.Split(' '), "-h"]).Output;

        string shown = CliCall.Of(["help", .. verb.Split(' ')]).Output;

        shown.ShouldBe(expected);
    }

    [Fact]
    public void HelpIsGivenEvenWhenTheRestOfTheLineIsWrong()
    {
        CliCall.Of("backup", "--source", "--help", "--nonsense").Output.ShouldContain("Usage:");
    }

    [Fact]
    public void TheOverviewListsTheVerbsThatWork()
    {
        CliCall call = CliCall.Of("help");

        call.ExitCode.ShouldBe(0);
        foreach (string verb in Names.Where(v => !v.Contains(' ', StringComparison.Ordinal)))
        {
            call.Lines.ShouldContain(line => line.StartsWith($"  {verb} ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void NoLineOfAHelpIsTooWideButExamples(string verb)
    {
        CliCall.Of([.. verb.Split(' '), "-h"]).Lines.Where(l => !l.StartsWith("  snapback", StringComparison.Ordinal)).ShouldAllBe(line => line.Length <= 100);
    }
}
