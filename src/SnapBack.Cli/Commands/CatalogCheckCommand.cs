using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Runs;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog check</c>: whether the catalog is whole and agrees with itself.</summary>
internal sealed class CatalogCheckCommand : CliCommand
{
    private static readonly Column<CheckRow>[] Columns =
    [
        new("check", r => r.Check),
        new("sound", r => r.IsSound),
        new("finding", r => r.Finding),
    ];

    private readonly CatalogOptions _catalog;

    /// <summary>Makes the command.</summary>
    public CatalogCheckCommand(CatalogOptions catalog)
        : base("check", "read all of the catalog: is it whole, does it agree with itself")
    {
        _catalog = catalog;
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog check [--format table|json|csv]"],
        Examples = [("catalog check", "before the catalog is moved to another disk, and after")],
        ExitCodes = [("0", "sound"), ("8", "not sound; the findings say what"), .. ExitCodeRows.OfQuestion.Skip(1)],
        Remarks = ["It changes nothing. A damaged catalog is set aside by the next backup, which starts a new one."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        using CatalogReader reader = _catalog.Open(line, environment);
        bool isSound = true;
        new RowOutput(environment).Write(format, Columns, reader.Check(environment.Cancellation).Select(row =>
        {
            isSound &= row.IsSound;
            return row;
        }));
        return isSound ? 0 : ExitMask.Failed;
    }
}
