using System.CommandLine;

namespace SnapBack.Cli.Parsing;

/// <summary>The three shapes of an option. Values stay raw text: what they mean is the business of the room that uses them.</summary>
internal static class Opt
{
    /// <summary>An option with one value.</summary>
    public static Option<string?> Text(string name, string value, string description, bool isHidden = false) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne, Hidden = isHidden };

    /// <summary>An option that may be given several times and may have several values each time.</summary>
    public static Option<string[]?> List(string name, string value, string description) =>
        new(name)
        {
            HelpName = value,
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };
}
