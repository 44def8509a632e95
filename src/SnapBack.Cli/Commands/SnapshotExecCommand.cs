using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Paths;
using SnapBack.Snapshots;

namespace SnapBack.Cli.Commands;

/// <summary><c>snapshot exec</c>: runs a program while a snapshot lives, and tells it where.</summary>
internal sealed class SnapshotExecCommand : CliCommand
{
    private const string Prefix = "SNAPBACK_SNAPSHOT";

    private readonly SnapshotOptions _options;
    private readonly Argument<string[]> _words = new("VOLUME") { Arity = ArgumentArity.OneOrMore };

    /// <summary>Makes the command.</summary>
    public SnapshotExecCommand(SnapshotOptions options)
        : base("exec", "run a program while a snapshot of the volumes lives")
    {
        _options = options;
        Add(_words);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["snapshot exec VOLUME... -- COMMAND [ARGUMENT...]"],
        Arguments = [SnapshotOptions.VolumeHelp, ("COMMAND", "a program and its arguments; options of snapback stand before the '--'")],
        Examples = [("snapshot exec /srv/db -- sh -c 'cp -a \"$SNAPBACK_SNAPSHOT/.\" /mnt/usb/db'", "copy a folder as it was at one moment")],
        ExitCodes = [("N", "whatever the program returned"), ("16", "no snapshot, or the program could not be started"), ("130", "stopped by Ctrl+C or SIGTERM before the program ran")],
        Remarks =
        [
            $"The program's environment: {Prefix} and {Prefix}_1 are where the first volume is read, {Prefix}_2 the second and so on; {Prefix}_SOURCE_1 and so on are the volumes, {Prefix}_COUNT is their number, {Prefix}_ID the set.",
            "On Windows the places are device paths (\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\); not every program takes them.",
            "The snapshot is released when the program ends, however it ends.",
        ],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        (string[] volumes, string[] command) = Split(line);
        ISnapshotProvider provider = _options.ProviderFor(volumes, line, environment);
        using CatalogWriter ledger = _options.Ledger(line, environment);
        using ISnapshotSession session = Create(provider, volumes, ledger, environment);
        foreach (Runs.Notice notice in session.Set.Notices.Where(notice => notice.IsWarning))
        {
            Warn(notice.Text, environment);
        }

        int code = ChildProgram.Run(command, Variables(volumes, session), environment);
        foreach (string failure in session.Release())
        {
            Warn(failure, environment);
        }

        return code;
    }

    private static ISnapshotSession Create(ISnapshotProvider provider, string[] volumes, CatalogWriter ledger, CliEnvironment environment)
    {
        try
        {
            return provider.Create(volumes, ledger, environment.Cancellation);
        }
        catch (SnapshotException failure)
        {
            throw SnapshotOptions.Failed(failure);
        }
    }

    private static void Warn(string text, CliEnvironment environment) => environment.Error.WriteLine($"snapback: warning: {DisplayText.Escape(text)}");

    private static Dictionary<string, string> Variables(string[] volumes, ISnapshotSession session)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            [Prefix] = session.ViewOf(volumes[0]).ReadRoot,
            [$"{Prefix}_ID"] = session.Set.Id,
            [$"{Prefix}_COUNT"] = volumes.Length.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((int index, string volume) in volumes.Index())
        {
            variables[string.Create(CultureInfo.InvariantCulture, $"{Prefix}_{index + 1}")] = session.ViewOf(volume).ReadRoot;
            variables[string.Create(CultureInfo.InvariantCulture, $"{Prefix}_SOURCE_{index + 1}")] = volume;
        }

        return variables;
    }

    // The parser gives all words to one argument; what stands behind '--' is the program's own.
    private (string[] Volumes, string[] Command) Split(ParseResult line)
    {
        int command = line.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        string[] words = line.GetRequiredValue(_words);
        if (command == 0 || words.Length == command)
        {
            throw CommandLine.Usage(
                command == 0 ? "There is no program to run." : "There is no volume to make a snapshot of.", this, "snapback snapshot exec VOLUME... -- COMMAND [ARGUMENT...]");
        }

        return ([.. words[..^command].Select(VolumePath.Full)], words[^command..]);
    }
}
