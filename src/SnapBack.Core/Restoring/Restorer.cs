using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.Restoring;

/// <summary>
/// Brings the tree of a run back into a folder. What stands there already as it was backed up is left, so that a restore that was cut off is taken up
/// by calling it again. Used by one thread.
/// </summary>
public sealed class Restorer
{
    private const CopyParts Parts = CopyLetters.Default | CopyLetters.InDescriptor | CopyParts.ExtendedAttributes;

    private readonly CatalogReader _catalog;
    private readonly RunPorts _ports;
    private readonly Action<RestoredPath> _tell;
    private readonly CancellationToken _cancellation;
    private readonly RecordedMetadata _metadata;
    private readonly TemporaryNames _names = new();
    private RestoreResult _result = new() { Run = 0 };

    /// <param name="catalog">The record.</param>
    /// <param name="ports">Opens the copy and the place.</param>
    /// <param name="tell">Called for each path, on the thread of <see cref="Restore"/>.</param>
    /// <param name="cancellation">Stops between two blocks of a file; what was written so far is complete files.</param>
    public Restorer(CatalogReader catalog, RunPorts ports, Action<RestoredPath> tell, CancellationToken cancellation)
    {
        _catalog = catalog;
        _ports = ports;
        _tell = tell;
        _cancellation = cancellation;
        _metadata = new RecordedMetadata(catalog);
    }

    /// <summary>Carries the order out.</summary>
    /// <exception cref="SnapBackException">Nothing was touched: the run does not hold a path, the copy is not there, or the place can't be used.</exception>
    public RestoreResult Restore(RestoreOrder order)
    {
        _result = new RestoreResult { Run = order.Run };
        IReadOnlyList<RunTreeRow> trees = [.. _catalog.Show(order.Run).Trees.Where(tree => order.Pair is null || tree.Pair == order.Pair)];
        string?[] tops = order.Paths.Count == 0 ? [null] : [.. order.Paths.Distinct(StringComparer.Ordinal)];

        // A path that the run does not hold is found before anything is written.
        Dictionary<string, IEnumerable<ListRow>> rows = tops.ToDictionary(top => top ?? string.Empty, top => _catalog.List(order.Run, top), StringComparer.Ordinal);
        if (order.IsInPlace && !order.AcceptsVolume)
        {
            RequireKnownVolumes(order.Run, trees);
        }

        foreach (RunTreeRow tree in trees)
        {
            string to = order.IsInPlace ? tree.Source : trees.Count == 1 ? order.To : Path.Join(order.To, $"{tree.Pair + 1}-{Path.GetFileName(Path.TrimEndingDirectorySeparator(tree.Source))}");
            JobCheck.RequireOutside(to, tree.Destination);
            using ITree copy = CopyOfRun.Open(tree.Destination, _ports);
            using IDestinationTree? place = order.IsDryRun ? null : _ports.OpenDestination(to, null, SecuritySections.All);
            foreach (IEnumerable<ListRow> below in rows.Values)
            {
                RestoreTree(below.Where(row => row.Pair == tree.Pair && (order.Takes is null || order.Takes(row))), copy, place, order, tree.Pair);
            }
        }

        return _result;
    }

    // Where the source's disk is not mounted, or another one is, its files would be written over, or beside, what they have nothing to do with.
    private void RequireKnownVolumes(long run, IReadOnlyList<RunTreeRow> trees)
    {
        foreach (RunTreeRow tree in trees)
        {
            string? folder = tree.Source;
            while (folder is not null && _ports.VolumeOf(folder) is null)
            {
                folder = Path.GetDirectoryName(folder);
            }

            IReadOnlyList<string> known = _catalog.SourceVolumesOf(run, tree.Pair);
            if (known.Count > 0 && folder is not null && _ports.VolumeOf(folder) is { } volume && known.All(k => VolumeIdentity.AreDifferent(k, volume)))
            {
                throw new SnapBackException(
                    ErrorCode.SourceVolumeChanged,
                    $"'{DisplayText.Escape(tree.Source)}' lies on another volume than when it was backed up: {DisplayText.Escape(volume)}. Nothing was restored.",
                    "Is its disk mounted there? If the disk was replaced, run again with --accept-source, or restore to another folder with --to.");
            }
        }
    }

