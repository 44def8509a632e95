using SnapBack.Catalog;

namespace SnapBack.Reporting;

/// <summary>All that the report of a run is made of, read from the catalog alone, so that it can be made again years later.</summary>
public sealed class RunReport
{
    /// <summary>Most entries of one kind that a page lists.</summary>
    public const int MostListed = 200;

    /// <summary>Runs of the job that are set beside this one.</summary>
    public const int RunsBeside = 30;

    private readonly Dictionary<string, FolderChanges> _folders = new(StringComparer.Ordinal);
    private readonly List<FileRow> _omitted = [];
    private readonly List<FileRow> _deleted = [];

    private RunReport(RunDetails details, IReadOnlyList<RunRow> beside)
    {
        Details = details;
        Beside = beside;
    }

    /// <summary>The run.</summary>
    public RunDetails Details { get; }

    /// <summary>Backups of the job up to this one, oldest first.</summary>
    public IReadOnlyList<RunRow> Beside { get; }

    /// <summary>Changes by folder of the first level, most bytes first.</summary>
    public IEnumerable<FolderChanges> Folders =>
        _folders.Values.Where(f => f.Copied + f.Deleted + f.Updated + f.Failed > 0).OrderByDescending(f => f.Bytes).ThenByDescending(f => f.Copied + f.Deleted).ThenBy(f => f.Folder, StringComparer.Ordinal);

    /// <summary>The first entries that were left out, with the reason.</summary>
    public IReadOnlyList<FileRow> Omitted => _omitted;

    /// <summary>How many were left out.</summary>
    public long OmittedCount { get; private set; }

    /// <summary>The first entries that were removed from the copy.</summary>
    public IReadOnlyList<FileRow> Deleted => _deleted;

    /// <summary>How many were removed.</summary>
    public long DeletedCount { get; private set; }

    /// <summary>Reads it.</summary>
    /// <param name="reader">The catalog.</param>
    /// <param name="run">A number from <see cref="CatalogReader.ResolveRun"/>.</param>
    /// <exception cref="Errors.SnapBackException">There is no such run, or the catalog is damaged.</exception>
    public static RunReport Read(CatalogReader reader, long run)
    {
        RunDetails details = reader.Show(run);
        IEnumerable<RunRow> before = reader.Runs(details.Run.Job).Where(other => other.Id <= run && other.Kind == details.Run.Kind);
        RunReport report = new(details, [.. before.TakeLast(RunsBeside)]);
        foreach (FileRow file in reader.Files(run))
        {
            report.Add(file);
        }

        return report;
    }

    private void Add(FileRow file)
    {
        if (file.Reason is not null)
        {
            OmittedCount++;
            Keep(_omitted, file);
            return;
        }

        if (file.Action == "none" && file.Outcome != "failed")
        {
            return;
        }

        FolderChanges folder = FolderOf(file);
        switch (file.Outcome, file.Action)
        {
            case ("failed", _):
                folder.Failed++;
                break;
            case ("done", "copy" or "replace"):
                folder.Copied++;
                folder.Bytes += file.Size ?? 0;
                break;
            case ("done", "delete"):
                folder.Deleted++;
                DeletedCount++;
                Keep(_deleted, file);
                break;
            case ("done", "update-metadata" or "update-security" or "link"):
                folder.Updated++;
                break;
        }
    }

    private FolderChanges FolderOf(FileRow file)
    {
        int end = file.Path.IndexOf('/', StringComparison.Ordinal);
        string name = end > 0 ? file.Path[..end] : file.Kind == "directory" ? file.Path : ".";
        if (!_folders.TryGetValue(name, out FolderChanges? folder))
        {
            folder = new FolderChanges(name);
            _folders.Add(name, folder);
        }

        return folder;
    }

    private static void Keep(List<FileRow> rows, FileRow row)
    {
        if (rows.Count < MostListed)
        {
            rows.Add(row);
        }
    }
}
