using SnapBack.Snapshots;

namespace SnapBack.Catalog;

/// <summary>A snapshot in the ledger.</summary>
/// <param name="Note">The snapshot.</param>
/// <param name="Noted">When it was noted.</param>
/// <param name="IsInUse">True while the process that noted it lives.</param>
public sealed record NotedSnapshot(SnapshotNote Note, DateTimeOffset? Noted, bool IsInUse)
{
    /// <summary>All of a catalog, oldest first.</summary>
    internal static IReadOnlyList<NotedSnapshot> Read(CatalogConnection connection)
    {
        List<NotedSnapshot> notes = [];

        // A reader changes nothing and so may meet a catalog of version 1, which has no owners.
        string owner = connection.Number("PRAGMA user_version") < 2 ? "(SELECT NULL AS provider, NULL AS id, NULL AS process_id, NULL AS process_started, NULL AS boot_id, NULL AS is_kept)" : "snapshot_owner";
        using CatalogStatement list = connection.Prepare($"""
            SELECT n.provider, n.id, n.volume, n.noted, o.process_id, o.process_started, o.boot_id, o.is_kept
            FROM snapshot_note n LEFT JOIN {owner} o ON o.provider = n.provider AND o.id = n.id ORDER BY n.noted, n.provider, n.id
            """);
        while (list.Step())
        {
            // A note without an owner comes from a version that took every note for a leftover.
            bool isInUse = list.OptionalLong(4) is { } id && new WriterProcess(id, list.Text(5) ?? string.Empty, list.Text(6) ?? string.Empty).IsAlive;
            SnapshotNote note = new(list.Text(0) ?? string.Empty, list.Name(1), list.Name(2)) { IsKept = list.OptionalLong(7) == 1 };
            notes.Add(new NotedSnapshot(note, CatalogTime.Parse(list.Text(3)), isInUse));
        }

        return notes;
    }
}
