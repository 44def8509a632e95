using System.Buffers;
using System.Text;
using SnapBack.Paths;
using SQLitePCL;

namespace SnapBack.Catalog;

/// <summary>
/// A prepared statement on the raw interface of SQLite, for what runs once per file. Parameters count from 1, columns from 0. Bindings
/// stay until they are bound again. Used by one thread at a time.
/// </summary>
internal sealed class CatalogStatement : IDisposable
{
    private const int LargestStackText = 512;
    private const int MostWordParameters = 24;

    private readonly CatalogConnection _connection;
    private readonly sqlite3_stmt _statement;
    private readonly byte[]?[] _words = new byte[MostWordParameters][];
    private bool _isDisposed;

    public CatalogStatement(CatalogConnection connection, sqlite3_stmt statement)
    {
        _connection = connection;
        _statement = statement;
    }

    public CatalogStatement Bind(int at, long value)
    {
        _connection.Check(raw.sqlite3_bind_int64(_statement, at, value));
        return this;
    }

    public CatalogStatement Bind(int at, long? value) => value is { } number ? Bind(at, number) : BindNull(at);

    public CatalogStatement BindNull(int at)
    {
        _connection.Check(raw.sqlite3_bind_null(_statement, at));
        return this;
    }

    /// <summary>
    /// The word of an enum's value, or null. A parameter that is bound this way must always be: what it holds is remembered, because most
    /// rows have the same words as the row before.
    /// </summary>
    public CatalogStatement BindWord(int at, byte[]? word)
    {
        if (word is null)
        {
            _words[at] = null;
            return BindNull(at);
        }

        if (!ReferenceEquals(_words[at], word))
        {
            BindUtf8(at, word);
            _words[at] = word;
        }

        return this;
    }

    /// <summary>Text that is UTF-8 already.</summary>
    private CatalogStatement BindUtf8(int at, ReadOnlySpan<byte> utf8)
    {
        // An empty span is a null pointer, which SQLite takes for NULL.
        _connection.Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, at, string.Empty) : raw.sqlite3_bind_text(_statement, at, utf8));
        return this;
    }

    public CatalogStatement BindBlob(int at, ReadOnlySpan<byte> blob)
    {
        _connection.Check(blob.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, at, 0) : raw.sqlite3_bind_blob(_statement, at, blob));
        return this;
    }

    public CatalogStatement BindBlob(int at, byte[]? blob) => blob is null ? BindNull(at) : BindBlob(at, blob.AsSpan());

    /// <summary>Ordinary text; what is not valid Unicode becomes U+FFFD.</summary>
    public CatalogStatement Bind(int at, string? text) => text is null ? BindNull(at) : BindText(at, text);

    /// <summary>A name or path: exact, as TEXT or BLOB.</summary>
    public CatalogStatement BindName(int at, ReadOnlySpan<char> name)
    {
        return IsPlain(name) ? BindText(at, name) : BindBlob(at, _connection.Names.ToBlob(name.ToString()).AsSpan());
    }

    public CatalogStatement BindName(int at, string? name) => name is null ? BindNull(at) : BindName(at, name.AsSpan());

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Step()
    {
        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result != raw.SQLITE_DONE)
        {
            Fail(result);
        }

        return false;
    }

    /// <summary>Runs a statement that gives no rows, and makes it ready to run again.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? OptionalLong(int column) => IsNull(column) ? null : Long(column);

    /// <summary>The bytes of a TEXT or BLOB, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public byte[]? OptionalBytes(int column) => IsNull(column) ? null : Bytes(column).ToArray();

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    /// <summary>A name or path as it was bound.</summary>
    public string Name(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_BLOB ? _connection.Names.FromBlob(Bytes(column)) : Encoding.UTF8.GetString(Bytes(column));

    public string? OptionalName(int column) => IsNull(column) ? null : Name(column);

    /// <summary>The value of a word.</summary>
    /// <exception cref="Errors.SnapBackException">The catalog holds a word that this version does not know.</exception>
    public T Word<T>(int column, WordList<T> words)
        where T : struct, Enum =>
        words.TryParse(Bytes(column), out T value)
            ? value
            : throw CatalogConnection.Damaged(_connection.File, $"'{DisplayText.Escape(Text(column) ?? "NULL")}' is no {typeof(T).Name}");

    public T? OptionalWord<T>(int column, WordList<T> words)
        where T : struct, Enum => IsNull(column) ? null : Word(column, words);

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _connection.Forget(this);
            _statement.Dispose();
        }
    }

    private static bool IsPlain(ReadOnlySpan<char> name) => !name.ContainsAnyInRange('\uD800', '\uDFFF') || NameCodec.IsPlainText(name.ToString());

    private CatalogStatement BindText(int at, ReadOnlySpan<char> text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = most > LargestStackText ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> buffer = rented ?? stackalloc byte[LargestStackText];
        try
        {
            return BindUtf8(at, buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private void Fail(int result)
    {
        try
        {
            _connection.Check(result);
        }
        finally
        {
            Reset();
        }
    }
}
