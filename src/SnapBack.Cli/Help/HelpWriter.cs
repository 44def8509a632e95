using System.CommandLine;
using System.CommandLine.Parsing;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Help;

/// <summary>Prints the help of a verb: usage, arguments, options with defaults, examples, exit codes. Never wider than 100 columns.</summary>
internal static class HelpWriter
{
    private const int TextColumn = 34;
    private const int LastColumn = 100;

    /// <summary>Prints the help of the command that <paramref name="result"/> stands for.</summary>
    public static void Write(TextWriter output, CommandResult result)
    {
        CliCommand command = (CliCommand)result.Command;
        HelpContent help = command.Help;
        output.WriteLine($"{CommandLine.FullName(command)}: {command.Description}");
        Section(output, "Usage", help.Usage.Select(u => $"  snapback {u}"));
        Rows(output, "Commands", command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? string.Empty)));
        Rows(output, "Arguments", help.Arguments);
        IEnumerable<Option> options = CommandLine.OptionsOf(result).Where(o => !o.Hidden);
        Rows(output, "Options", options.Select(o => (Label(o), o.Description ?? string.Empty)).Append(("-h, --help", "print this")));
        Section(output, "Examples", help.Examples.SelectMany(e => (string[])[$"  snapback {e.Line}", $"      {e.Text}"]));
        Rows(output, "Exit codes", help.ExitCodes);
        foreach (string remark in help.Remarks)
        {
            output.WriteLine();
            Wrapped(output, remark, string.Empty, 0);
        }
    }

    /// <summary>Prints a heading and two columns.</summary>
    public static void Rows(TextWriter output, string heading, IEnumerable<(string Label, string Text)> rows)
    {
        bool isFirst = true;
        foreach ((string label, string text) in rows)
        {
            if (isFirst)
            {
                output.WriteLine();
                output.WriteLine($"{heading}:");
                isFirst = false;
            }

            string start = $"  {label}";
            if (start.Length > TextColumn - 2)
            {
                output.WriteLine(start);
                start = string.Empty;
            }

            Wrapped(output, text, start.PadRight(TextColumn), TextColumn);
        }
    }

    private static void Section(TextWriter output, string heading, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            output.WriteLine();
            output.WriteLine($"{heading}:");
            Array.ForEach(all, output.WriteLine);
        }
    }

    private static string Label(Option option)
    {
        string names = string.Join(", ", option.Aliases.Append(option.Name));
        string value = option.Arity.MaximumNumberOfValues == 0 ? string.Empty : $" {option.HelpName}";
        return $"{names}{value}{(option.AllowMultipleArgumentsPerToken ? "..." : string.Empty)}";
    }

    /// <summary>Prints a text that begins with <paramref name="start"/>, its further lines indented.</summary>
    public static void Wrapped(TextWriter output, string text, string start, int indent)
    {
        string line = start;
        bool isEmpty = true;
        foreach (string word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > LastColumn)
            {
                output.WriteLine(line.TrimEnd());
                line = new string(' ', indent);
                isEmpty = true;
            }

            line += isEmpty ? word : $" {word}";
            isEmpty = false;
        }

        output.WriteLine(line.TrimEnd());
    }
}
