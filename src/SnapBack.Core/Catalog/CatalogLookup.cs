using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>
/// What planning asks of the past, on a connection of its own: it sees what is committed. Used by one thread at a time. What a damaged
/// catalog holds about a path counts as not known.
/// </summary>
internal sealed class CatalogLookup : IDisposable
{
    /// <summary>Most rows of a page.</summary>
    public const int PageRows = 1000;

    private const int KeyBytes = 16;

    private readonly CatalogConnection _connection;
    private readonly CatalogStatement _folder;
    private readonly CatalogStatement _texts;
    private readonly CatalogStatement _blobs;
    private readonly CatalogStatement _child;
    private readonly CatalogStatement _root;
    private readonly CatalogStatement _seal;

    public CatalogLookup(CatalogConnection connection)
    {
        _connection = connection;
        _folder = connection.Prepare("SELECT path_id FROM folder WHERE tree_id = ?1 AND text = ?2");
        _texts = connection.Prepare(PageOf("p.name > ?2 AND p.name < x''"));
        _blobs = connection.Prepare(PageOf("p.name >= x'' AND p.name > ?2"));
        _child = connection.Prepare($"""
            SELECT p.name, s.from_run, {StateColumns.SelectOf("s")} FROM path p CROSS JOIN state s ON s.path_id = p.id AND s.to_run IS NULL
            {StateColumns.JoinTo("s")} WHERE p.parent_id = ?1 AND p.name = ?2
            """);
        _root = connection.Prepare($"""
            SELECT '', s.from_run, {StateColumns.SelectOf("s")} FROM tree t CROSS JOIN state s ON s.path_id = t.root_id AND s.to_run IS NULL
            {StateColumns.JoinTo("s")} WHERE t.id = ?1
            """);
        _seal = connection.Prepare("SELECT seal FROM seal WHERE tree_id = ?1 AND path_key = ?2");
    }

    /// <summary>The key of a folder in the table <c>seal</c>: 16 bytes of the SHA-256 of its path's UTF-16 units, little-endian.</summary>
    public static byte[] KeyOf(RelativePath folder)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(folder.Value.AsSpan()), hash);
        return hash[..KeyBytes].ToArray();
    }

    /// <summary>How a folder's path lies in the table <c>folder</c>.</summary>
    public static string FolderText(RelativePath folder) => folder.IsRoot ? string.Empty : folder.Value + "/";

    /// <summary>
    /// A page of the open states of a folder's entries, in the order of their names' bytes: of names that are ordinary text, or of the others.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="isText">Which of the two kinds of names.</param>
    /// <param name="after">The last name of the page before, or null for the first page.</param>
    public IReadOnlyList<KeyValuePair<string, KnownPath>> PageIn(long tree, RelativePath folder, bool isText, string? after)
    {
        List<KeyValuePair<string, KnownPath>> page = [];
        if (FolderId(tree, folder) is { } id)
        {
            CatalogStatement rows = (isText ? _texts : _blobs).Bind(1, id);
            Read(rows.BindName(2, after ?? string.Empty), (name, known) => page.Add(new(name, known)));
        }

        return page;
    }

    public KnownPath? KnownAt(long tree, RelativePath path)
    {
        KnownPath? found = null;
        if (path.IsRoot)
        {
            Read(_root.Bind(1, tree), (_, known) => found = known);
        }
        else if (FolderId(tree, path.Parent) is { } folder)
        {
            Read(_child.Bind(1, folder).BindName(2, path.Name), (_, known) => found = known);
        }

        return found;
    }

    public byte[]? SealOf(long tree, byte[] key)
    {
        _seal.Bind(1, tree).BindBlob(2, key.AsSpan());
        try
        {
            return _seal.Step() ? _seal.OptionalBytes(0) : null;
        }
        finally
        {
            _seal.Reset();
        }
    }

    public void Dispose() => _connection.Dispose();

    // Every text sorts before every BLOB, and both by their bytes (https://www.sqlite.org/datatype3.html#comparison_expressions).
    private static string PageOf(string range) => $"""
        SELECT p.name, s.from_run, {StateColumns.SelectOf("s")} FROM path p CROSS JOIN state s ON s.path_id = p.id AND s.to_run IS NULL
        {StateColumns.JoinTo("s")} WHERE p.parent_id = ?1 AND {range} ORDER BY p.name LIMIT {PageRows}
        """;

    private long? FolderId(long tree, RelativePath folder)
    {
        _folder.Bind(1, tree).BindName(2, FolderText(folder));
        try
        {
            return _folder.Step() ? _folder.Long(0) : null;
        }
        finally
        {
            _folder.Reset();
        }
    }

    private static void Read(CatalogStatement rows, Action<string, KnownPath> take)
    {
        try
        {
            while (rows.Step())
            {
                if (ReadKnown(rows) is { } known)
                {
                    take(rows.Name(0), known);
                }
            }
        }
        finally
        {
            rows.Reset();
        }
    }

    // A path that is not known is compared in full and recorded anew: better than to stop the backup for one bad row.
    private static KnownPath? ReadKnown(CatalogStatement row)
    {
        try
        {
            return new KnownPath(row.Long(1), StateColumns.ReadClass(row, 2), StateColumns.Read(row, 2));
        }
        catch (SnapBackException e) when (CatalogConnection.IsDamage(e))
        {
            return null;
        }
    }
}