    private void RestoreTree(IEnumerable<ListRow> rows, ITree copy, IDestinationTree? place, RestoreOrder order, int pair)
    {
        Job job = new() { Name = "restore", Pairs = [], Copy = Parts, Retry = 0 };
        using FileCopier copier = new(job, throttle: null, moved: _ => { }, _cancellation);
        Dictionary<(ulong File, long Size, Timestamp Modified), RelativePath> linked = [];
        List<(RelativePath Path, PathState State)> folders = [];
        ContentOfRun content = new(_catalog, order.Run, pair);
        HashSet<RelativePath> made = [RelativePath.Root];
        if (place is not null)
        {
            RemoveLeftovers(place, RelativePath.Root);
        }

        foreach (ListRow row in rows)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (!RelativePath.TryParse(row.Path, out RelativePath path))
            {
                Count(new RestoredPath(row.Path, row.State.Kind, RestoreOutcome.Failed, 0, new ActionError(ErrorKind.InvalidName, 0, "restore", "this system can't have such a name")));
                continue;
            }

            RestoredPath told;
            try
            {
                if (place is not null)
                {
                    MakeFolders(place, row.State.Kind == EntryKind.Directory ? path : path.Parent, made);
                }

                told = row.State.Kind switch
                {
                    EntryKind.Directory => Folder(path, row.State, folders, place),
                    EntryKind.File => File(path, row, content, copy, place, copier, order.Overwrite, linked),
                    EntryKind.SymbolicLink or EntryKind.Junction => Link(path, row.State, copy, place, order.Overwrite),
                    _ => Failed(path, row.State.Kind, new ActionError(ErrorKind.NotSupported, 0, "restore", "entries of this kind are not backed up")),
                };
            }
            catch (TreeException failure)
            {
                told = Failed(path, row.State.Kind, failure.Error);
            }

            Count(told);
        }

