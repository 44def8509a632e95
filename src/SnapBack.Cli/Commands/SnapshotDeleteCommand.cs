using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Snapshots;

namespace SnapBack.Cli.Commands;

/// <summary><c>snapshot delete</c>: deletes snapshots of this program, and no others.</summary>
internal sealed class SnapshotDeleteCommand : CliCommand
{
    private readonly SnapshotOptions _options;
    private readonly Argument<string[]> _ids = new("ID") { Arity = ArgumentArity.OneOrMore };

    /// <summary>Makes the command.</summary>
    public SnapshotDeleteCommand(SnapshotOptions options)
        : base("delete", "delete snapshots that this program made")
    {
        _options = options;
        Add(_ids);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["snapshot delete ID..."],
        Arguments = [("ID", "as 'snapshot create' and 'snapshot list' print it")],
        Examples = [("snapshot delete {6a1e9a0e-5f38-4c5a-9d0b-8d5c6f7e8a90}", "delete a set of Windows")],
        ExitCodes = [("0", "all are gone"), ("8", "one or more could not be deleted"), .. ExitCodeRows.OfQuestion.Skip(1)],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        IReadOnlyList<ISnapshotProvider> providers = _options.Providers(line, environment);
        using CatalogWriter ledger = _options.Ledger(line, environment);
        IReadOnlyList<NotedSnapshot> noted = ledger.Notes();

        // All are looked up before the first is deleted.
        List<SnapshotNote> wanted = [.. line.GetRequiredValue(_ids).Select(id => Find(id, noted)).Distinct()];
        int failures = 0;
        foreach (SnapshotNote note in wanted)
        {
            if (providers.Any(provider => provider.Name == note.Provider && provider.TryRemoveLeftover(note)))
            {
                ledger.StrikeOut(note);
                environment.Out.WriteLine($"Deleted: {DisplayText.Escape(note.Id)} of {DisplayText.Escape(note.Volume)}");
            }
            else
            {
                failures++;
                environment.Error.WriteLine(
                    $"snapback: {DisplayText.Escape(note.Id)} of {DisplayText.Escape(note.Volume)} could not be deleted. Is its volume there, and has this account the rights?");
            }
        }

        return failures == 0 ? 0 : ExitMask.Failed;
    }

    private static SnapshotNote Find(string id, IReadOnlyList<NotedSnapshot> noted)
    {
        NotedSnapshot? found = noted.FirstOrDefault(snapshot => IsSame(snapshot.Note.Id, id));
        if (found is null)
        {
            throw new SnapBackException(
                ErrorCode.SnapshotUnknown,
                $"There is no snapshot '{DisplayText.Escape(id)}' that SnapBack made. Nothing was deleted.",
                "'snapback snapshot list' lists them. Other shadow copies of Windows are deleted by 'vssadmin delete shadows /shadow=ID'.");
        }

        return found is { IsInUse: true, Note.IsKept: false }
            ? throw new SnapBackException(
                ErrorCode.SnapshotUnknown, $"The snapshot '{DisplayText.Escape(id)}' is in use by a program that runs now. Nothing was deleted.", "Wait until it has ended, or end it.")
            : found.Note;
    }

    // Ids of Windows are written with or without braces, in any case; paths exactly.
    private static bool IsSame(string noted, string given) => Guid.TryParse(noted, out Guid left) ? Guid.TryParse(given, out Guid right) && left == right : noted == given;
}
