using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>
/// What a job wants done at the live source once the copies are durable and recorded: files removed, folders removed that are empty by then, the archive
/// attribute cleared. A file is touched only while it is the very file that was copied: same number, size and times. Links on the way are not followed, so
/// that nothing outside of the source is touched. Used by one thread.
/// </summary>
internal sealed class SourceRelease : IDisposable
{
    private const uint Archive = 0x20;

    private readonly Job _job;
    private readonly Plan _plan;
    private readonly Func<int, IDestinationTree> _openLive;
    private readonly Action<PathRecord> _record;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<int, IDestinationTree> _live = [];
    private readonly HashSet<(int Pair, RelativePath Path)> _emptied = [];
    private IDestinationFolder? _folder;
    private (int Pair, RelativePath Path) _at;

    /// <param name="job">What is wanted.</param>
    /// <param name="plan">Whose <see cref="Plan.Copied"/> tells what was brought over.</param>
    /// <param name="openLive">Opens the live source of a pair for changes.</param>
    /// <param name="record">Takes what failed or was held back.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public SourceRelease(Job job, Plan plan, Func<int, IDestinationTree> openLive, Action<PathRecord> record, CancellationToken cancellation)
    {
        _job = job;
        _plan = plan;
        _openLive = openLive;
        _record = record;
        _cancellation = cancellation;
    }

    /// <summary>Files that were removed.</summary>
    public long FilesRemoved { get; private set; }

    /// <summary>Folders that were removed.</summary>
    public long FoldersRemoved { get; private set; }

    /// <summary>Files whose archive attribute was cleared.</summary>
    public long ArchivesCleared { get; private set; }

    /// <summary>What was left as it is.</summary>
    public long Left { get; private set; }

    /// <summary>Goes through all that was copied, then through the folders, deepest first.</summary>
    /// <param name="made">Folders that the run made at the destination.</param>
    public void Run(IReadOnlyList<(int Pair, RelativePath Path)> made)
    {
        _plan.Copied.Seal();
        while (!_cancellation.IsCancellationRequested && _plan.Copied.TryTake(out CopiedEntry copied))
        {
            Try(copied.Pair, copied.Path, copied.Entry.Kind, () => Release(copied));
        }

        CloseFolder();
        _emptied.UnionWith(_job.Move == MoveMode.All ? made : []);
        foreach ((int pair, RelativePath path) in _emptied.OrderByDescending(f => f.Path.Depth))
        {
            if (_cancellation.IsCancellationRequested)
            {
                return;
            }

            Try(pair, path, EntryKind.Directory, () => RemoveFolder(pair, path));
        }

        CloseFolder();
    }

    public void Dispose()
    {
        CloseFolder();
        foreach (IDestinationTree tree in _live.Values)
        {
            tree.Dispose();
        }
    }

    private void Try(int pair, RelativePath path, EntryKind kind, Action act)
    {
        try
        {
            act();
        }
        catch (TreeException gone) when (gone.Error.Kind == ErrorKind.NotFound)
        {
            // Gone already: somebody else did what was wanted.
        }
        catch (TreeException failure)
        {
            bool isHeldBack = failure.Error.Kind is ErrorKind.LinkInPath or ErrorKind.WrongKind or ErrorKind.ChangedWhileRead;
            Tell(pair, path, kind, isHeldBack ? ActionOutcome.Withheld : ActionOutcome.Failed, failure.Error);
        }
    }

    private void Release(CopiedEntry copied)
    {
        IDestinationFolder folder = FolderOf(copied.Pair, copied.Path.Parent);
        string name = copied.Path.Name;
        if (folder.Find(name) is not { } now)
        {
            return;
        }

        if (!IsTheSame(copied.Entry, now))
        {
            throw new TreeException(new ActionError(ErrorKind.ChangedWhileRead, 0, "release source", "it changed since it was copied, so it stays as it is"));
        }

        if (_job.Move == MoveMode.None)
        {
            ClearArchive(folder, name, now);
            return;
        }

        folder.RemoveFile(name);
        FilesRemoved++;
        RelativePath above = copied.Path.Parent;
        while (_job.Move == MoveMode.All && !above.IsRoot && _emptied.Add((copied.Pair, above)))
        {
            above = above.Parent;
        }
    }

    // The number of the volume differs between a snapshot and the live tree. Removing one name of a file moves the change time of its others.
    private static bool IsTheSame(Entry copied, Entry now) =>
        copied.Kind == now.Kind
        && copied.FileId == now.FileId
        && copied.Size == now.Size
        && copied.Modified == now.Modified
        && (copied.LinkCount > 1 || copied.Changed == now.Changed);

    private void ClearArchive(IDestinationFolder folder, string name, Entry now)
    {
        if ((now.Attributes & Archive) == 0)
        {
            return;
        }

        Metadata metadata = folder.ReadMetadata(name);
        _ = folder.ApplyMetadata(name, metadata with { Entry = metadata.Entry with { Attributes = metadata.Entry.Attributes & ~Archive } }, CopyParts.Attributes);
        ArchivesCleared++;
    }

    private void RemoveFolder(int pair, RelativePath path)
    {
        try
        {
            FolderOf(pair, path.Parent).RemoveFolder(path.Name);
            FoldersRemoved++;
        }
        catch (TreeException left) when (left.Error.Kind == ErrorKind.WrongKind)
        {
            // Something is in it that was not moved: it stays, and what that is was told already.
        }
    }

    private IDestinationFolder FolderOf(int pair, RelativePath path)
    {
        if (_folder is null || _at != (pair, path))
        {
            CloseFolder();
            if (!_live.TryGetValue(pair, out IDestinationTree? tree))
            {
                _live.Add(pair, tree = _openLive(pair));
            }

            (_folder, _at) = (tree.OpenFolder(path), (pair, path));
        }

        return _folder;
    }

    private void CloseFolder()
    {
        _folder?.Dispose();
        _folder = null;
    }

    private void Tell(int pair, RelativePath path, EntryKind kind, ActionOutcome outcome, ActionError error)
    {
        Left++;
        _record(new PathRecord
        {
            Pair = pair,
            Path = path,
            Kind = kind,
            Class = FileClass.Same,
            Action = ActionKind.ReleaseSource,
            Outcome = outcome,
            Error = error,
        });
    }
}
