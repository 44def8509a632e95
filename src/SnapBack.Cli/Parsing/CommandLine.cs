using System.CommandLine;
using System.CommandLine.Parsing;
using SnapBack.Errors;
using SnapBack.Jobs;

namespace SnapBack.Cli.Parsing;

/// <summary>Reads a command line and says in one sentence what is wrong with it.</summary>
internal static class CommandLine
{
    // A file name may begin with '@': response files would turn it into something else.
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Reads the words behind the verb <paramref name="root"/>. Errors are not looked at yet.</summary>
    public static ParseResult Parse(CliCommand root, IReadOnlyList<string> words)
    {
        // The parser skips a first word whose file name is the root's name: without the verb in front, the job file in
        // 'snapback backup /etc/backup' would be lost.
        return CommandLineParser.Parse(root, [root.Name, .. words], Configuration);
    }

    /// <summary>The command that the line ends up at.</summary>
    public static CliCommand CommandOf(ParseResult line) => (CliCommand)line.CommandResult.Command;

    /// <summary>True when help is asked for.</summary>
    public static bool AsksForHelp(IEnumerable<string> words) => words.TakeWhile(w => w != "--").Any(w => w is "--help" or "-h" or "-?");

    /// <summary>Refuses a line that can't be understood.</summary>
    /// <exception cref="SnapBackException">What is wrong, and the nearest right word.</exception>
    public static void Check(ParseResult line, IEnumerable<string> words)
    {
        Command command = line.CommandResult.Command;
        CheckOptionNames(words, [.. OptionsOf(line.CommandResult)], command);
        if (line.Errors.Count > 0)
        {
            throw Describe(line, line.Errors[0], command);
        }
    }

    /// <summary>The error for a command line that can't be understood.</summary>
    public static SnapBackException Usage(string sentence, Command command, string hint = "") =>
        new(ErrorCode.Usage, $"{sentence} Nothing was touched.", Join(hint, $"See '{FullName(command)} --help'."));

    /// <summary>The error for a group that is called without one of its commands.</summary>
    public static SnapBackException NeedsCommand(Command group) =>
        Usage($"'{FullName(group)}' needs a command: {string.Join(", ", CommandNames(group))}.", group);

    /// <summary>The options of a command, with those of the groups it stands in.</summary>
    public static IEnumerable<Option> OptionsOf(CommandResult result)
    {
        IEnumerable<Option> own = result.Command.Options;
        return result.Parent is CommandResult parent ? own.Concat(OptionsOf(parent).Where(o => o.Recursive)) : own;
    }

    /// <summary>The verb as it is typed: <c>snapback catalog runs</c>.</summary>
    public static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{FullName(parent)} {command.Name}" : $"snapback {command.Name}";

    // The parser takes an unknown option for a value: '--exclude-file *.tmp --destinaton X' would exclude files named '--destinaton'.
    private static void CheckOptionNames(IEnumerable<string> words, Option[] options, Command command)
    {
        string[] known = [.. options.SelectMany(NamesOf), "--help", "-h", "-?"];
        foreach (string word in words.TakeWhile(w => w != "--"))
        {
            if (word.Length < 2 || word[0] != '-' || char.IsAsciiDigit(word[1]))
            {
                continue;
            }

            int end = word.AsSpan().IndexOfAny('=', ':');
            string name = end < 0 ? word : word[..end];
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                string suggestion = NearestWord.Find(name, known.Where(k => k.StartsWith("--", StringComparison.Ordinal))) is { } near
                    ? $" Did you mean '{near}'?"
                    : string.Empty;
                throw Usage($"The option '{name}' is not known.{suggestion}", command, "A value that begins with '-' is written as --option=value.");
            }

            // The parser would take the value for the next argument.
            if (end >= 0 && options.Any(o => o.Arity.MaximumNumberOfValues == 0 && NamesOf(o).Contains(name)))
            {
                throw Usage($"The option '{name}' takes no value.", command, "Give it to switch it on, leave it out to switch it off.");
            }
        }
    }

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Prepend(option.Name);

    private static SnapBackException Describe(ParseResult line, ParseError error, Command command)
    {
        if (line.UnmatchedTokens is [string stray, ..])
        {
            return Stray(stray, command);
        }

        return error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option => Usage($"The option '{option.Option.Name}' needs a value.", command),
            OptionResult option => Usage($"The option '{option.Option.Name}' can be given only once, with one value.", command),
            ArgumentResult { Parent: OptionResult option } => Usage($"The option '{option.Option.Name}' can be given only once, with one value.", command),
            ArgumentResult { Tokens.Count: 0 } argument => Usage($"{argument.Argument.HelpName ?? argument.Argument.Name} is missing.", command),
            _ when command.Subcommands.Count > 0 => NeedsCommand(command),
            _ => Usage(error.Message, command),
        };
    }

    private static SnapBackException Stray(string word, Command command)
    {
        if (command.Subcommands.Count == 0)
        {
            return Usage($"'{word}' is one word too many.", command, "A path with blanks needs quotes around it.");
        }

        string[] names = CommandNames(command);
        string suggestion = NearestWord.Find(word, names) is { } near ? $" Did you mean '{near}'?" : string.Empty;
        return Usage($"'{FullName(command)}' has no command '{word}'.{suggestion}", command, $"It has: {string.Join(", ", names)}.");
    }

    private static string[] CommandNames(Command group) => [.. group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];

    private static string Join(string first, string second) => first.Length == 0 ? second : $"{first} {second}";
}
