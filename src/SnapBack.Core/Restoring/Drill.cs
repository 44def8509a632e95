using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.Restoring;

/// <summary>
/// Proves the way back: restores a sample into a folder of its own, reads all of it again and holds it against the record, and removes the folder. Used by
/// one thread.
/// </summary>
public sealed class Drill
{
    private const long SpareBytes = 64 * 1024 * 1024;

    private readonly CatalogReader _catalog;
    private readonly RunPorts _ports;
    private readonly Action<RestoredPath> _tell;
    private readonly CancellationToken _cancellation;

    /// <param name="catalog">The record.</param>
    /// <param name="ports">Opens the copy and the place.</param>
    /// <param name="tell">Called for each path that can't be had, or came back otherwise than it was.</param>
    /// <param name="cancellation">Stops between two blocks of a file; the folder is removed all the same.</param>
    public Drill(CatalogReader catalog, RunPorts ports, Action<RestoredPath> tell, CancellationToken cancellation)
    {
        _catalog = catalog;
        _ports = ports;
        _tell = tell;
        _cancellation = cancellation;
    }

    /// <summary>Carries it out.</summary>
    /// <param name="run">Whose tree.</param>
    /// <param name="percent">1 to 100: how many of its files.</param>
    /// <param name="places">Full paths of existing folders; the first with room takes the sample.</param>
    /// <returns>The numbers of the restore; what came back otherwise than it was counts as failed.</returns>
    /// <exception cref="SnapBackException">Nothing was restored: the copy is not there, or no place has room.</exception>
    public RestoreResult Run(long run, int percent, IReadOnlyList<string> places)
    {
        DaySample sample = new(percent, _ports.Clock.GetUtcNow());
        bool Takes(ListRow row) => row.State.Kind != EntryKind.Directory && sample.Has(row.Pair, row.Path);
        long bytes = _catalog.List(run).Where(Takes).Sum(row => row.Size);
        string place = Path.Join(PlaceFor(bytes, places), $"snapback-drill-{Guid.NewGuid():N}");
        try
        {
            HashSet<(int, string)> failed = [];
            int pair = 0;
            RestoreResult result = new() { Run = run };
            IReadOnlyList<RunTreeRow> trees = _catalog.Show(run).Trees;
            foreach (RunTreeRow tree in trees)
            {
                pair = tree.Pair;
                string to = Path.Join(place, Invariant(pair));
                RestoreOrder order = new() { Run = run, To = to, Pair = pair, Takes = Takes };
                RestoreResult part = new Restorer(_catalog, _ports, Note, _cancellation).Restore(order);
                result = result.Plus(part) with { Failed = result.Failed + part.Failed + Compare(to, _catalog.List(run).Where(row => row.Pair == pair && Takes(row) && !failed.Contains((pair, row.Path)))) };
            }

            return result;

            void Note(RestoredPath path)
            {
                if (path.Error is not null)
                {
                    failed.Add((pair, path.Path));
                    _tell(path);
                }
            }
        }
        finally
        {
            Remove(place);
        }
    }

    private static string Invariant(int pair) => pair.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string PlaceFor(long bytes, IReadOnlyList<string> places) =>
        places.FirstOrDefault(place => _ports.SpaceAt(place) is not { } space || space.Free > bytes + SpareBytes) ?? throw new SnapBackException(
            ErrorCode.Usage,
            $"There is no room for the sample: it has {bytes} bytes. Nothing was restored.",
            "Name a folder on a volume with more room with --to, or take fewer files with --sample N%.");

    private long Compare(string to, IEnumerable<ListRow> rows)
    {
        long different = 0;
        using IDestinationTree place = _ports.OpenDestination(to, null, SecuritySections.All);
        using FileCopier reader = new(new Job { Name = CatalogWords.Drill, Pairs = [], Retry = 0 }, throttle: null, moved: _ => { }, _cancellation);
        foreach (ListRow row in rows)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Difference(row, place, reader) is { } why)
            {
                different++;
                _tell(new RestoredPath(row.Path, row.State.Kind, RestoreOutcome.Failed, 0, new ActionError(ErrorKind.VerifyMismatch, 0, "drill", why)));
            }
        }

        return different;
    }

    // What is not as it was, or null. What the place can't hold at all was told by the restore.
    private static string? Difference(ListRow row, IDestinationTree place, FileCopier reader)
    {
        if (!RelativePath.TryParse(row.Path, out RelativePath path))
        {
            return "this system can't have such a name";
        }

        try
        {
            using IFolder folder = ((ITree)place).OpenFolder(path.Parent);
            PathState state = row.State;
            if (folder.Find(path.Name) is not { } found || found.Kind != state.Kind)
            {
                return "it did not come back";
            }

            if (found.IsLink)
            {
                return folder.ReadLink(path.Name) == state.LinkTarget ? null : "the link leads elsewhere";
            }

            if (place.Traits.KeepsMode && !found.IsLink && state.Mode != 0 && found.Mode != state.Mode)
            {
                return "its permissions are not those of the record";
            }

            using ISourceFile file = folder.OpenFile(path.Name);
            return found.Size != state.Size || !found.Modified.IsSameAs(state.Modified, place.Traits.TimeGranularity) ? "its size or time is not that of the record"
                : state.Sha256 is { } hash && !reader.HashOf(file).AsSpan().SequenceEqual(hash) ? "its content is not that of the record"
                : null;
        }
        catch (TreeException failure)
        {
            return failure.Error.Message;
        }
    }

    // By handles, and never through a link: what was restored may hold links to anywhere.
    private void Remove(string place)
    {
        using (IDestinationTree? tree = _ports.PeekDestination(place, SecuritySections.None))
        {
            if (tree is null)
            {
                return;
            }

            Empty(tree, RelativePath.Root);
        }

        Directory.Delete(place);
    }

    private static void Empty(IDestinationTree tree, RelativePath path)
    {
        using IDestinationFolder folder = tree.OpenFolder(path);
        foreach (Entry entry in folder.List().ToList())
        {
            if (entry.IsDirectory)
            {
                Empty(tree, path.Child(entry.Name));
                folder.RemoveFolder(entry.Name);
            }
            else
            {
                folder.RemoveFile(entry.Name);
            }
        }
    }
}
