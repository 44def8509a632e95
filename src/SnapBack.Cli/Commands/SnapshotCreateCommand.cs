using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Snapshots;

namespace SnapBack.Cli.Commands;

/// <summary><c>snapshot create</c>: makes a set that stays.</summary>
internal sealed class SnapshotCreateCommand : CliCommand
{
    private static readonly Column<KeptSnapshot>[] Columns =
    [
        new("source", s => s.Source, IsName: true),
        new("path", s => s.Path, IsName: true),
        new("provider", s => s.Note.Provider, IsDetail: true),
        new("id", s => s.Note.Id, IsName: true),
    ];

    private readonly SnapshotOptions _options;
    private readonly Argument<string[]> _volumes = new("VOLUME") { Arity = ArgumentArity.OneOrMore };

    /// <summary>Makes the command.</summary>
    public SnapshotCreateCommand(SnapshotOptions options)
        : base("create", "make one snapshot set of one or more volumes; it stays until it is deleted")
    {
        _options = options;
        Add(_volumes);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["snapshot create VOLUME... [--format table|json|csv]"],
        Arguments = [SnapshotOptions.VolumeHelp],
        Examples = [("snapshot create D:\\ E:\\", "one moment of two drives")],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks =
        [
            "Prints where each volume can be read as it was, and the id by which 'snapshot delete' deletes it. A snapshot holds on to all that is changed later and so uses more and more space.",
            "On Windows no writers take part, so that databases are as after a power cut.",
        ],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _options.Format(line);
        string[] volumes = [.. line.GetRequiredValue(_volumes).Select(VolumePath.Full)];
        ISnapshotProvider provider = _options.ProviderFor(volumes, line, environment);
        using CatalogWriter ledger = _options.Ledger(line, environment);
        IReadOnlyList<KeptSnapshot> kept;
        try
        {
            kept = provider.Keep(volumes, ledger, environment.Cancellation);
        }
        catch (SnapshotException failure)
        {
            throw SnapshotOptions.Failed(failure);
        }

        new RowOutput(environment).Write(format, Columns, kept);
        return 0;
    }
}
