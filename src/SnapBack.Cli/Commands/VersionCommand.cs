using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rendering;

namespace SnapBack.Cli.Commands;

/// <summary><c>version</c>: which snapback this is.</summary>
internal sealed class VersionCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "version";

    /// <summary>What it is for.</summary>
    public const string Summary = "print the version";

    private readonly Option<bool> _json = Opt.Flag("--json", "as one JSON object");

    /// <summary>Makes the command.</summary>
    public VersionCommand()
        : base(Word, Summary)
    {
        Add(_json);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["version [--json]"],
        Examples = [("version", "print version, runtime and system")],
        ExitCodes = [("0", "always")],
    };

    /// <summary>The version with the commit it was built from, where that is known.</summary>
    public static string Text =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion is { } text ? Short(text) : "unknown";

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        string runtime = RuntimeInformation.FrameworkDescription;
        string system = RuntimeInformation.RuntimeIdentifier;
        environment.Out.WriteLine(line.GetValue(_json)
            ? JsonText.Object(json =>
            {
                json.WriteString("type", "version");
                json.WriteString("version", Text);
                json.WriteString("runtime", runtime);
                json.WriteString("system", system);
            })
            : $"snapback {Text} ({runtime}, {system})");
        return 0;
    }

    private static string Short(string text)
    {
        int plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? text : text[..Math.Min(text.Length, plus + 10)];
    }
}
