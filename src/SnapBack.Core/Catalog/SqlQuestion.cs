using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.Data.Sqlite;
using SnapBack.Errors;
using SnapBack.Paths;
using SQLitePCL;

namespace SnapBack.Catalog;

/// <summary>
/// One SELECT that somebody else wrote, on a connection that can only read. SQLite is told to refuse everything but reading and computing
/// (https://www.sqlite.org/c3ref/set_authorizer.html): no PRAGMA, no ATTACH, no extension. Used by one thread.
/// </summary>
internal sealed class SqlQuestion : IDisposable
{
    private const int InstructionsBetweenLooks = 10_000;

    private readonly CatalogConnection _connection;
    private readonly TimeSpan _most;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellation;
    private readonly long _start;
    private sqlite3_stmt? _statement;

    public SqlQuestion(CatalogConnection connection, TimeSpan most, TimeProvider clock, CancellationToken cancellation)
    {
        _connection = connection;
        _most = most;
        _clock = clock;
        _cancellation = cancellation;
        _start = clock.GetTimestamp();
        connection.Execute("PRAGMA query_only = ON");
        raw.sqlite3_set_authorizer(connection.Handle, MayDo, null);
        raw.sqlite3_progress_handler(connection.Handle, InstructionsBetweenLooks, MustStop, null);
    }

    private bool IsOver => _clock.GetElapsedTime(_start) > _most;

    /// <summary>Reads the question.</summary>
    /// <exception cref="SnapBackException">SqlRefused: it can't be understood, or is not one SELECT.</exception>
    public SqlAnswer Ask(string sql)
    {
        int result = raw.sqlite3_prepare_v2(_connection.Handle, sql, out sqlite3_stmt statement, out string rest);
        _statement = statement;
        if (result != raw.SQLITE_OK)
        {
            throw Refusal(result);
        }

        if (!string.IsNullOrWhiteSpace(rest) || raw.sqlite3_column_count(statement) == 0 || raw.sqlite3_stmt_readonly(statement) == 0)
        {
            throw new SnapBackException(ErrorCode.SqlRefused, "The SQL is not one SELECT.", "Only questions are answered, one at a time; the catalog can't be changed this way.");
        }

        return new SqlAnswer(Columns(statement), Rows(statement), this);
    }

    public void Dispose()
    {
        _statement?.Dispose();
        _connection.Dispose();
    }

    private static int MayDo(object user, int action, string first, string second, string database, string view)
    {
        bool isAllowed = action is raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE
            || (action == raw.SQLITE_FUNCTION && !string.Equals(second, "load_extension", StringComparison.OrdinalIgnoreCase));
        return isAllowed ? raw.SQLITE_OK : raw.SQLITE_DENY;
    }

    private static List<string> Columns(sqlite3_stmt statement)
    {
        List<string> names = [];
        for (int i = 0; i < raw.sqlite3_column_count(statement); i++)
        {
            string name = raw.sqlite3_column_name(statement, i).utf8_to_string();
            string unique = name;
            for (int again = 2; names.Contains(unique); again++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{again}");
            }

            names.Add(unique);
        }

        return names;
    }

    private int MustStop(object user) => IsOver || _cancellation.IsCancellationRequested ? 1 : 0;

    private IEnumerable<IReadOnlyList<object?>> Rows(sqlite3_stmt statement)
    {
        int columns = raw.sqlite3_column_count(statement);
        while (true)
        {
            int result = raw.sqlite3_step(statement);
            if (result == raw.SQLITE_DONE)
            {
                yield break;
            }

            if (result != raw.SQLITE_ROW)
            {
                throw Refusal(result);
            }

            object?[] row = new object?[columns];
            for (int i = 0; i < columns; i++)
            {
                row[i] = Value(statement, i);
            }

            yield return row;
        }
    }

    private object? Value(sqlite3_stmt statement, int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, column).ToArray(),
        _ => Text(raw.sqlite3_column_blob(statement, column)),
    };

    // In the views a name that is no valid Unicode is TEXT with exactly its bytes.
    private string Text(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : _connection.Names.FromBlob(bytes);

    private SnapBackException Refusal(int result)
    {
        _cancellation.ThrowIfCancellationRequested();
        string text = raw.sqlite3_errmsg(_connection.Handle).utf8_to_string();
        SqliteException inner = new(text, result);
        return (result & 0xFF) switch
        {
            raw.SQLITE_INTERRUPT => new SnapBackException(
                ErrorCode.SqlRefused,
                string.Create(CultureInfo.InvariantCulture, $"The question was given up after {_most.TotalSeconds:0} seconds."),
                "Name a run (run_id = 7): v_run_files is computed run by run. --timeout SECONDS waits longer.",
                inner),
            raw.SQLITE_AUTH => new SnapBackException(ErrorCode.SqlRefused, "The SQL is not one SELECT.", "Only questions are answered, one at a time; the catalog can't be changed this way.", inner),
            raw.SQLITE_ERROR or raw.SQLITE_RANGE or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG => new SnapBackException(
                ErrorCode.SqlRefused, $"The SQL can't be answered: {DisplayText.Escape(text)}.", "The views and their columns are in docs/catalog-format.md.", inner),
            _ => CatalogConnection.InWords(_connection.File, inner),
        };
    }
}
