using System.Globalization;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Platform;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>
/// Answers questions about past runs. Never changes a catalog and never makes one; works while a run writes. Used by one thread at a
/// time; the sequences it returns stand on connections of their own and show the catalog as it was when they were begun.
/// All members throw <see cref="SnapBackException"/>: CatalogUnusable when the file can't be read, NotInCatalog for what it does not have.
/// </summary>
public sealed class CatalogReader : IDisposable
{
    // Runs commit within milliseconds, and readers don't wait for them at all: who holds the file for longer hangs.
    private const int BusyMilliseconds = 5000;

    private readonly CatalogConnection _connection;
    private readonly RunList _runs;

    private CatalogReader(CatalogConnection connection)
    {
        _connection = connection;
        _runs = new RunList(connection);
    }

    /// <summary>Full path of the file.</summary>
    public string File => _connection.File;

    /// <summary>Opens a catalog for reading.</summary>
    /// <exception cref="SnapBackException">CatalogMissing; CatalogUnusable: damaged, no catalog, or made by a newer version.</exception>
    public static CatalogReader Open(string file)
    {
        string full = Path.GetFullPath(file);
        if (!System.IO.File.Exists(full))
        {
            throw new SnapBackException(
                ErrorCode.CatalogMissing,
                $"There is no catalog '{DisplayText.Escape(full)}'.",
                "The first backup makes it; if it lies elsewhere, name it with --catalog.");
        }

        // SQLite would wait for somebody to write into a pipe.
        if (PlainFile.IsOther(full))
        {
            throw new SnapBackException(ErrorCode.CatalogUnusable, $"'{DisplayText.Escape(full)}' is no plain file, so it can't be a catalog. Nothing was touched.", "Name the catalog with --catalog.");
        }

        return new CatalogReader(Connect(full));
    }

    /// <summary>Runs, oldest first.</summary>
    /// <param name="job">Only those of this job, by its exact name; null for all.</param>
    /// <param name="last">Only the newest so many; null for all.</param>
    public IReadOnlyList<RunRow> Runs(string? job = null, int? last = null) => _runs.Newest(job, last);

    /// <summary>Exact names of all jobs, the one that ran last first.</summary>
    public IReadOnlyList<string> JobNames() => _runs.JobNames();

    /// <summary>The number that a word means: a number, <c>last</c>, or <c>last~N</c> for the Nth before the last. The run exists.</summary>
    /// <exception cref="SnapBackException">NotInCatalog: there is no such run, and which there are. Usage: the word means no run.</exception>
    public long ResolveRun(string word) => _runs.ByWord(word);

    /// <summary>The last backup that was completed at or before a moment.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="job">Only runs of this job, by its exact name; null for all.</param>
    /// <exception cref="SnapBackException">NotInCatalog: there is none that early.</exception>
    public long RunAt(DateTimeOffset time, string? job = null) => _runs.LastCompletedAt(time, job);

    /// <summary>Identities of the volumes that a pair of a run was read from, by that and by other runs.</summary>
    public IReadOnlyList<string> SourceVolumesOf(long run, int pair) =>
        RunScope.Of(_connection, run).FirstOrDefault(scope => scope.Pair == pair) is { } scope ? new EndTable(_connection).SourceVolumes(scope.TreeId) : [];

    /// <summary>All that the catalog keeps of a run as a whole.</summary>
    public RunDetails Show(long run) => new RunAccount(_connection).Of(LostContent.Read(_connection, run).Tell(_runs.Row(run)));

    /// <summary>
    /// What a run has to say about each path: what it found and did, and what it left as it was. A folder comes before what is in it. A dry
    /// run tells what it would have done. Where a run did not look, the class is null.
    /// </summary>
    /// <param name="run">A number from <see cref="ResolveRun"/>.</param>
    /// <param name="action">Only rows with this action; null for all.</param>
    /// <param name="class">Only rows with this class; null for all.</param>
    /// <param name="glob">Only paths that match, by the rules of <see cref="NamePattern"/>; null for all.</param>
    /// <exception cref="SnapBackException">Usage: an action or class that there is not, at once and not when the rows are asked for.</exception>
    public IEnumerable<FileRow> Files(long run, string? action = null, string? @class = null, string? glob = null)
    {
        RequireWord("action", action, CatalogWords.Actions.All);
        RequireWord("class", @class, CatalogWords.Classes.All);
        _runs.Row(run);
        NamePattern? pattern = glob is null ? null : new NamePattern(glob);
        // What a run has nothing to say of is the same, excluded or extra, and nothing was done to it: most questions are about the few others.
        bool isOfTouched = action is not (null or "none") || @class is not (null or "same");
        bool isOfLeftOut = (action is null or "none") && (@class is "excluded" or "extra");
        return Walk(run, files => isOfTouched ? files.Touched(isOfLeftOut) : files.AtAndBelow(RelativePath.Root), withRoot: true, pattern)
            .Where(path => (action is null || CatalogWords.Actions.Of(path.Found.Action) == action)
                && (@class is null || CatalogWords.Classes.Of(path.Found.Class) == @class))
            .Select(path => path.Found.ToFileRow(path.Scope));
    }

