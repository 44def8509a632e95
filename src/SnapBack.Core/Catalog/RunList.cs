using System.Globalization;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>The runs of a catalog as rows of a list, and how people name one of them. Used by one thread at a time.</summary>
internal sealed class RunList
{
    private const string RunColumns = """
        r.id, r.job, r.kind, r.mode, r.started, r.ended, r.exit_code, r.status, r.snapshot_provider, r.snapshot_set, r.files_copied,
        r.bytes_copied, r.files_failed, r.files_deleted
        """;

    private readonly CatalogConnection _connection;

    public RunList(CatalogConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Runs, oldest first.</summary>
    /// <param name="job">Only those of this job, by its exact name; null for all.</param>
    /// <param name="last">Only the newest so many; null for all.</param>
    public IReadOnlyList<RunRow> Newest(string? job, int? last)
    {
        using CatalogStatement rows = _connection.Prepare($"""
            SELECT * FROM (SELECT {RunColumns} FROM run r WHERE ?1 IS NULL OR r.job = ?1 ORDER BY r.id DESC LIMIT ?2) ORDER BY 1
            """);
        rows.Bind(1, job).Bind(2, last is { } most ? Math.Max(0, most) : -1);
        List<RunRow> runs = [];
        while (rows.Step())
        {
            runs.Add(Read(rows));
        }

        LostContent? lost = runs.Count == 0 ? null : LostContent.Read(_connection, runs[0].Id);
        return [.. runs.Select(run => lost!.Tell(run))];
    }

    /// <summary>Exact names of all jobs, the one that ran last first.</summary>
    public IReadOnlyList<string> JobNames()
    {
        using CatalogStatement row = _connection.Prepare("SELECT job FROM run GROUP BY job ORDER BY max(id) DESC");
        List<string> names = [];
        while (row.Step())
        {
            names.Add(row.Text(0) ?? string.Empty);
        }

        return names;
    }

    /// <summary>One run, without what of it can be restored: that is asked for apart.</summary>
    /// <exception cref="SnapBackException">NotInCatalog: there is no such run, and which there are.</exception>
    public RunRow Row(long run)
    {
        using CatalogStatement row = _connection.Prepare($"SELECT {RunColumns} FROM run r WHERE r.id = ?1");
        return row.Bind(1, run).Step() ? Read(row) : throw NoSuch(run.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The number that a word means: a number, <c>last</c>, or <c>last~N</c> for the Nth before the last. The run exists.</summary>
    /// <exception cref="SnapBackException">NotInCatalog: there is no such run, and which there are. Usage: the word means no run.</exception>
    public long ByWord(string word)
    {
        string text = word.Trim();
        long? run = null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            run = Ask("SELECT id FROM run WHERE id = ?1", number);
        }
        else if (text == "last" || (text.StartsWith("last~", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out number)))
        {
            // A drill brings nothing to the destination: who asks for the last run means one that did, or a plan of one.
            run = Ask("SELECT id FROM run WHERE kind <> 'drill' ORDER BY id DESC LIMIT 1 OFFSET ?1", number);
        }
        else
        {
            throw new SnapBackException(ErrorCode.Usage, $"'{DisplayText.Escape(word)}' names no run.", "Give a number, 'last', or 'last~1' for the one before the last.");
        }

        return run ?? throw NoSuch(text);
    }

    /// <summary>The last backup that was completed at or before a moment.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="job">Only runs of this job, by its exact name; null for all.</param>
    /// <exception cref="SnapBackException">NotInCatalog: there is none that early.</exception>
    public long LastCompletedAt(DateTimeOffset time, string? job)
    {
        using CatalogStatement last = _connection.Prepare("""
            SELECT max(id) FROM run WHERE kind = 'backup' AND status = 'completed' AND ended <= ?1 AND (?2 IS NULL OR job = ?2)
            """);
        last.Bind(1, CatalogTime.Text(time)).Bind(2, job);
        return last.Step() && last.OptionalLong(0) is { } run ? run : throw new SnapBackException(
            ErrorCode.NotInCatalog,
            string.Create(CultureInfo.InvariantCulture, $"No backup was completed at or before {time.ToLocalTime():yyyy-MM-dd HH:mm:ss}{(job is null ? string.Empty : $" by the job '{DisplayText.Escape(job)}'")}."),
            "'snapback catalog runs' shows when runs ended.");
    }

    /// <summary>The failure of a question for a run that is not there; tells which there are.</summary>
    public SnapBackException NoSuch(string word)
    {
        long count = _connection.Number("SELECT count(*) FROM run") ?? 0;
        long first = _connection.Number("SELECT min(id) FROM run") ?? 0;
        long last = _connection.Number("SELECT max(id) FROM run") ?? 0;
        string has = count switch
        {
            0 => "it has no runs yet",
            1 => string.Create(CultureInfo.InvariantCulture, $"its only run is {last}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"it has {count} runs, {first} to {last}"),
        };
        return new SnapBackException(ErrorCode.NotInCatalog, $"The catalog has no run '{DisplayText.Escape(word)}': {has}.", "'snapback catalog runs' lists them.");
    }

    private static RunRow Read(CatalogStatement row, string source, string destination) => new()
    {
        Id = row.Long(0),
        Job = row.Text(1) ?? string.Empty,
        Kind = row.Text(2) ?? string.Empty,
        Mode = row.Text(3) ?? string.Empty,
        Source = source,
        Destination = destination,
        Started = CatalogTime.Parse(row.Text(4)) ?? default,
        Ended = CatalogTime.Parse(row.Text(5)),
        ExitCode = (int?)row.OptionalLong(6),
        Status = row.Text(7) ?? string.Empty,
        Snapshot = row.IsNull(8) ? null : $"{row.Text(8)} {row.Text(9)}",
        FilesCopied = row.OptionalLong(10),
        BytesCopied = row.OptionalLong(11),
        FilesFailed = row.OptionalLong(12),
        FilesDeleted = row.OptionalLong(13),
    };

    private RunRow Read(CatalogStatement row)
    {
        List<(string Source, string Destination)> trees = _connection.Rows(
            "SELECT t.source, t.destination FROM run_tree rt JOIN tree t ON t.id = rt.tree_id WHERE rt.run_id = ?1 ORDER BY rt.pair",
            row.Long(0),
            tree => (tree.Name(0), tree.Name(1)));
        return Read(row, string.Join("; ", trees.Select(tree => tree.Source)), string.Join("; ", trees.Select(tree => tree.Destination)));
    }

    private long? Ask(string sql, long parameter)
    {
        using CatalogStatement statement = _connection.Prepare(sql);
        return statement.Bind(1, parameter).Step() ? statement.Long(0) : null;
    }
}
