using System.CommandLine;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Cli;
using SnapBack.Cli.Completion;
using SnapBack.Cli.Parsing;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class CompletionTests
{
    public static TheoryData<string> AllVerbs => [.. SnapBack.Cli.Verbs.All.Select(verb => verb.Name)];

    [Fact]
    public void TheFirstWordIsAVerb()
    {
        Words("").ShouldBe(Verbs.All.Select(verb => verb.Name));
        Words("ba").ShouldBe(["backup"]);
        Words("--v").ShouldBe(["--version"]);
    }

    // Whatever is added to a verb is completed: the words come from what parses them.
    [Theory]
    [MemberData(nameof(AllVerbs))]
    public void EveryCommandAndEveryOptionOfAVerbIsOffered(string verb)
    {
        foreach ((string[] path, Command command, Option[] options) in Below([verb], Verbs.Find(verb)!, []))
        {
            if (command is RawCommand)
            {
                continue;
            }

            Words([.. path, "-"]).ShouldBe([.. options.Where(o => !o.Hidden).Select(o => o.Name), "--help"], ignoreOrder: true, string.Join(' ', path));
            if (command.Subcommands.Count > 0)
            {
                Words([.. path, ""]).ShouldBe(command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name), string.Join(' ', path));
            }
        }
    }

    // The bar is the cursor.
    [Theory]
    [InlineData("backup --mode |", "incremental mirror")]
    [InlineData("backup --mode m|", "mirror")]
    [InlineData("backup --mode=m|", "--mode=mirror")]
    [InlineData("backup --mode = m|", "mirror")]
    [InlineData("backup --mode =|", "incremental mirror")]
    [InlineData("backup job.json --mo|", "--mode --move --monitor-changes --monitor-minutes")]
    [InlineData("backup --mode mirror --mod|", "")]
    [InlineData("backup --exclude-file *.tmp --exclude-f|", "--exclude-file")]
    [InlineData("backup --recurse |", "none nonEmpty all")]
    [InlineData("backup --max-delete |", "")]
    [InlineData("backup --min-age |", "")]
    [InlineData("catalog runs --format |", "table json csv")]
    [InlineData("catalog --format json runs --l|", "--last")]
    [InlineData("catalog files last --action de|", "delete")]
    [InlineData("catalog stats --by p|", "phase")]
    [InlineData("snapshot w|", "writers")]
    [InlineData("help cat|", "catalog")]
    [InlineData("completion |", "bash powershell")]
    [InlineData("nonsense |", "")]
    [InlineData("version |", "")]
    [InlineData("robocopy a b /MIR /MAXA|", "/MAXAGE")]
    public void WhatMayStandThereIsOffered(string line, string words)
    {
        Words(line.TrimEnd('|').Split(' ')).ShouldBe(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("backup", "")]
    [InlineData("backup", "ni")]
    [InlineData("backup", "--source", "")]
    [InlineData("backup", "--catalog=/va")]
    [InlineData("job", "validate", "")]
    [InlineData("snapshot", "exec", "/srv", "--", "l")]
    [InlineData("robocopy", "")]
    [InlineData("robocopy", "/srv", "/m")]
    [InlineData("restore", "")]
    public void WhereAFileIsWantedTheShellIsAsked(params string[] typed)
    {
        Answer(environment => environment, typed).ShouldBe(["files"]);
    }

    [Fact]
    public void RunsAndJobsComeFromTheCatalogThatTheLineNames()
    {
        using TempFolder temp = new();
        string catalog = temp.At("catalog.db");
        string[] names = ["nightly", "my job $(touch x)", "nightly"];
        using (CatalogWriter writer = CatalogWriter.Open(catalog, TimeProvider.System))
        {
            foreach (string name in names)
            {
                writer.BeginRun(new RunStart { Job = name, Mode = JobMode.Mirror, Pairs = [new JobPair("/s", "/d")], Snapshot = SnapshotPolicy.Never, Version = "1", Started = DateTimeOffset.UnixEpoch });
                writer.EndRun(new RunEnd { Status = SnapBack.Runs.RunStatus.Completed, ExitCode = 1, Totals = new(), Ended = DateTimeOffset.UnixEpoch });
            }
        }

        Words("catalog", "--catalog", catalog, "show", "").ShouldBe(["last", "3", "2", "1"]);
        Words("restore", $"--catalog={catalog}", "--run", "2").ShouldBe(["2"]);
        Words("catalog", "--catalog", catalog, "runs", "--job", "my").ShouldBe(["my job $(touch x)"]);
        Words("catalog", "--catalog", temp.At("none.db"), "show", "").ShouldBe(["last"]);
        File.Exists(temp.At("none.db")).ShouldBeFalse("to complete a word is only to look");
    }

    // What stands in a catalog may have been written by anybody.
    [Fact]
    public void AJobsNameForgesNoWordAndReachesNoTerminal()
    {
        using TempFolder temp = new();
        string catalog = temp.At("catalog.db");
        using (CatalogWriter writer = CatalogWriter.Open(catalog, TimeProvider.System))
        {
            writer.BeginRun(new RunStart { Job = "night\nforged\u001b[2J\u202e", Mode = JobMode.Mirror, Pairs = [new JobPair("/s", "/d")], Snapshot = SnapshotPolicy.Never, Version = "1", Started = DateTimeOffset.UnixEpoch });
        }

        string[] answer = Answer(environment => environment, "catalog", "--catalog", catalog, "show", "");

        answer.Select(line => line.Split('\t')[0]).ShouldBe(["words", "last", "1"]);
        string.Concat(answer).ShouldNotContain('\u001b');
        Words("catalog", "--catalog", catalog, "runs", "--job", "").ShouldBeEmpty();
    }

    // A pipe would hold the shell until somebody writes into it.
    [SkippableTheory]
    [InlineData("")]
    [InlineData("pipe")]
    public void ACatalogThatIsNoneEndsAtOnce(string name)
    {
        Require.Linux();
        using TempFolder temp = new();
        Shell.Run("mkfifo", [temp.At("pipe")]).MustSucceed();

        Words("catalog", "--catalog", name.Length == 0 ? "''" : temp.At(name), "show", "").ShouldBe(["last"]);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\"a b", "a b")]
    [InlineData("'a \"b'", "a \"b")]
    [InlineData("'$(x)`", "$(x)`")]
    public void AWordIsTakenWithoutItsQuotes(string typed, string plain) => TypedWord.Plain(typed).ShouldBe(plain);

    [Fact]
    public void TheScriptForPowerShellHasItsPartsInBalanceAndReadsNothingAsACommand()
    {
        string script = CompletionScripts.PowerShell;

        foreach ((char open, char close) in (IEnumerable<(char, char)>)[('{', '}'), ('(', ')'), ('[', ']')])
        {
            script.Count(c => c == open).ShouldBe(script.Count(c => c == close), $"{open}");
        }

        script.ShouldNotContain("Invoke-Expression $");
        script.ShouldContain("& $program 'completion' 'words' $index @typed");
        script.ShouldContain("if ($program.Extension -in '.cmd', '.bat') { return }", customMessage: "cmd.exe would read what is typed as commands");
        CompletionScripts.Bash.ShouldNotContain("eval");
        CompletionScripts.Bash.ShouldNotContain("compgen");
    }

    [Fact]
    public void WhatNobodyTypesIsNotInTheHelp()
    {
        CliCall.Of("completion", "--help").Output.ShouldNotContain("INDEX");
        CliCall.Of("completion", "words").ExitCode.ShouldBe(16);
        CliCall.Of("completion", "zsh").ExitCode.ShouldBe(16);
    }

    private static IEnumerable<(string[] Path, Command Command, Option[] Options)> Below(string[] path, Command command, Option[] recursive)
    {
        yield return (path, command, [.. command.Options, .. recursive]);
        foreach (Command inner in command.Subcommands.Where(c => !c.Hidden))
        {
            foreach ((string[] Path, Command Command, Option[] Options) found in Below([.. path, inner.Name], inner, [.. recursive, .. command.Options.Where(o => o.Recursive)]))
            {
                yield return found;
            }
        }
    }

    private static string[] Words(params string[] typed)
    {
        string[] answer = Answer(environment => environment, typed);
        answer[0].ShouldBe("words", string.Join(' ', typed));
        return [.. answer.Skip(1).Select(line => line.Split('\t')[0])];
    }

    private static string[] Answer(Func<CliEnvironment, CliEnvironment> change, params string[] typed)
    {
        CliCall call = CliCall.With(change, ["completion", "words", $"{typed.Length - 1}", .. typed]);
        call.ExitCode.ShouldBe(0, call.Error);
        call.Error.ShouldBeEmpty();
        return call.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