    /// <summary>
    /// The tree as it was backed up by a run: all that the destination held of the source after it, a folder before what is in it. The root
    /// itself is not among them: see <see cref="RootOf"/>.
    /// </summary>
    /// <param name="run">A number from <see cref="ResolveRun"/>.</param>
    /// <param name="path">Only this entry and all below it; null or empty for everything.</param>
    /// <exception cref="SnapBackException">NotInCatalog: the run has no such path.</exception>
    public IEnumerable<ListRow> List(long run, string? path = null)
    {
        _runs.Row(run);
        if (path is null or "" or "." or "/")
        {
            return Held(run, RelativePath.Root);
        }

        if (!RelativePath.TryParse(path, out RelativePath top) || !Held(run, top).Any())
        {
            throw NotHeld(run, path);
        }

        return Held(run, top);
    }

    /// <summary>
    /// What is not the same in two runs: paths that were added, removed, changed, or given other security or other attributes. Trees that only one of
    /// the two looked at are left out.
    /// </summary>
    /// <param name="before">The first run.</param>
    /// <param name="after">The second run; may be the earlier of the two.</param>
    /// <param name="pair">Only this pair of the first run; null for all.</param>
    /// <exception cref="SnapBackException">NotInCatalog: there is no such run, or the two have no tree in common.</exception>
    public IEnumerable<DiffRow> Difference(long before, long after, int? pair = null)
    {
        _runs.Row(before);
        _runs.Row(after);
        HashSet<long> trees = [.. RunScope.Of(_connection, before).Where(s => pair is null || s.Pair == pair).Select(s => s.TreeId).Intersect(RunScope.Of(_connection, after).Select(s => s.TreeId))];
        return trees.Count > 0
            ? Between(before, after, trees)
            : throw new SnapBackException(
                ErrorCode.NotInCatalog,
                string.Create(CultureInfo.InvariantCulture, $"Runs {before} and {after} have no source and destination in common."),
                "Give two runs of one job; 'snapback catalog runs' shows them.");
    }

    /// <summary>A path over all runs: when it appeared, changed and went, what failed, and where each version lies. Oldest first, tree by tree.</summary>
    /// <param name="path">Below the source; "." for the source itself.</param>
    /// <exception cref="SnapBackException">NotInCatalog: no run has heard of it.</exception>
    public IReadOnlyList<HistoryRow> History(string path)
    {
        HistoryRow[] rows = RelativePath.TryParse(path is "." or "/" ? string.Empty : path, out RelativePath asked)
            ? [.. CatalogTree.All(_connection).SelectMany(tree => new PathHistory(_connection, tree).Of(asked))]
            : [];
        return rows.Length > 0 ? rows : throw new SnapBackException(
            ErrorCode.NotInCatalog,
            $"No run has heard of '{DisplayText.Escape(path)}'.",
            "Give a path below the source, without a leading slash; 'snapback catalog find NAME' looks for it.");
    }

    /// <summary>Paths that match and that any run has heard of, by tree, folder and name.</summary>
    /// <param name="glob">By the rules of <see cref="NamePattern"/>.</param>
    public IEnumerable<FoundRow> Find(string glob)
    {
        using CatalogConnection connection = Connect(File);
        connection.Execute("BEGIN");
        foreach (FoundRow row in new PathSearch(connection, new NamePattern(glob)).Matches())
        {
            yield return row;
        }
    }

    /// <summary>What failed and has not succeeded since.</summary>
    /// <param name="since">Only what failed in a run that began then or later; null for all.</param>
    public IReadOnlyList<FailureRow> Failures(DateTimeOffset? since = null) => new OpenFailures(_connection).Find(since);

