using System.Globalization;
using System.Text.Json;
using SnapBack.Runs;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>
/// What the catalog remembers of its trees for the runs to come: in the table <c>meta</c> which folders and volumes their ends were, how runs went, and
/// what a destination can hold. Used by one thread at a time.
/// </summary>
internal sealed class EndTable
{
    private const string IdKey = "id";

    private readonly CatalogConnection _connection;

    public EndTable(CatalogConnection connection)
    {
        _connection = connection;
    }

    /// <summary>The identity of this catalog, or null when it was not given one yet.</summary>
    public string? Id => Value(IdKey);

    /// <summary>Gives the catalog an identity; in an open transaction.</summary>
    public void MakeId() => Put(IdKey, Guid.NewGuid().ToString("N"));

    public IReadOnlyList<KnownDestination> Destinations(long tree) => [.. Below(DestinationKey(tree, string.Empty)).Select(ReadDestination)];

    public IReadOnlyList<string> SourceVolumes(long tree) => [.. Below(SourceKey(tree, string.Empty)).Select(row => row.Key)];

    /// <summary>Remembers a destination; in an open transaction.</summary>
    public void Put(long tree, KnownDestination destination) => Put(
        DestinationKey(tree, destination.Id), JsonSerializer.Serialize(destination, CatalogJson.Default.KnownDestination));

    /// <summary>Remembers the volume of a source; in an open transaction.</summary>
    public void PutSourceVolume(long tree, string volume) => Put(SourceKey(tree, volume), "1");

    /// <summary>Source and destination of all trees but one that a run was carried out for.</summary>
    public IReadOnlyList<(string Source, string Destination)> OtherTrees(long tree)
    {
        using CatalogStatement rows = _connection.Prepare("""
            SELECT t.source, t.destination FROM tree t WHERE t.id <> ?1 AND EXISTS(
                SELECT 1 FROM run_tree rt JOIN run r ON r.id = rt.run_id WHERE rt.tree_id = t.id AND r.kind = 'backup' AND r.exit_code < 16)
            """);
        rows.Bind(1, tree);
        List<(string, string)> found = [];
        while (rows.Step())
        {
            found.Add((rows.Name(0), rows.Name(1)));
        }

        return found;
    }

    /// <summary>True when a run of the tree was carried out.</summary>
    public bool WasCarriedOut(long tree)
    {
        using CatalogStatement row = _connection.Prepare("""
            SELECT 1 FROM run_tree rt JOIN run r ON r.id = rt.run_id WHERE rt.tree_id = ?1 AND r.kind = 'backup' AND r.exit_code < 16 LIMIT 1
            """);
        return row.Bind(1, tree).Step();
    }

    /// <summary>The numbers of the last runs of a tree that were carried out, the newest first; those that can't be read are left out.</summary>
    public IReadOnlyList<RunTotals> Totals(long tree, int most)
    {
        using CatalogStatement rows = _connection.Prepare("""
            SELECT r.totals FROM run_tree rt JOIN run r ON r.id = rt.run_id
            WHERE rt.tree_id = ?1 AND r.kind = 'backup' AND r.exit_code < 16 AND r.totals IS NOT NULL ORDER BY rt.run_id DESC LIMIT ?2
            """);
        rows.Bind(1, tree).Bind(2, most);
        List<RunTotals> found = [];
        while (rows.Step())
        {
            if (CatalogJson.ReadTotals(rows.Text(0)) is { } totals)
            {
                found.Add(totals);
            }
        }

        return found;
    }

    /// <summary>What a tree's destination can hold, when it was probed on the same volume; else null.</summary>
    public DestinationTraits? Traits(long tree, string volume)
    {
        using CatalogStatement find = _connection.Prepare("SELECT traits FROM tree WHERE id = ?1 AND volume = ?2 AND traits IS NOT NULL");
        return find.Bind(1, tree).Bind(2, volume).Step() ? CatalogJson.ReadTraits(find.Text(0)!) : null;
    }

    /// <summary>Keeps what a tree's destination can hold on a volume; in an open transaction.</summary>
    public void PutTraits(long tree, string volume, DestinationTraits traits)
    {
        using CatalogStatement save = _connection.Prepare("UPDATE tree SET volume = ?2, traits = ?3 WHERE id = ?1");
        save.Bind(1, tree).Bind(2, volume).Bind(3, JsonSerializer.Serialize(traits, CatalogJson.Default.DestinationTraits)).Run();
    }

    private static string DestinationKey(long tree, string id) => string.Create(CultureInfo.InvariantCulture, $"destination:{tree}:{id}");

    private static string SourceKey(long tree, string volume) => string.Create(CultureInfo.InvariantCulture, $"source:{tree}:{volume}");

    private static KnownDestination ReadDestination((string Key, string Value) row)
    {
        try
        {
            return JsonSerializer.Deserialize(row.Value, CatalogJson.Default.KnownDestination)! with { Id = row.Key };
        }
        catch (JsonException)
        {
            return new KnownDestination(row.Key, string.Empty, string.Empty);
        }
    }

    private List<(string Key, string Value)> Below(string prefix)
    {
        // ';' is the character behind ':'.
        using CatalogStatement rows = _connection.Prepare("SELECT substr(key, length(?1) + 1), value FROM meta WHERE key > ?1 AND key < ?2 ORDER BY key");
        rows.Bind(1, prefix).Bind(2, prefix[..^1] + ";");
        List<(string, string)> found = [];
        while (rows.Step())
        {
            found.Add((rows.Text(0) ?? string.Empty, rows.Text(1) ?? string.Empty));
        }

        return found;
    }

    private string? Value(string key)
    {
        using CatalogStatement row = _connection.Prepare("SELECT value FROM meta WHERE key = ?1");
        return row.Bind(1, key).Step() ? row.Text(0) : null;
    }

    private void Put(string key, string value)
    {
        using CatalogStatement put = _connection.Prepare("INSERT OR REPLACE INTO meta(key, value) VALUES (?1, ?2)");
        put.Bind(1, key).Bind(2, value).Run();
    }
}
