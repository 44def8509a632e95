using System.Globalization;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Catalog;

/// <summary>
/// Gets a catalog ready for writing: makes a missing one, upgrades an old one, and sets aside one that is damaged, foreign or too new, so
/// that none of these ever stops a backup. Other processes are held off meanwhile.
/// </summary>
internal sealed class CatalogOpening
{
    // Reading this much takes about 30 ms; more would be felt at the start of each run.
    private const long LargestFullCheckBytes = 8L * 1024 * 1024;

    // Old numbers are only taken over from a damaged catalog when they can be true.
    private const long LargestBelievableRun = 10_000_000;

    private const string LastRunWasBad =
        "SELECT 1 FROM (SELECT exit_code FROM run ORDER BY id DESC LIMIT 1) WHERE exit_code IS NULL OR exit_code >= 16";

    private static readonly string[] SmallTables = ["meta", "tree", "run", "run_tree", "run_notice", "run_snapshot", "snapshot_note", "sqlite_sequence"];

    private readonly CatalogFile _file;
    private readonly TimeProvider _clock;
    private readonly List<Notice> _notices = [];

    private CatalogOpening(string file, TimeProvider clock)
    {
        _file = new CatalogFile(file);
        _clock = clock;
    }

    /// <summary>Opens for writing; the notices tell of what was set aside.</summary>
    /// <exception cref="SnapBackException">It can't be used, nor replaced.</exception>
    public static (CatalogConnection Connection, IReadOnlyList<Notice> Notices) Open(string file, TimeProvider clock)
    {
        CatalogOpening opening = new(file, clock);
        opening._file.Prepare();
        using IDisposable held = opening._file.Lock(clock);
        return (opening.Open(), opening._notices);
    }

    /// <summary>Opens one more connection for reading beside one that was opened for writing.</summary>
    public static CatalogConnection OpenBeside(CatalogConnection writer)
    {
        CatalogConnection reader = CatalogConnection.Open(writer.File, canWrite: false);
        reader.Names = writer.Names;
        return reader;
    }

    /// <summary>Which table, index or view of a catalog of this version is not as it must be; null when all are.</summary>
    public static string? WhyChanged(CatalogConnection connection)
    {
        using CatalogConnection sample = CatalogConnection.InMemory();
        sample.Execute(CatalogSchema.Create(connection.Names));
        return Objects(sample).Except(Objects(connection)).FirstOrDefault() is { Name: not null } changed ? $"its {changed.Name} is not as it must be" : null;
    }

    private CatalogConnection Open()
    {
        long lastRun = 0;
        if (_file.HasAny(isDatabase: true))
        {
            if (TryOpenExisting(out string why) is { } existing)
            {
                return existing;
            }

            lastRun = LastRunOfUnusable();
            SetAside(why);
        }
        else if (_file.HasAny(isDatabase: false))
        {
            // A log without its database would be taken for the log of the new one.
            SetAside("only remains of it were found");
        }

        _file.Create(unfinished => Fill(unfinished, lastRun));
        return TryOpenExisting(out string reason) ?? throw CatalogConnection.Damaged(_file.FullPath, reason);
    }

    private CatalogConnection? TryOpenExisting(out string why)
    {
        CatalogConnection? connection = null;
        try
        {
            connection = CatalogConnection.Open(_file.FullPath, canWrite: true);
            why = WhyUnusable(connection) ?? string.Empty;
            if (why.Length == 0)
            {
                CatalogConnection usable = connection;
                connection = null;
                return usable;
            }
        }
        catch (SnapBackException e) when (CatalogConnection.IsDamage(e))
        {
            why = $"it is damaged ({e.InnerException!.Message})";
        }
        finally
        {
            connection?.Dispose();
        }

        return null;
    }

    private static string? WhyUnusable(CatalogConnection connection)
    {
        if (connection.IsReadOnly)
        {
            throw new SnapBackException(
                ErrorCode.CatalogUnusable,
                $"The catalog '{DisplayText.Escape(connection.File)}' can't be written by this user. Nothing was touched.",
                "Run as the user who made it, or give another place with --catalog.");
        }

        connection.Execute($"PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY");
        if (connection.Number("PRAGMA application_id") is var application && application != CatalogSchema.ApplicationId)
        {
            return "it is no catalog of this program";
        }

        long version = connection.Number("PRAGMA user_version") ?? 0;
        if (version > CatalogSchema.Version)
        {
            return string.Create(CultureInfo.InvariantCulture, $"a newer version of this program made it (format {version}, this one knows {CatalogSchema.Version})");
        }

        return version < 1 ? "it has no version" : WhyUnsound(connection) ?? WhyNotUpgraded(connection, version);
    }

