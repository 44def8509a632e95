using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Planning;

/// <summary>
/// What is done in one folder together with what a listing tells of it, in the order of the listing: the folder, folders that only the destination has,
/// files that only the destination has, the source's entries by name, folders that are left out. Written to the plan in one piece, so that
/// the lines of a folder stay together. Used by one thread.
/// </summary>
internal sealed class FolderListing : IDisposable
{
    private readonly Plan _plan;
    private readonly FolderTask _task;
    private readonly ListingDetail _detail;
    private readonly Part _extraFolders;
    private readonly Part _extras;
    private readonly Part _entries;
    private readonly Part _folders;

    public FolderListing(Plan plan, FolderTask task, ListingDetail detail)
    {
        _plan = plan;
        _task = task;
        _detail = detail;
        _extraFolders = new Part(plan, task);
        _extras = new Part(plan, task);
        _entries = new Part(plan, task);
        _folders = new Part(plan, task);
    }

    /// <summary>What the comparison found about the folder itself.</summary>
    public FileClass Class { get; set; } = FileClass.Same;

    /// <summary>Files in it that match what the job asks for.</summary>
    public long Files { get; set; }

    /// <summary>Takes something to do; it is listed in its place as well.</summary>
    public void Add(PlannedAction action) => PartOf(action).Add(action);

    /// <summary>Takes something that is listed here and done elsewhere: later, or with the deletions.</summary>
    public void AddListed(PlannedAction action) => Add(action with { IsListedOnly = true });

    /// <summary>Takes something that is in order or left out, if such things are told.</summary>
    public void AddSkipped(PlannedAction action)
    {
        if (_detail == ListingDetail.All && action.Reason is not (SkipReason.NotIncluded or SkipReason.ReservedName))
        {
            AddListed(action);
        }
    }

    /// <summary>Takes an entry of the destination alone that a rule protects, if such things are told.</summary>
    public void AddProtected(PlannedAction action)
    {
        if (_detail == ListingDetail.All)
        {
            AddListed(action);
        }
    }

    /// <summary>Takes a folder that only the destination has. What is added by <see cref="AddBelowExtra"/> from now on lies in it.</summary>
    public void AddExtraFolder(RelativePath path) =>
        _extraFolders.Begin(new PlannedBatch(_task.Sides.Pair, path, []) { Heading = new FolderHeading(FileClass.Extra, -1), IsListed = true });

    /// <summary>Takes an entry of the last <see cref="AddExtraFolder"/>.</summary>
    public void AddBelowExtra(PlannedAction action) => _extraFolders.Add(action with { IsListedOnly = true });

    /// <summary>Writes all of it to the plan.</summary>
    public void Write()
    {
        PlannedBatch heading = new(_task.Sides.Pair, _task.Path, []) { Heading = new FolderHeading(Class, Files), IsListed = true };
        Part[] parts = [_extraFolders, _extras, _entries, _folders];
        _plan.AppendTogether(_task.IsLate ? _plan.Late : _plan.Work, parts.SelectMany(part => part.TakeAll()).Prepend(heading));
    }

    public void Dispose()
    {
        _extraFolders.Dispose();
        _extras.Dispose();
        _entries.Dispose();
        _folders.Dispose();
    }

    private Part PartOf(PlannedAction action) =>
        action.Entry.IsDirectory ? _folders
        : action.Class == FileClass.Extra ? _extras
        : _entries;

    /// <summary>One part of the listing, gathered into batches.</summary>
    private sealed class Part(Plan plan, FolderTask task) : IDisposable
    {
        private readonly List<PlannedAction> _waiting = [];
        private readonly BatchBuffer _batches = new(plan.SpoolFolder);
        private RelativePath _folder = task.Path;
        private bool _isBelowExtra;

        /// <summary>Another folder begins, one that only the destination has.</summary>
        public void Begin(PlannedBatch heading)
        {
            End();
            _folder = heading.Folder;
            _isBelowExtra = true;
            _batches.Add(heading);
        }

        public void Add(PlannedAction action)
        {
            _waiting.Add(action);
            if (_waiting.Count == PlannedBatch.MostActions)
            {
                End();
            }
        }

        public IEnumerable<PlannedBatch> TakeAll()
        {
            End();
            return _batches.TakeAll();
        }

        public void Dispose() => _batches.Dispose();

        private void End()
        {
            if (_waiting.Count > 0)
            {
                _batches.Add(new PlannedBatch(task.Sides.Pair, _folder, [.. _waiting]) { IsListed = true, IsBelowExtra = _isBelowExtra });
                _waiting.Clear();
            }
        }
    }
}
