using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;

namespace SnapBack.Cli.Commands;

/// <summary><c>snapshot list</c>: snapshots of this program, and on Windows all others.</summary>
internal sealed class SnapshotListCommand : CliCommand
{
    private static readonly Column<Row>[] Columns =
    [
        new("provider", r => r.Provider),
        new("id", r => r.Id, IsName: true),
        new("state", r => r.State),
        new("volume", r => r.Volume, IsName: true),
        new("created", r => r.Created),
        new("path", r => r.Path, IsName: true, IsDetail: true),
    ];

    private readonly SnapshotOptions _options;

    /// <summary>Makes the command.</summary>
    public SnapshotListCommand(SnapshotOptions options)
        : base("list", "list the snapshots that there are")
    {
        _options = options;
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["snapshot list [--catalog FILE] [--format table|json|csv]"],
        Examples = [("snapshot list", "what this program made, and on Windows all other shadow copies")],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["State: in-use (a run reads it), kept (made by 'snapshot create'), left-behind (of a killed run; the next run removes it), other (not of this program)."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _options.Format(line);
        using CatalogReader? catalog = _options.TryRead(line, environment);
        IReadOnlyList<NotedSnapshot> noted = catalog?.Snapshots() ?? [];
        try
        {
            IReadOnlyList<VssSnapshot> shadowCopies = _options.TryVss(line, environment)?.ListSnapshots() ?? [];
            new RowOutput(environment).Write(format, Columns, Rows(noted, shadowCopies));
            return 0;
        }
        catch (SnapshotException failure)
        {
            throw SnapshotOptions.Failed(failure);
        }
    }

    private static IEnumerable<Row> Rows(IReadOnlyList<NotedSnapshot> noted, IReadOnlyList<VssSnapshot> shadowCopies)
    {
        foreach (NotedSnapshot snapshot in noted.Where(snapshot => snapshot.Note.Provider != VssSnapshotProvider.ProviderName))
        {
            yield return new Row(snapshot.Note.Provider, snapshot.Note.Id, StateOf(snapshot), snapshot.Note.Volume, snapshot.Noted, snapshot.Note.Id);
        }

        Dictionary<string, NotedSnapshot> sets = noted.Where(snapshot => snapshot.Note.Provider == VssSnapshotProvider.ProviderName)
            .ToDictionary(snapshot => snapshot.Note.Id, StringComparer.OrdinalIgnoreCase);
        foreach (VssSnapshot copy in shadowCopies.OrderBy(copy => copy.Created))
        {
            string set = copy.SetId.ToString("B");
            bool isOurs = sets.TryGetValue(set, out NotedSnapshot? note);
            yield return new Row(
                VssSnapshotProvider.ProviderName, isOurs ? set : copy.Id.ToString("B"), isOurs ? StateOf(note!) : "other", copy.Volume, copy.Created, copy.Device + '\\');
        }

        HashSet<string> there = [.. shadowCopies.Select(copy => copy.SetId.ToString("B"))];
        foreach (NotedSnapshot gone in sets.Values.Where(set => !there.Contains(set.Note.Id)))
        {
            // Noted, and not known to the service: it went with the program that made it, or can't be seen from here.
            yield return new Row(gone.Note.Provider, gone.Note.Id, StateOf(gone), gone.Note.Volume, gone.Noted, null);
        }
    }

    private static string StateOf(NotedSnapshot snapshot) => snapshot.Note.IsKept ? "kept" : snapshot.IsInUse ? "in-use" : "left-behind";

    private sealed record Row(string Provider, string Id, string State, string Volume, DateTimeOffset? Created, string? Path);
}