    private static string? WhyUnsound(CatalogConnection connection)
    {
        if (connection.Number("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") != 0)
        {
            return "it holds triggers, which no catalog has";
        }

        if (NameFormat.Parse(connection.Text("SELECT value FROM meta WHERE key = 'name-encoding'")) is not { } names)
        {
            return "it does not tell how its names are written";
        }

        connection.Names = names;
        return WhyNotWhole(connection);
    }

    // The whole file is read when it is small, or when the last run was cut short or did nothing, which damage may have been the reason
    // of; otherwise all that every run needs, and the newest of the rest.
    private static string? WhyNotWhole(CatalogConnection connection)
    {
        long bytes = (connection.Number("PRAGMA page_count") ?? 0) * (connection.Number("PRAGMA page_size") ?? 0);
        if (bytes <= LargestFullCheckBytes || connection.Number(LastRunWasBad) is not null || DeadRuns.Find(connection).Count > 0)
        {
            return CheckResult(connection, "PRAGMA integrity_check(1)");
        }

        foreach (string table in SmallTables)
        {
            if (CheckResult(connection, $"PRAGMA quick_check({table})") is { } why)
            {
                return why;
            }
        }

        connection.Number("SELECT sum(id) FROM (SELECT id FROM path ORDER BY id DESC LIMIT 1000)");
        connection.Number("SELECT sum(path_id) FROM (SELECT path_id FROM state ORDER BY path_id DESC LIMIT 1000)");
        connection.Number("SELECT sum(path_id) FROM (SELECT path_id FROM event ORDER BY run_id DESC LIMIT 1000)");
        return null;
    }

    private static string? CheckResult(CatalogConnection connection, string check) =>
        connection.Text(check) is var answer && answer == "ok" ? null : $"it is damaged ({answer})";

    private static string? WhyNotUpgraded(CatalogConnection connection, long version)
    {
        if (version < CatalogSchema.Version)
        {
            connection.Transact(() =>
            {
                for (long from = version; from < CatalogSchema.Version; from++)
                {
                    connection.Execute(CatalogSchema.Migrations[(int)from - 1]);
                }

                connection.Execute($"PRAGMA user_version = {CatalogSchema.Version}");
            });
        }

        return WhyChanged(connection);
    }

    private static List<(string Name, string Sql)> Objects(CatalogConnection connection)
    {
        List<(string, string)> objects = [];
        using CatalogStatement list = connection.Prepare("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master");
        while (list.Step())
        {
            objects.Add((list.Text(0) ?? string.Empty, list.Text(1) ?? string.Empty));
        }

        return objects;
    }

    private long LastRunOfUnusable()
    {
        try
        {
            using CatalogConnection old = CatalogConnection.Open(_file.FullPath, canWrite: false);
            long last = old.Number("SELECT seq FROM sqlite_sequence WHERE name = 'run'") ?? 0;
            return last is > 0 and <= LargestBelievableRun ? last : 0;
        }
        catch (SnapBackException e) when (e.Code == ErrorCode.CatalogUnusable)
        {
            return 0;
        }
    }

    private void SetAside(string why)
    {
        string aside = _file.SetAside(_clock.GetUtcNow());
        _notices.Add(new Notice(
            "catalog-set-aside",
            $"The catalog '{DisplayText.Escape(_file.FullPath)}' could not be used: {DisplayText.Escape(why)}. It was kept as '{DisplayText.Escape(aside)}', and a new one was started; "
            + "this run compares everything anew, and the history of earlier runs is in the old file."));
    }

    private static void Fill(string file, long lastRun)
    {
        using CatalogConnection connection = CatalogConnection.Open(file, canWrite: true);
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        connection.Transact(() =>
        {
            connection.Execute(CatalogSchema.Create(NameFormat.Native));
            // Run numbers are never used twice, also not by the successor of a catalog that was set aside.
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO sqlite_sequence(name, seq) VALUES ('run', {lastRun})"));
        });
    }
}
