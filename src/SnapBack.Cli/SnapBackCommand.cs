using System.CommandLine;
using SnapBack.Cli.Commands;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Runs;

namespace SnapBack.Cli;

/// <summary>The program without its process: finds the verb, runs it, turns what it throws into words and an exit code.</summary>
public static class SnapBackCommand
{
    /// <summary>Runs a command line and returns the exit code. Never throws for what a user, a file or a bug can do.</summary>
    public static int Run(IReadOnlyList<string> args, CliEnvironment environment)
    {
        ErrorReport report = ErrorReport.Of(args, environment);
        try
        {
            return Dispatch(args, environment);
        }
        catch (SnapBackException e)
        {
            return report.Tell(e);
        }
        catch (OperationCanceledException) when (environment.Cancellation.IsCancellationRequested)
        {
            return report.TellCancelled();
        }
#pragma warning disable CA1031 // The boundary of the program: what arrives here is a bug.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return report.TellBug(e, BugLog.Write(e, environment));
        }
    }

    private static int Dispatch(IReadOnlyList<string> args, CliEnvironment environment)
    {
        if (args.Count == 0)
        {
            HelpCommand.WriteOverview(environment.Error);
            return ExitMask.NothingDone;
        }

        string word = args[0] switch
        {
            "--help" or "-h" or "-?" => HelpCommand.Word,
            "--version" => VersionCommand.Word,
            string other => other,
        };
        CliCommand verb = Verbs.Find(word) ?? throw Unknown(args[0]);
        IReadOnlyList<string> words = [.. args.Skip(1)];
        if (verb is RawCommand raw)
        {
            return raw.Execute(words, environment);
        }

        if (words.Count > 0 && verb.Subcommands.OfType<RawCommand>().FirstOrDefault(c => c.Name == words[0]) is { } inner)
        {
            return inner.Execute([.. words.Skip(1)], environment);
        }

        ParseResult line = CommandLine.Parse(verb, words);
        CliCommand command = CommandLine.CommandOf(line);
        if (!command.ChecksCommandLine)
        {
            return command.Execute(line, environment);
        }

        if (CommandLine.AsksForHelp(words))
        {
            HelpWriter.Write(environment.Out, line.CommandResult);
            return 0;
        }

        CommandLine.Check(line, words);
        return command.Execute(line, environment);
    }

    private static SnapBackException Unknown(string word)
    {
        string suggestion = NearestWord.Find(word, Verbs.All.Select(v => v.Name)) is { } near ? $" Did you mean '{near}'?" : string.Empty;
        return new(ErrorCode.Usage, $"'{word}' is not a command of snapback.{suggestion} Nothing was touched.", "'snapback help' lists what there is.");
    }
}
