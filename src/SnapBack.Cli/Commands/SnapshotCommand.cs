using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary><c>snapshot</c>: snapshots by themselves, without a backup.</summary>
internal sealed class SnapshotCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "snapshot";

    /// <summary>What it is for.</summary>
    public const string Summary = "make, list and delete snapshots, or run a program on one";

    /// <summary>Makes the group.</summary>
    public SnapshotCommand()
        : base(Word, Summary)
    {
        SnapshotOptions options = new();
        options.AddTo(this);
        Add(new SnapshotListCommand(options));
        Add(new SnapshotCreateCommand(options));
        Add(new SnapshotDeleteCommand(options));
        Add(new SnapshotExecCommand(options));
        Add(new SnapshotWritersCommand(options));
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["snapshot list", "snapshot create VOLUME...", "snapshot delete ID...", "snapshot exec VOLUME... -- COMMAND [ARGUMENT...]", "snapshot writers"],
        Arguments = [SnapshotOptions.VolumeHelp],
        Examples =
        [
            ("snapshot exec /srv/data -- sh -c 'tar -cf /mnt/usb/data.tar -C \"$SNAPBACK_SNAPSHOT\" .'", "pack a folder as it was at one moment"),
            ("snapshot list --format json", "what there is, for a program to read"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment) => throw CommandLine.NeedsCommand(this);
}
