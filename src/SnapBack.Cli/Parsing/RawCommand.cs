using System.CommandLine;

namespace SnapBack.Cli.Parsing;

/// <summary>A verb whose words are a language of their own: they are passed on as the system gave them.</summary>
internal abstract class RawCommand : CliCommand
{
    /// <summary>Names the verb.</summary>
    protected RawCommand(string name, string summary)
        : base(name, summary)
    {
    }

    /// <inheritdoc/>
    public sealed override bool ChecksCommandLine => false;

    /// <summary>Prints the verb's help.</summary>
    public abstract void WriteHelp(TextWriter output);

    /// <summary>Carries out the verb and returns the exit code.</summary>
    /// <exception cref="Errors.SnapBackException">It could not be done, and why.</exception>
    public abstract int Execute(IReadOnlyList<string> words, CliEnvironment environment);

    /// <inheritdoc/>
    public sealed override int Execute(ParseResult line, CliEnvironment environment) =>
        throw new InvalidOperationException($"The words of '{Name}' are not for the parser.");
}