        if (place is not null)
        {
            FinishFolders(folders, copy, copier, place, pair, isWhole: order.Paths.Count == 0, order.Run);
        }
    }

    // Folders above a path that was asked for alone come with it; what they were is set when the record has them among the rows.
    private static void MakeFolders(IDestinationTree place, RelativePath path, HashSet<RelativePath> made)
    {
        if (!made.Add(path))
        {
            return;
        }

        MakeFolders(place, path.Parent, made);
        using IDestinationFolder parent = place.OpenFolder(path.Parent);
        if (parent.Find(path.Name) is { IsDirectory: false })
        {
            made.Remove(path);
            throw new TreeException(new ActionError(ErrorKind.WrongKind, 0, "make folder", "something else stands where the folder has to be"));
        }

        parent.CreateFolder(path.Name);
        RemoveLeftovers(place, path);
    }

    // What a restore that was killed left behind. The lock on the place keeps others from being at work there now.
    private static void RemoveLeftovers(IDestinationTree place, RelativePath path)
    {
        using IDestinationFolder folder = place.OpenFolder(path);
        foreach (Entry left in folder.List().Where(e => !e.IsDirectory && ReservedNames.IsTemporary(e.Name) && !ReservedNames.IsPartial(e.Name)).ToList())
        {
            folder.RemoveFile(left.Name);
        }
    }

    private static RestoredPath Folder(RelativePath path, PathState state, List<(RelativePath, PathState)> folders, IDestinationTree? place)
    {
        folders.Add((path, state));
        return new RestoredPath(path.Value, EntryKind.Directory, place is null ? RestoreOutcome.Planned : RestoreOutcome.Restored);
    }

    private RestoredPath File(
        RelativePath path,
        ListRow row,
        ContentOfRun content,
        ITree copy,
        IDestinationTree? place,
        FileCopier copier,
        bool overwrite,
        Dictionary<(ulong File, long Size, Timestamp Modified), RelativePath> linked)
    {
        PathState state = row.State;
        using IFolder? from = FolderOf(copy, content.Find(path, row));
        Entry? found = from?.Find(path.Name);
        if (from is null || found is not { IsFile: true } || found.Size != state.Size || !found.Modified.IsSameAs(state.Modified, TimeSpan.FromSeconds(2)))
        {
            return Failed(path, EntryKind.File, new ActionError(ErrorKind.NotFound, 0, "restore", content.WhyNot(row, found is { IsFile: true })));
        }

        if (place is null)
        {
            return new RestoredPath(path.Value, EntryKind.File, RestoreOutcome.Planned, state.Size);
        }

        using IDestinationFolder to = place.OpenFolder(path.Parent);
        if (state.LinkCount > 1 && linked.TryGetValue((state.FileId, state.Size, state.Modified), out RelativePath leader) && TryLink(to, path, place, leader, overwrite) is { } told)
        {
            return told;
        }

        Entry? present = to.Find(path.Name);
        using ISourceFile source = from.OpenFile(path.Name);
        if (present is { IsFile: true } && present.Size == state.Size && IsSameContent(to, path.Name, state, source, copier))
        {
            Note(to.ApplyMetadata(path.Name, _metadata.Of(state, source.ReadMetadata()), Parts));
            Remember(path, state, linked);
            return new RestoredPath(path.Value, EntryKind.File, RestoreOutcome.Present);
        }

        if (present is not null && !(overwrite && !present.IsDirectory))
        {
            return InTheWay(path, EntryKind.File, present);
        }

        string temporary = _names.Next();
        try
        {
            using (IDestinationFile target = to.CreateFile(temporary))
            {
                FileCopier.Copied copied = copier.Copy(source, target, isLive: true, place.Traits.KeepsStreams, metadata => _metadata.Of(state, metadata));
                byte[] hash = copied.Sha256 ?? copier.HashOf(source);
                if (state.Sha256 is { } recorded && !hash.AsSpan().SequenceEqual(recorded))
                {
                    throw new TreeException(new ActionError(
                        ErrorKind.VerifyMismatch, 0, "restore", "the backup's content is not what was recorded: it was damaged or changed since, and was not restored"));
                }

                Note(copied.Applied);
                target.Flush();
            }

            to.Publish(temporary, path.Name);
        }
        catch
        {
            Publisher.Discard(to, temporary);
            throw;
        }

        Remember(path, state, linked);
        return new RestoredPath(path.Value, EntryKind.File, RestoreOutcome.Restored, state.Size);
    }

    private static IFolder? FolderOf(ITree copy, RelativePath file) => OpenOrNull(copy, file.Parent);

    private static IFolder? OpenOrNull(ITree copy, RelativePath folder)
    {
        try
        {
            return copy.OpenFolder(folder);
        }
        catch (TreeException gone) when (gone.Error.Kind is ErrorKind.NotFound or ErrorKind.WrongKind)
        {
            return null;
        }
    }

    private static void Remember(RelativePath path, PathState state, Dictionary<(ulong File, long Size, Timestamp Modified), RelativePath> linked)
    {
        if (state.LinkCount > 1)
        {
            linked.TryAdd((state.FileId, state.Size, state.Modified), path);
        }
    }

    private static bool IsSameContent(IDestinationFolder to, string name, PathState state, ISourceFile source, FileCopier copier)
    {
        using ISourceFile present = to.OpenFile(name);
        return copier.HashOf(present).AsSpan().SequenceEqual(state.Sha256 ?? copier.HashOf(source));
    }

    private RestoredPath? TryLink(IDestinationFolder to, RelativePath path, IDestinationTree place, RelativePath leader, bool overwrite)
    {
        if (place.Traits.LacksHardLinks)
        {
            return null;
        }

        using IDestinationFolder leaderFolder = place.OpenFolder(leader.Parent);
        Entry? target = leaderFolder.Find(leader.Name);
        if (to.Find(path.Name) is { } present)
        {
            if (present.IsFile && present.FileId == target?.FileId)
            {
                return new RestoredPath(path.Value, EntryKind.File, RestoreOutcome.Present);
            }

            if (!overwrite || present.IsDirectory)
            {
                return InTheWay(path, EntryKind.File, present);
            }
        }

        string temporary = _names.Next();
        to.CreateHardLink(temporary, leaderFolder, leader.Name);
        to.Publish(temporary, path.Name);
        return new RestoredPath(path.Value, EntryKind.File, RestoreOutcome.Restored);
    }

    private RestoredPath Link(RelativePath path, PathState state, ITree copy, IDestinationTree? place, bool overwrite)
    {
        if (state.LinkTarget is not { } target)
        {
            return Failed(path, state.Kind, new ActionError(ErrorKind.NotFound, 0, "restore", "the record does not know where the link leads"));
        }

        if (place is null)
        {
            return new RestoredPath(path.Value, state.Kind, RestoreOutcome.Planned);
        }

        // The link itself is in the record; the copy adds its extended attributes when it still has it.
        using IFolder? from = FolderOf(copy, path);
        Metadata metadata = from?.Find(path.Name) is { IsLink: true }
            ? from.ReadMetadata(path.Name)
            : new Metadata(new Entry { Name = path.Name, Kind = state.Kind, Modified = state.Modified, Accessed = state.Modified }, []);
        using IDestinationFolder to = place.OpenFolder(path.Parent);
        if (to.Find(path.Name) is { } present)
        {
            if (present.Kind == state.Kind && to.ReadLink(path.Name) == target)
            {
                Note(to.ApplyMetadata(path.Name, _metadata.Of(state, metadata), Parts));
                return new RestoredPath(path.Value, state.Kind, RestoreOutcome.Present);
            }

            if (!overwrite || present.IsDirectory)
            {
                return InTheWay(path, state.Kind, present);
            }
        }

        string temporary = _names.Next();
        Metadata wanted = _metadata.Of(state, metadata);
        to.CreateLink(temporary, wanted.Entry, target);
        try
        {
            Note(to.ApplyMetadata(temporary, wanted, Parts));
            to.Publish(temporary, path.Name);
        }
        catch
        {
            Publisher.Discard(to, temporary);
            throw;
        }

        return new RestoredPath(path.Value, state.Kind, RestoreOutcome.Restored);
    }

    private void FinishFolders(List<(RelativePath Path, PathState State)> folders, ITree copy, FileCopier copier, IDestinationTree place, int pair, bool isWhole, long run)
    {
        if (isWhole && _catalog.RootOf(run, pair) is { Presence: Presence.Held } root)
        {
            folders.Insert(0, (RelativePath.Root, root));
        }

        foreach ((RelativePath path, PathState state) in Enumerable.Reverse(folders))
        {
            try
            {
                using IDestinationFolder folder = place.OpenFolder(path);
                using IFolder? from = OpenOrNull(copy, path);
                Metadata kept = OfCopy(from, path, state);
                if (place.Traits.KeepsStreams && from is not null)
                {
                    copier.CopyStreams(kept.Streams, from.OpenStream, folder.CreateStream);
                }

                Note(folder.ApplyMetadata(null, _metadata.Of(state, kept), Parts));
                folder.Flush();
            }
            catch (TreeException failure)
            {
                Count(Failed(path, EntryKind.Directory, failure.Error));
            }
        }
    }

    // The record has all of a folder but its extended attributes and streams.
    private static Metadata OfCopy(IFolder? copy, RelativePath path, PathState state) =>
        copy?.ReadMetadata(null) ?? new Metadata(new Entry { Name = path.Name, Kind = EntryKind.Directory, Modified = state.Modified, Accessed = state.Modified }, []);

    private void Note(AppliedMetadata applied) => _result = _result with
    {
        SecurityAdjusted = _result.SecurityAdjusted + (applied.Security == SecurityResult.Adjusted ? 1 : 0),
        SecurityNotHeld = _result.SecurityNotHeld + (applied.Security == SecurityResult.NotHeld ? 1 : 0),
    };

    private void Count(RestoredPath path)
    {
        bool isFolder = path.Kind == EntryKind.Directory;
        _result = path.Outcome switch
        {
            RestoreOutcome.Failed => _result with { Failed = _result.Failed + 1 },
            _ when isFolder => _result with { Folders = _result.Folders + 1 },
            RestoreOutcome.Present => _result with { Present = _result.Present + 1 },
            RestoreOutcome.Planned => _result with { Planned = _result.Planned + 1, Bytes = _result.Bytes + path.Bytes },
            _ => _result with { Restored = _result.Restored + 1, Bytes = _result.Bytes + path.Bytes },
        };
        _tell(path);
    }

    private static RestoredPath InTheWay(RelativePath path, EntryKind kind, Entry present) => Failed(path, kind, new ActionError(
        ErrorKind.WrongKind, 0, "restore", present.IsDirectory ? "a folder stands in its place" : "something else stands in its place, and --overwrite was not given"));

    private static RestoredPath Failed(RelativePath path, EntryKind kind, ActionError error) => new(path.Value, kind, RestoreOutcome.Failed, 0, error);
}
