using SnapBack.Snapshots;

namespace SnapBack.Catalog;

/// <summary>
/// Writes the ledger of snapshots, which <see cref="NotedSnapshot"/> reads. Every call belongs into an open transaction. Used by one thread at a time.
/// </summary>
internal sealed class SnapshotTables
{
    private readonly CatalogConnection _connection;

    public SnapshotTables(CatalogConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Notes a snapshot as one of this process.</summary>
    public void Add(SnapshotNote note, DateTimeOffset now)
    {
        using CatalogStatement add = _connection.Prepare("INSERT OR REPLACE INTO snapshot_note(provider, id, volume, noted) VALUES (?1, ?2, ?3, ?4)");
        add.Bind(1, note.Provider).BindName(2, note.Id).BindName(3, note.Volume).Bind(4, CatalogTime.Text(now)).Run();
        using CatalogStatement own = _connection.Prepare(
            "INSERT OR REPLACE INTO snapshot_owner(provider, id, process_id, process_started, boot_id, is_kept) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        WriterProcess process = WriterProcess.Current;
        own.Bind(1, note.Provider).BindName(2, note.Id).Bind(3, process.Id).Bind(4, process.Started).Bind(5, process.BootId).Bind(6, note.IsKept ? 1 : 0).Run();
    }

    /// <summary>Strikes a snapshot out.</summary>
    public void Remove(SnapshotNote note)
    {
        using CatalogStatement strike = _connection.Prepare("DELETE FROM snapshot_note WHERE provider = ?1 AND id = ?2");
        strike.Bind(1, note.Provider).BindName(2, note.Id).Run();
        using CatalogStatement disown = _connection.Prepare("DELETE FROM snapshot_owner WHERE provider = ?1 AND id = ?2");
        disown.Bind(1, note.Provider).BindName(2, note.Id).Run();
    }
}