    /// <summary>How much the last runs saw, brought and took, oldest first; dry runs are passed over.</summary>
    /// <param name="job">Only runs of this job, by its exact name; null for all.</param>
    /// <param name="last">Only the newest so many.</param>
    public IReadOnlyList<RunGrowthRow> Growth(string? job, int last) => Statistics(job, last).ByRun();

    /// <summary>Where the time of the last runs went, the slowest first.</summary>
    /// <param name="job">Only runs of this job, by its exact name; null for all.</param>
    /// <param name="last">Only the newest so many.</param>
    public IReadOnlyList<RunPhaseRow> Phases(string? job, int last) => Statistics(job, last).ByPhase();

    /// <summary>How writers fared in the last runs, those that failed most often first.</summary>
    /// <param name="job">Only runs of this job, by its exact name; null for all.</param>
    /// <param name="last">Only the newest so many.</param>
    public IReadOnlyList<WriterHealthRow> WriterHealth(string? job, int last) => Statistics(job, last).ByWriter();

    /// <summary>What came, changed and went below each folder in the last runs, most bytes first.</summary>
    /// <param name="job">Only runs of this job, by its exact name; null for all.</param>
    /// <param name="last">Only the newest so many.</param>
    /// <param name="depth">How many parts of a folder's path tell one from another, 1 and more.</param>
    /// <param name="most">How many rows.</param>
    public IReadOnlyList<FolderChurnRow> Folders(string? job, int last, int depth, int most) => Statistics(job, last).ByFolder(depth, most);

    /// <summary>The largest files that the destinations hold now, by the record.</summary>
    /// <param name="most">How many.</param>
    public IReadOnlyList<LargeFileRow> LargestFiles(int most) => new RunStatistics(_connection, []).ByFile(most);

    /// <summary>Answers a question in SQL. Dispose the answer; it stands on a connection of its own.</summary>
    /// <param name="sql">One SELECT, over the views and tables of docs/catalog-format.md.</param>
    /// <param name="most">When to give up.</param>
    /// <param name="clock">Counts the time.</param>
    /// <param name="cancellation">Gives up at once.</param>
    /// <exception cref="SnapBackException">SqlRefused: it can't be understood, is not one SELECT, or takes too long.</exception>
    public SqlAnswer Ask(string sql, TimeSpan most, TimeProvider clock, CancellationToken cancellation)
    {
        SqlQuestion? question = null;
        try
        {
            question = new SqlQuestion(Connect(File), most, clock, cancellation);
            SqlAnswer answer = question.Ask(sql);
            question = null;
            return answer;
        }
        finally
        {
            question?.Dispose();
        }
    }

    /// <summary>Looks whether the catalog is whole and agrees with itself; reads all of it.</summary>
    public IEnumerable<CheckRow> Check(CancellationToken cancellation)
    {
        using CatalogConnection connection = Connect(File);
        connection.Execute("BEGIN");
        foreach (CheckRow row in new CatalogCheck(connection, cancellation).Run())
        {
            yield return row;
        }
    }

    /// <summary>What the vault knows of a path as a run saw it; of the root for null or ".". One row per pair that has the path.</summary>
    /// <exception cref="SnapBackException">NotInCatalog: the run has no such path.</exception>
    public IReadOnlyList<SecurityRow> Security(long run, string? path)
    {
        _runs.Row(run);
        IReadOnlyList<SecurityRow> rows = RelativePath.TryParse(path is "." or "/" ? string.Empty : path ?? string.Empty, out RelativePath asked)
            ? new SecurityVault(_connection).Rows(run, asked)
            : [];
        return rows.Count > 0 ? rows : throw NotHeld(run, path ?? ".");
    }

    /// <summary>A descriptor out of the vault by the SHA-256 of its bytes; null when the vault has none such.</summary>
    /// <exception cref="SnapBackException">The vault's bytes are not those that it says they are.</exception>
    public SecurityBlob? Descriptor(byte[] sha256) => new SecurityVault(_connection).Descriptor(sha256);

    /// <summary>Snapshots of this program that are there, or may be: in use, kept, or left behind by a killed run.</summary>
    public IReadOnlyList<NotedSnapshot> Snapshots() => NotedSnapshot.Read(_connection);

