using System.CommandLine;
using SnapBack.Cli.Help;

namespace SnapBack.Cli.Parsing;

/// <summary>One verb: its options, its help and what it does. A new one is made for every call.</summary>
internal abstract class CliCommand : Command
{
    /// <summary>Names the verb.</summary>
    protected CliCommand(string name, string summary)
        : base(name, summary)
    {
    }

    /// <summary>What <c>--help</c> prints beside the options.</summary>
    public abstract HelpContent Help { get; }

    /// <summary>False for a command that answers before its command line is looked at.</summary>
    public virtual bool ChecksCommandLine => true;

    /// <summary>Carries out the verb and returns the exit code.</summary>
    /// <exception cref="Errors.SnapBackException">It could not be done, and why.</exception>
    public abstract int Execute(ParseResult line, CliEnvironment environment);
}
