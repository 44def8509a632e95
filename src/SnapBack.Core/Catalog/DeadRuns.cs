namespace SnapBack.Catalog;

/// <summary>Finds runs that the catalog believes to be going although their process is gone.</summary>
internal static class DeadRuns
{
    /// <summary>Their numbers, in order.</summary>
    public static IReadOnlyList<long> Find(CatalogConnection connection)
    {
        List<long> dead = [];
        using CatalogStatement running = connection.Prepare(
            "SELECT id, process_id, process_started, boot_id FROM run WHERE status = 'running' ORDER BY id");
        while (running.Step())
        {
            WriterProcess process = new(running.Long(1), running.Text(2) ?? string.Empty, running.Text(3) ?? string.Empty);
            if (!process.IsAlive)
            {
                dead.Add(running.Long(0));
            }
        }

        return dead;
    }
}
