using SnapBack.Paths;

namespace SnapBack.Planning;

/// <summary>
/// Everything that a run will do, complete before anything is changed. Lies on disk, so that memory stays bounded whatever the tree.
/// Carried out in this order: <see cref="Work"/>, <see cref="Deletions"/> from the back (children first), <see cref="Late"/>,
/// <see cref="Links"/>, <see cref="Folders"/> from the back (deepest first).
/// </summary>
internal sealed class Plan : IDisposable
{
    private readonly HashSet<(int Pair, RelativePath Path)> _failedScopes = [];
    private readonly Lock _gate = new();
    private readonly Lock _together = new();

    public Plan(string spoolFolder)
    {
        SpoolFolder = spoolFolder;
        Work = Batches(spoolFolder);
        Late = Batches(spoolFolder);
        Links = Batches(spoolFolder);
        Deletions = new Spool<PlannedDeletion>(spoolFolder, PlanFormat.Write, PlanFormat.ReadDeletion);
        Folders = new Spool<PlannedFolder>(spoolFolder, PlanFormat.Write, PlanFormat.ReadFolder);
        Copied = new Spool<CopiedEntry>(spoolFolder, PlanFormat.Write, PlanFormat.ReadCopied);
        Lazy = new LazyFolders(Work);
    }

    /// <summary>Where the lists lie.</summary>
    public string SpoolFolder { get; }

    /// <summary>What can be done at once. A folder's making stands before everything in it.</summary>
    public Spool<PlannedBatch> Work { get; }

    /// <summary>What needs something of another kind to be deleted first.</summary>
    public Spool<PlannedBatch> Late { get; }

    /// <summary>Further names of files that are there by then.</summary>
    public Spool<PlannedBatch> Links { get; }

    /// <summary>What a mirror removes; a folder stands before its entries.</summary>
    public Spool<PlannedDeletion> Deletions { get; }

    /// <summary>Folders to finish; a folder stands before the folders in it.</summary>
    public Spool<PlannedFolder> Folders { get; }

    /// <summary>What was brought over, where the job changes the source afterwards; written while the plan is carried out.</summary>
    public Spool<CopiedEntry> Copied { get; }

    /// <summary>Folders that are made only when something comes into them.</summary>
    public LazyFolders Lazy { get; }

    /// <summary>The numbers.</summary>
    public PlanTally Tally { get; } = new();

    /// <summary>Notes that a folder of the source could not be listed: nothing below it is deleted.</summary>
    public void FailScope(int pair, RelativePath path)
    {
        lock (_gate)
        {
            _failedScopes.Add((pair, path));
        }
    }

    /// <summary>True when a folder above <paramref name="path"/> could not be listed.</summary>
    public bool IsInFailedScope(int pair, RelativePath path)
    {
        lock (_gate)
        {
            for (RelativePath above = path; _failedScopes.Count > 0; above = above.Parent)
            {
                if (_failedScopes.Contains((pair, above)))
                {
                    return true;
                }

                if (above.IsRoot)
                {
                    break;
                }
            }

            return false;
        }
    }

    /// <summary>Number of folders that could not be listed.</summary>
    public int FailedScopeCount
    {
        get
        {
            lock (_gate)
            {
                return _failedScopes.Count;
            }
        }
    }

    /// <summary>Appends batches one after the other, with none of another listing between them.</summary>
    public void AppendTogether(Spool<PlannedBatch> to, IEnumerable<PlannedBatch> batches)
    {
        lock (_together)
        {
            foreach (PlannedBatch batch in batches)
            {
                to.Append(batch);
            }
        }
    }

    /// <summary>Ends the planning.</summary>
    public void Seal()
    {
        Work.Seal();
        Late.Seal();
        Links.Seal();
        Deletions.Seal();
        Folders.Seal();
    }

    public void Dispose()
    {
        Work.Dispose();
        Late.Dispose();
        Links.Dispose();
        Deletions.Dispose();
        Folders.Dispose();
        Copied.Dispose();
    }

    private static Spool<PlannedBatch> Batches(string folder) => new(folder, PlanFormat.Write, PlanFormat.ReadBatch);
}
