using Microsoft.Data.Sqlite;
using SnapBack.Errors;
using SnapBack.Paths;
using SQLitePCL;

namespace SnapBack.Catalog;

/// <summary>
/// One connection to a catalog file. Every failure of SQLite leaves here as a <see cref="SnapBackException"/> in words, with the
/// <see cref="SqliteException"/> inside. Used by one thread at a time.
/// </summary>
internal sealed class CatalogConnection : IDisposable
{
    /// <summary>How long one connection waits for another to finish writing.</summary>
    public const int BusyMilliseconds = 30_000;

    private readonly List<CatalogStatement> _statements = [];

    private CatalogConnection(sqlite3 handle, string file)
    {
        Handle = handle;
        File = file;
    }

    /// <summary>Full path of the catalog.</summary>
    public string File { get; }

    /// <summary>How names lie in it; set by whoever has read <c>meta</c>.</summary>
    public NameFormat Names { get; set; } = NameFormat.Native;

    /// <summary>The native connection.</summary>
    public sqlite3 Handle { get; }

    /// <summary>Number of rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(Handle);

    /// <summary>Number of the row that was added last.</summary>
    public long LastRowId => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>True when the file can only be read, whatever was asked for.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(Handle, "main") == 1;

    /// <summary>Opens an existing file. Nothing of it is read yet.</summary>
    public static CatalogConnection Open(string file, bool canWrite) => Open(file, canWrite ? raw.SQLITE_OPEN_READWRITE : raw.SQLITE_OPEN_READONLY);

    /// <summary>An empty database without a file, to compare others with.</summary>
    public static CatalogConnection InMemory() => Open(":memory:", raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_MEMORY);

    private static CatalogConnection Open(string file, int mode)
    {
        Batteries_V2.Init();
        // No locks inside SQLite: a connection is used by one thread at a time, and they would cost a tenth of the time of each row.
        int result = raw.sqlite3_open_v2(file, out sqlite3 handle, mode | raw.SQLITE_OPEN_NOMUTEX, null);
        CatalogConnection opened = new(handle, file);
        bool isOpen = false;
        try
        {
            opened.Check(result);
            raw.sqlite3_busy_timeout(handle, BusyMilliseconds);
            // The library is built with them on. The writer keeps the references right; looking each one up again would double its work.
            opened.Execute("PRAGMA foreign_keys = OFF");
            isOpen = true;
            return opened;
        }
        finally
        {
            if (!isOpen)
            {
                opened.Dispose();
            }
        }
    }

    /// <summary>True when the failure says that the content of the file is broken, rather than that it can't be reached or written now.</summary>
    public static bool IsDamage(SnapBackException failure) =>
        failure.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT or raw.SQLITE_ERROR };

    /// <summary>A failure in words: for content that can be read but means nothing.</summary>
    public static SnapBackException Damaged(string file, string why) =>
        InWords(file, new SqliteException(why, raw.SQLITE_CORRUPT));

    /// <summary>Prepares a statement, which lives as long as this connection unless it is disposed before.</summary>
    public CatalogStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt statement));
        CatalogStatement prepared = new(this, statement);
        _statements.Add(prepared);
        return prepared;
    }

    /// <summary>Runs one or several statements that give no rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    /// <summary>The first column of the first row as a number, or null when there is none.</summary>
    public long? Number(string sql)
    {
        using CatalogStatement statement = Prepare(sql);
        return statement.Step() && !statement.IsNull(0) ? statement.Long(0) : null;
    }

    /// <summary>The first column of the first row as text, or null when there is none.</summary>
    public string? Text(string sql)
    {
        using CatalogStatement statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>All rows of a statement with one parameter.</summary>
    public List<T> Rows<T>(string sql, long parameter, Func<CatalogStatement, T> read)
    {
        using CatalogStatement rows = Prepare(sql);
        rows.Bind(1, parameter);
        List<T> all = [];
        while (rows.Step())
        {
            all.Add(read(rows));
        }

        return all;
    }

    /// <summary>Runs <paramref name="work"/> in one transaction that has the right to write from its start, and makes it durable.</summary>
    public void Transact(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        bool isDone = false;
        try
        {
            work();
            Execute("COMMIT");
            isDone = true;
        }
        finally
        {
            // SQLite rolls back by itself after some failures (a full disk); a second ROLLBACK would then hide the first failure.
            if (!isDone && raw.sqlite3_get_autocommit(Handle) == 0)
            {
                raw.sqlite3_exec(Handle, "ROLLBACK");
            }
        }
    }

    /// <summary>Turns any result but success into an exception.</summary>
    public void Check(int result)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }

        int extended = raw.sqlite3_extended_errcode(Handle);
        string text = raw.sqlite3_errmsg(Handle).utf8_to_string();
        throw InWords(File, new SqliteException($"SQLite error {result}: {text}", result & 0xFF, extended));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CatalogStatement statement in _statements.ToArray())
        {
            statement.Dispose();
        }

        Handle.Dispose();
    }

    internal void Forget(CatalogStatement statement) => _statements.Remove(statement);

    /// <summary>A failure of SQLite in words.</summary>
    internal static SnapBackException InWords(string file, SqliteException e)
    {
        string name = DisplayText.Escape(file);
        (string what, string hint) = e.SqliteErrorCode switch
        {
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT or raw.SQLITE_ERROR =>
                ($"The catalog '{name}' is damaged or is no catalog.", "The next backup sets it aside and starts a new one; the backed up files are not concerned."),
            raw.SQLITE_FULL => ($"The disk with the catalog '{name}' is full.", "Make room, or give another place with --catalog."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => ($"Another program holds the catalog '{name}'.", "Look for a hanging snapback or SQLite program, then try again."),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => ($"The catalog '{name}' can't be written.", "Check its rights and those of its folder."),
            raw.SQLITE_CANTOPEN => ($"The catalog '{name}' can't be opened.", "Check its rights and those of its folder."),
            _ => ($"The catalog '{name}' can't be used.", "Check the disk that it is on, or give another place with --catalog."),
        };
        return new SnapBackException(ErrorCode.CatalogUnusable, $"{what} ({e.Message})", hint, e);
    }
}
