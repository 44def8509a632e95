using System.CommandLine;
using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Errors;
using SnapBack.Jobs;

namespace SnapBack.Cli.Commands;

/// <summary>What the questions to the catalog have in common. The options may stand before or behind the question's name.</summary>
internal sealed class CatalogOptions
{
    private const string RunName = "RUN";

    private readonly Option<string?> _catalog = Opt.Text("--catalog", "FILE", "catalog database (the machine's)");
    private readonly Option<string?> _format = Opt.Text("--format", "table|json|csv", "json: an array of objects; csv: RFC 4180 with a heading (table)");

    /// <summary>Adds the options to the group.</summary>
    public void AddTo(Command group)
    {
        _catalog.Recursive = true;
        _format.Recursive = true;
        group.Add(_catalog);
        group.Add(_format);
    }

    /// <summary>Adds the format alone, for a command that asks no catalog.</summary>
    public void AddFormatTo(Command command) => command.Add(_format);

    /// <summary>The argument that names a run.</summary>
    public static Argument<string?> RunArgument() => new(RunName) { Arity = ArgumentArity.ExactlyOne };

    /// <summary>What that argument may be.</summary>
    public static (string Name, string Text) RunHelp => (RunName, "a run's number, 'last', or 'last~N' for the N-th before it");

    /// <summary>Opens the catalog that the line means.</summary>
    public CatalogReader Open(ParseResult line, CliEnvironment environment) => CatalogReader.Open(DefaultPaths.Catalog(line.GetValue(_catalog), environment));

    /// <summary>Full path of the catalog that the line means.</summary>
    public string Path(ParseResult line, CliEnvironment environment) => DefaultPaths.Catalog(line.GetValue(_catalog), environment);

    /// <summary>True when the line names a catalog.</summary>
    public bool IsNamed(ParseResult line) => line.GetValue(_catalog) is not null;

    /// <summary>The format asked for.</summary>
    public OutputFormat Format(ParseResult line) => line.GetValue(_format) switch
    {
        null or "table" => OutputFormat.Table,
        "json" => OutputFormat.Json,
        "csv" => OutputFormat.Csv,
        string other => throw Wrong("--format", other, ["table", "json", "csv"], line),
    };

    /// <summary>A word of an enumeration that an option filters by; null when it is not given.</summary>
    /// <exception cref="SnapBackException">There is no such word: an empty answer would look like the truth.</exception>
    public static string? Filter<T>(ParseResult line, Option<string?> option)
        where T : struct, Enum
    {
        string[] words = WordsOf<T>();
        return line.GetValue(option) is not { } word || words.Contains(word) ? line.GetValue(option) : throw Wrong(option.Name, word, words, line);
    }

    /// <summary>The words of an enumeration.</summary>
    public static string[] WordsOf<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(Words.FromName)];

    /// <summary>What a moment may be.</summary>
    public static (string Name, string Text) TimeHelp => ("TIME", "2026-01-31, 2026-01-31T02:00 (local time, or with Z), or how long ago: 90m, 12h, 7d, 4w");

    /// <summary>The moment that an option names; null when it is not given.</summary>
    /// <exception cref="SnapBackException">It can't be understood.</exception>
    public static DateTimeOffset? Moment(ParseResult line, Option<string?> option, CliEnvironment environment)
    {
        if (line.GetValue(option) is not { } text)
        {
            return null;
        }

        return MomentText.TryRead(text, environment.Clock, out DateTimeOffset moment, out string? problem)
            ? moment
            : throw CommandLine.Usage($"The option '{option.Name}' can't be '{text}': it {problem}.", line.CommandResult.Command);
    }

    /// <summary>A number from 1 on.</summary>
    /// <exception cref="SnapBackException">It is none.</exception>
    public static int Number(ParseResult line, Option<string?> option, int otherwise)
    {
        if (line.GetValue(option) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw CommandLine.Usage($"The option '{option.Name}' needs a number from 1 on, not '{text}'.", line.CommandResult.Command);
    }

    /// <summary>One of several words; the first when the option is not given.</summary>
    /// <exception cref="SnapBackException">There is no such word.</exception>
    public static string Word(ParseResult line, Option<string?> option, string[] words) =>
        line.GetValue(option) is not { } word ? words[0] : words.Contains(word) ? word : throw Wrong(option.Name, word, words, line);

    /// <summary>A pattern for paths below the source.</summary>
    /// <exception cref="SnapBackException">It can match none: an empty answer would look like the truth.</exception>
    public static string Glob(string glob, Command command) =>
        !string.IsNullOrWhiteSpace(glob) && !new NamePattern(glob).IsFullPath
            ? glob
            : throw CommandLine.Usage($"'{glob}' matches nothing below a source.", command, "Give a name (*.docx) or a path below the source (accounts/*.csv).");

    private static SnapBackException Wrong(string option, string word, string[] words, ParseResult line)
    {
        string suggestion = NearestWord.Find(word, words) is { } near ? $" Did you mean '{near}'?" : string.Empty;
        return CommandLine.Usage($"The option '{option}' can't be '{word}'.{suggestion}", line.CommandResult.Command, $"It can be: {string.Join(", ", words)}.");
    }
}
