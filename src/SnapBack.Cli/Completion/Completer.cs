using System.CommandLine;
using System.CommandLine.Completions;
using SnapBack.Catalog;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Parsing;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Robocopy;

namespace SnapBack.Cli.Completion;

/// <summary>
/// Which words may stand where the cursor is, from the same definitions as the parser's and the help's. Only reads, at most the catalog; never fails.
/// </summary>
internal sealed class Completer
{
    private const int MostRuns = 20;

    private readonly CliEnvironment _environment;
    private string? _catalog;

    /// <summary>Takes the world, for the machine's catalog.</summary>
    public Completer(CliEnvironment environment)
    {
        _environment = environment;
    }

    /// <summary>The words; null where a file's name is wanted, or anything else that only the shell can offer.</summary>
    /// <param name="before">The words between the program's name and the cursor's, without quotes.</param>
    /// <param name="current">What stands at the cursor so far.</param>
    public IReadOnlyList<Candidate>? At(IReadOnlyList<string> before, string current)
    {
        // Only some shells take '--option=value' for several words.
        int equals = current.StartsWith("--", StringComparison.Ordinal) ? current.IndexOf('=', StringComparison.Ordinal) : -1;
        if (equals > 0)
        {
            string option = current[..equals];
            return At([.. before, option], current[(equals + 1)..])?.Select(found => found with { Word = $"{option}={found.Word}" }).ToList();
        }

        string prefix = current == "=" ? string.Empty : current;
        return All([.. before.Where(word => word != "=")], prefix)?.Where(found => found.Word.StartsWith(prefix, StringComparison.Ordinal) && DisplayText.Escape(found.Word) == found.Word).ToList();
    }

    private IEnumerable<Candidate>? All(IReadOnlyList<string> before, string prefix)
    {
        if (before.Count == 0)
        {
            return VerbNames().Concat(Options([new Candidate("--help", "print the overview"), new Candidate("--version", "print the version")], prefix));
        }

        if (Verbs.Find(before[0]) is not { } verb)
        {
            return [];
        }

        if (verb is Commands.RobocopyCommand)
        {
            return before.Count > 2 && prefix.StartsWith('/') ? SwitchTable.All.Select(s => new Candidate(s.Name)) : null;
        }

        _catalog = ValueOf("--catalog", before);
        return Behind(verb, before.Skip(1), prefix);
    }

    // The words are taken as the parser would take them.
    private IEnumerable<Candidate>? Behind(Command command, IEnumerable<string> words, string prefix)
    {
        List<Option> options = [.. command.Options];
        HashSet<Option> given = [];
        Option? open = null;
        bool isNew = false;
        int arguments = 0;
        foreach (string word in words)
        {
            if (word == "--" || command is RawCommand)
            {
                return null;
            }

            if (options.Find(option => option.Name == word || option.Aliases.Contains(word)) is { } option)
            {
                given.Add(option);
                (open, isNew) = (option.Arity.MaximumNumberOfValues > 0 ? option : null, true);
            }
            else if (open is not null)
            {
                (open, isNew) = (open.AllowMultipleArgumentsPerToken ? open : null, false);
            }
            else if (arguments == 0 && command.Subcommands.FirstOrDefault(c => c.Name == word) is { } inner)
            {
                options = [.. inner.Options, .. options.Where(o => o.Recursive)];
                command = inner;
            }
            else
            {
                arguments++;
            }
        }

        if (command is RawCommand)
        {
            return null;
        }

        if (open is not null && isNew)
        {
            return Values(open);
        }

        if (prefix.StartsWith('-'))
        {
            IEnumerable<Candidate> names = options.Where(o => !o.Hidden && (!given.Contains(o) || o.AllowMultipleArgumentsPerToken)).Select(o => new Candidate(o.Name, o.Description ?? string.Empty));
            return names.Append(new Candidate("--help", "print usage, options, examples and exit codes"));
        }

        return open is not null ? Values(open)
            : command.Subcommands.Count > 0 ? arguments > 0 ? [] : command.Subcommands.Where(c => !c.Hidden).Select(c => new Candidate(c.Name, c.Description ?? string.Empty))
            : command.Arguments.Count == 0 ? []
            : Values(command.Arguments[Math.Min(arguments, command.Arguments.Count - 1)], arguments);
    }

    private static IEnumerable<Candidate> VerbNames() => Verbs.All.Select(verb => new Candidate(verb.Name, verb.Summary));

    private static IEnumerable<Candidate> Options(IEnumerable<Candidate> options, string prefix) => prefix.StartsWith('-') ? options : [];

    private static string? ValueOf(string option, IReadOnlyList<string> words) =>
        words.Zip(words.Skip(1)).Where(pair => pair.First == option).Select(pair => pair.Second)
            .Concat(words.Where(word => word.StartsWith(option + "=", StringComparison.Ordinal)).Select(word => word[(option.Length + 1)..]))
            .FirstOrDefault();

    private IEnumerable<Candidate>? Values(Option option)
    {
        string name = option.HelpName ?? string.Empty;
        IReadOnlyList<Candidate> words = [.. FixedWords(name), .. option.CompletionSources.SelectMany(source => source(CompletionContext.Empty)).Select(item => new Candidate(item.Label))];
        return words.Count > 0 ? words : (option.Name, name) switch
        {
            ("--job" or "--name", _) => Jobs(),
            (_, "RUN") => Runs(),
            (_, "FILE" or "DIR" or "RCJFILE" or "PATH") => null,
            _ => [],
        };
    }

    private IEnumerable<Candidate>? Values(Argument argument, int index) => argument.Name switch
    {
        "RUN" or "RUN1" or "RUN2" when index < 2 => Runs(),
        "NAME" => Jobs(),
        "COMMAND" when index == 0 => VerbNames(),
        "JOBFILE" or "RCJFILE" or "PATH" or "VOLUME" => null,
        _ => FixedWords(argument.Name),
    };

    // 'incremental|mirror', but not 'N|N%' or 'DAYS|YYYYMMDD': those say what a value looks like.
    private static IEnumerable<Candidate> FixedWords(string name)
    {
        string[] words = name.Split('|');
        return words.Length > 1 && Array.TrueForAll(words, word => word.Length > 0 && char.IsAsciiLetterLower(word[0])) ? words.Select(word => new Candidate(word)) : [];
    }

    // No more than is shown: somebody has pressed a key and waits.
    private IEnumerable<Candidate> Runs() => Ask(catalog => catalog.Runs(last: MostRuns)).Reverse()
        .Select(run => new Candidate($"{run.Id}", DisplayText.Escape($"{run.Job}, {run.Started:yyyy-MM-dd HH:mm}, {run.Status}")))
        .Prepend(new Candidate("last", "the last run"));

    private IEnumerable<Candidate> Jobs() => Ask(catalog => catalog.JobNames()).Select(job => new Candidate(job));

    private IReadOnlyList<T> Ask<T>(Func<CatalogReader, IReadOnlyList<T>> question)
    {
        try
        {
            using CatalogReader catalog = CatalogReader.Open(DefaultPaths.Catalog(_catalog, _environment));
            return question(catalog);
        }
        catch (SnapBackException)
        {
            // No catalog, or none that can be read: who asks for a run will be told.
            return [];
        }
    }
}