    /// <summary>What is known of the root folder of a pair at a run; null when nothing is.</summary>
    public PathState? RootOf(long run, int pair)
    {
        RunScope? scope = RunScope.Of(_connection, run).FirstOrDefault(scope => scope.Pair == pair);
        return scope is null ? null : new RunFiles(_connection, scope).Root()?.State;
    }

    /// <summary>What became of the contents of a pair's files after a run.</summary>
    public LaterContent Later(long run, int pair) => LaterContent.Read(_connection, run, TreeOf(run, pair));

    /// <summary>All versions that the destination of a run's pair holds of its source.</summary>
    public IEnumerable<VersionRow> HeldVersions(long run, int pair) => LaterContent.Read(_connection, 0, TreeOf(run, pair)).Held;

    private long TreeOf(long run, int pair) =>
        RunScope.Of(_connection, run).FirstOrDefault(scope => scope.Pair == pair)?.TreeId ?? throw _runs.NoSuch(run.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static CatalogConnection Connect(string file)
    {
        CatalogConnection? connection = null;
        try
        {
            connection = CatalogConnection.Open(file, canWrite: false);
            connection.Execute($"PRAGMA busy_timeout = {BusyMilliseconds}; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -16384");
            RequireKnown(connection);
            CatalogConnection usable = connection;
            connection = null;
            return usable;
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static void RequireKnown(CatalogConnection connection)
    {
        if (connection.Number("PRAGMA application_id") != CatalogSchema.ApplicationId)
        {
            throw CatalogConnection.Damaged(connection.File, "it does not bear the mark of one");
        }

        long version = connection.Number("PRAGMA user_version") ?? 0;
        if (version > CatalogSchema.Version)
        {
            throw new SnapBackException(
                ErrorCode.CatalogUnusable,
                $"The catalog '{DisplayText.Escape(connection.File)}' was made by a newer version of snapback.",
                "Use that version to read it.");
        }

        if (version < CatalogSchema.FirstWithVault)
        {
            // Reading upgrades nothing: of what such a catalog has no place for, it knows nothing.
            connection.Execute(CatalogSchema.EmptyVault);
        }

        if (version < CatalogSchema.FirstWithVersions)
        {
            connection.Execute(CatalogSchema.EmptyVersions);
        }

        connection.Names = NameFormat.Parse(connection.Text("SELECT value FROM meta WHERE key = 'name-encoding'"))
            ?? throw CatalogConnection.Damaged(connection.File, "it does not tell how its names are written");
    }

    private static void RequireWord(string option, string? word, IReadOnlyList<string> words)
    {
        if (word is not null && !words.Contains(word))
        {
            throw new SnapBackException(ErrorCode.Usage, $"'{DisplayText.Escape(word)}' is no {option}.", $"One of: {string.Join(", ", words)}.");
        }
    }

    private static SnapBackException NotHeld(long run, string path) => new(
        ErrorCode.NotInCatalog,
        string.Create(CultureInfo.InvariantCulture, $"Run {run} holds no '{DisplayText.Escape(path)}'."),
        string.Create(CultureInfo.InvariantCulture, $"Give a path below the source, without a leading slash; 'snapback catalog ls {run}' shows all."));

    private RunStatistics Statistics(string? job, int last) => new(_connection, Runs(job, last));

    private IEnumerable<DiffRow> Between(long before, long after, IEnumerable<long> trees)
    {
        using CatalogConnection connection = Connect(File);
        connection.Execute("BEGIN");
        foreach (DiffRow row in new RunDifference(connection).Between(before, after, trees))
        {
            yield return row;
        }
    }

    private IEnumerable<ListRow> Held(long run, RelativePath top) =>
        Walk(run, files => files.AtAndBelow(top))
            .Where(path => path.Found.State is { Presence: Presence.Held })
            .Select(path => path.Found.ToListRow(path.Scope));

    private IEnumerable<(RunScope Scope, FoundPath Found)> Walk(
        long run, Func<RunFiles, IEnumerable<FoundPath>> choose, bool withRoot = false, NamePattern? pattern = null)
    {
        using CatalogConnection connection = Connect(File);
        // One view of the file for all statements of the walk, whatever is committed meanwhile.
        connection.Execute("BEGIN");
        foreach (RunScope scope in RunScope.Of(connection, run))
        {
            RunFiles files = new(connection, scope, pattern);
            if (withRoot && files.Root() is { Event: not null } root)
            {
                yield return (scope, root);
            }

            foreach (FoundPath found in choose(files))
            {
                yield return (scope, found);
            }
        }
    }
}
