using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Trees;
using SnapBack.Versions;

namespace SnapBack.Execution;

/// <summary>
/// Gives finished files their final names, in groups: first the data of the whole group is made durable, then each file is renamed. So
/// a name never stands for data that a power cut could take back, and thousands of small files share one flush. Where the file system has no flush of a
/// whole volume, and for the last few files of a run, each file is flushed by itself. What is recorded is committed when the names are durable as
/// well. One per destination. Thread-safe.
/// </summary>
internal sealed class Publisher
{
    private const int GroupFiles = 2000;
    private const long GroupBytes = 256L * 1024 * 1024;
    private const int FewFiles = 8;

    private readonly IDestinationTree _tree;
    private readonly VersionStore? _versions;
    private readonly Action<PathRecord> _record;
    private readonly Action<Action> _recordAfter;
    private readonly Lock _flushing = new();
    private readonly Lock _gate = new();
    private List<PendingFile> _group = [];
    private long _groupBytes;

    /// <param name="tree">The destination.</param>
    /// <param name="record">Takes what became of each file.</param>
    /// <param name="recordAfter">Runs the flush that it is given; when that succeeds, what was recorded before it would survive a power cut.</param>
    /// <param name="versions">Takes what is replaced; null when nothing is ever kept.</param>
    public Publisher(IDestinationTree tree, Action<PathRecord> record, Action<Action> recordAfter, VersionStore? versions = null)
    {
        _tree = tree;
        _versions = versions;
        _record = record;
        _recordAfter = recordAfter;
    }

    /// <summary>Takes a finished file; publishes the group when it is full.</summary>
    public void Add(PendingFile file)
    {
        List<PendingFile>? full = null;
        lock (_gate)
        {
            _group.Add(file);
            _groupBytes += file.Record.Bytes;
            if (_tree.Traits.HasVolumeFlush && _group.Count > FewFiles)
            {
                CloseFiles(_group.Count == FewFiles + 1 ? _group : [file]);
            }

            if (_group.Count >= (_tree.Traits.HasVolumeFlush ? GroupFiles : FewFiles) || _groupBytes >= GroupBytes)
            {
                full = TakeGroup();
            }
        }

        if (full is not null)
        {
            Publish(full);
        }
    }

    /// <summary>Publishes what is left.</summary>
    public void Complete()
    {
        List<PendingFile> rest;
        lock (_gate)
        {
            rest = TakeGroup();
        }

        if (rest.Count > 0)
        {
            Publish(rest);
        }
    }

    private List<PendingFile> TakeGroup()
    {
        List<PendingFile> taken = _group;
        _group = [];
        _groupBytes = 0;
        return taken;
    }

    private void Publish(List<PendingFile> group)
    {
        lock (_flushing)
        {
            Dictionary<PendingFile, ActionError> failed = FlushData(group);
            CloseFiles(group);
            foreach (IGrouping<RelativePath, PendingFile> inFolder in group.GroupBy(f => f.Folder))
            {
                Rename(inFolder, failed);
            }
        }
    }

    private Dictionary<PendingFile, ActionError> FlushData(List<PendingFile> group)
    {
        Dictionary<PendingFile, ActionError> failed = [];
        if (_tree.Traits.HasVolumeFlush && group.Count > FewFiles)
        {
            try
            {
                _recordAfter(_tree.FlushVolume);
            }
            catch (TreeException failure)
            {
                // Whose data is lost can't be told: none of the group may take the place of an old version.
                group.ForEach(f => failed.Add(f, failure.Error));
            }

            return failed;
        }

        foreach (PendingFile file in group)
        {
            try
            {
                file.File?.Flush();
            }
            catch (TreeException failure)
            {
                failed.Add(file, failure.Error);
            }
        }

        return failed;
    }

    private void Rename(IEnumerable<PendingFile> files, Dictionary<PendingFile, ActionError> failed)
    {
        RelativePath path = files.First().Folder;
        try
        {
            using IDestinationFolder folder = _tree.OpenFolder(path);
            List<PathRecord> renamed = [.. files.Select(file => Rename(folder, file, failed.GetValueOrDefault(file)))];
            if (!_tree.Traits.HasVolumeFlush)
            {
                folder.Flush();
            }

            renamed.ForEach(_record);
        }
        catch (TreeException failure)
        {
            // The folder is gone or became something else; its temporary files went with it.
            foreach (PendingFile file in files)
            {
                _record(Failed(file, failure.Error));
            }
        }
    }

    private PathRecord Rename(IDestinationFolder folder, PendingFile file, ActionError? failed)
    {
        try
        {
            if (failed is null)
            {
                KeptVersion? kept = Replace(folder, file);
                return file.Record with { Kept = kept };
            }
        }
        catch (TreeException failure)
        {
            failed = failure.Error;
        }

        Discard(folder, file.TemporaryName);
        return Failed(file, failed);
    }

    private KeptVersion? Replace(IDestinationFolder folder, PendingFile file)
    {
        string name = file.Record.Path.Name;
        Entry? old = _versions is null || file.HasSameContent || !(_versions.KeepsAll || file.IsConflict) ? null : folder.Find(name);
        if (old is null || !VersionStore.CanKeep(old))
        {
            folder.Publish(file.TemporaryName, name);
            return null;
        }

        KeptVersion kept = _versions!.Keep(folder, old, file.IsConflict);
        try
        {
            folder.Publish(file.TemporaryName, name);
            return kept;
        }
        catch (TreeException failure)
        {
            TakeBack(folder, kept, failure);
            throw;
        }
    }

    private void TakeBack(IDestinationFolder folder, KeptVersion kept, TreeException failure)
    {
        try
        {
            _versions!.TakeBack(folder, kept);
        }
        catch (TreeException left)
        {
            string place = StorePath.Of(kept.Folder, folder.Path.Child(kept.Entry.Name)).ToString();
            throw new TreeException(failure.Error with { Message = $"{failure.Error.Message}; what stood there lies in '{place}' and could not be put back: {left.Error.Message}" });
        }
    }

    /// <summary>Removes a temporary file that is not wanted any more; what can't be removed now is removed by the next run.</summary>
    internal static void Discard(IDestinationFolder folder, string temporaryName)
    {
        try
        {
            folder.RemoveFile(temporaryName);
        }
        catch (TreeException)
        {
            // Its name is reserved: the next run finds and removes it. The failure that brought us here is the one to tell.
        }
    }

    private static PathRecord Failed(PendingFile file, ActionError error) => file.Record with
    {
        Outcome = ActionOutcome.Failed,
        State = null,
        Error = error,
    };

    private static void CloseFiles(List<PendingFile> files) => files.ForEach(f => f.File?.Dispose());
}
