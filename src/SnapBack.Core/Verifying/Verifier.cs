using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Restoring;
using SnapBack.Runs;
using SnapBack.Trees;
using SnapBack.Versions;

namespace SnapBack.Verifying;

/// <summary>Reads the copy that a run left and holds every file against the record. Used by one thread.</summary>
public sealed class Verifier
{
    private readonly CatalogReader _catalog;
    private readonly RunPorts _ports;
    private readonly Action<VerifiedPath> _tell;
    private readonly CancellationToken _cancellation;
    private readonly RecordedMetadata _metadata;
    private readonly TemporaryNames _names = new();
    private VerifyResult _result = new() { Run = 0 };

    /// <param name="catalog">The record.</param>
    /// <param name="ports">Opens the copy and, to repair, the source.</param>
    /// <param name="tell">Called for each file that is not good, and for those that were mended, on the thread of <see cref="Verify"/>.</param>
    /// <param name="cancellation">Stops between two blocks of a file.</param>
    public Verifier(CatalogReader catalog, RunPorts ports, Action<VerifiedPath> tell, CancellationToken cancellation)
    {
        _catalog = catalog;
        _ports = ports;
        _tell = tell;
        _cancellation = cancellation;
        _metadata = new RecordedMetadata(catalog);
    }

    /// <summary>Looks at the copy.</summary>
    /// <exception cref="SnapBackException">There is no such run, or the copy can't be opened.</exception>
    public VerifyResult Verify(VerifyOrder order)
    {
        _result = new VerifyResult { Run = order.Run };
        DaySample sample = new(order.SamplePercent, _ports.Clock.GetUtcNow());
        Throttle? throttle = order.BandwidthBytesPerSecond is { } rate ? new Throttle(rate, TimeSpan.Zero, _ports.Clock) : null;
        // A repair is a second copy: it shares no blocks, and every byte of it is hashed.
        Job job = new() { Name = "verify", Pairs = [], Copy = CopyLetters.Default | CopyLetters.InDescriptor, SharesBlocks = false, Offloads = false };
        using FileCopier reader = new(job, throttle, moved: _ => { }, _cancellation);
        foreach (RunTreeRow tree in _catalog.Show(order.Run).Trees)
        {
            VerifyTree(tree, order, sample, reader);
        }

        return _result;
    }

    private void VerifyTree(RunTreeRow tree, VerifyOrder order, DaySample sample, FileCopier reader)
    {
        using ITree copy = CopyOfRun.Open(tree.Destination, _ports);
        using RepairSides? repair = order.Repair ? RepairSides.Open(tree, _ports) : null;
        ContentOfRun content = new(_catalog, order.Run, tree.Pair);
        HashSet<RelativePath> read = [];
        HashSet<string> replaced = [.. ChangedSince(order.Run, tree)];
        foreach (ListRow row in _catalog.List(order.Run).Where(row => row.Pair == tree.Pair && row.State.Kind == EntryKind.File))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (!sample.Has(row.Pair, row.Path))
            {
                _result = _result with { NotSampled = _result.NotSampled + 1 };
            }
            else if (!RelativePath.TryParse(row.Path, out RelativePath path))
            {
                Count(new VerifiedPath(row.Path, VerifyVerdict.Unreadable, row.Size, "this system can't have such a name"));
            }
            else if (VersionOf(path, row, content) is { } version)
            {
                read.Add(version);
                Count(Look(path, version, row.State, copy, reader));
            }
            else if (replaced.Contains(row.Path))
            {
                Count(new VerifiedPath(row.Path, VerifyVerdict.Replaced, row.Size));
            }
            else
            {
                VerifiedPath found = Look(path, path, row.State, copy, reader);
                Count(found.IsBad && repair is not null ? Mended(found, path, row.State, repair, reader) : found);
            }
        }

        if (order.Versions)
        {
            LookAtVersions(order.Run, tree, read, sample, copy, reader);
        }
    }

    // Where the run's content lies when a later one moved it aside; null when it is the copy itself, or is gone.
    private static RelativePath? VersionOf(RelativePath path, ListRow row, ContentOfRun content)
    {
        try
        {
            RelativePath at = content.Find(path, row);
            return at == path ? null : at;
        }
        catch (TreeException)
        {
            return null;
        }
    }

    private void LookAtVersions(long run, RunTreeRow tree, HashSet<RelativePath> read, DaySample sample, ITree copy, FileCopier reader)
    {
        foreach (VersionRow version in _catalog.HeldVersions(run, tree.Pair).Where(v => v.Kind == EntryKind.File))
        {
            _cancellation.ThrowIfCancellationRequested();
            RelativePath at = RelativePath.TryParse(version.Path, out RelativePath path) ? StorePath.Of(version.Folder, path) : RelativePath.Root;
            if (at.IsRoot || !read.Add(at))
            {
                continue;
            }

            if (!sample.Has(tree.Pair, at.Value))
            {
                _result = _result with { NotSampled = _result.NotSampled + 1 };
                continue;
            }

            PathState state = new() { Presence = Presence.Held, Kind = version.Kind, Size = version.Size, Modified = version.Modified, Sha256 = version.Sha256 };
            Count(Look(at, at, state, copy, reader));
        }
    }

    // Only the newest run of this very source and destination counts; runs of other jobs replaced nothing here.
    private IEnumerable<string> ChangedSince(long run, RunTreeRow tree)
    {
        RunRow? newest = _catalog.Runs()
            .Where(r => r.Id > run && r.Kind == CatalogWords.Backup)
            .OrderByDescending(r => r.Id)
            .FirstOrDefault(r => _catalog.Show(r.Id).Trees.Any(t => t.Destination == tree.Destination && t.Source == tree.Source));
        return newest is null ? [] : _catalog.Difference(run, newest.Id, tree.Pair).Where(d => d.Change is "changed" or "removed").Select(d => d.Path);
    }

    private VerifiedPath Look(RelativePath path, RelativePath at, PathState state, ITree copy, FileCopier reader)
    {
        try
        {
            using IFolder folder = copy.OpenFolder(at.Parent);
            if (folder.Find(at.Name) is not { } found)
            {
                return new VerifiedPath(path.Value, VerifyVerdict.Missing, state.Size);
            }

            if (!found.IsFile)
            {
                return new VerifiedPath(path.Value, VerifyVerdict.Missing, state.Size, "something else stands in its place");
            }

            // FAT keeps even seconds; a clock that is coarser than the record is no edit.
            if (found.Size != state.Size || !found.Modified.IsSameAs(state.Modified, TimeSpan.FromSeconds(2)))
            {
                return new VerifiedPath(path.Value, VerifyVerdict.Changed, state.Size, found.Size != state.Size ? $"{found.Size} bytes, recorded {state.Size}" : "written to since");
            }

            if (state.Sha256 is not { } recorded)
            {
                return new VerifiedPath(path.Value, VerifyVerdict.Unhashed, state.Size);
            }

            using ISourceFile file = folder.OpenFile(at.Name);
            byte[] hash = reader.HashOf(file);
            _result = _result with { Bytes = _result.Bytes + state.Size };
            return hash.AsSpan().SequenceEqual(recorded)
                ? new VerifiedPath(path.Value, VerifyVerdict.Good, state.Size)
                : new VerifiedPath(path.Value, VerifyVerdict.Corrupt, state.Size, "the content is not the recorded one, and its size and time did not change");
        }
        catch (TreeException failure)
        {
            bool isGone = failure.Error.Kind == ErrorKind.NotFound;
            return new VerifiedPath(path.Value, isGone ? VerifyVerdict.Missing : VerifyVerdict.Unreadable, state.Size, isGone ? null : failure.Error.Message);
        }
    }

    private VerifiedPath Mended(VerifiedPath found, RelativePath path, PathState state, RepairSides sides, FileCopier copier)
    {
        if (found.Verdict == VerifyVerdict.Changed)
        {
            // Somebody's edit is theirs to give up: the next run of the job decides about it.
            return found with { Text = $"{found.Text}; not repaired, because somebody wrote to it" };
        }

        if (state.Sha256 is not { } recorded)
        {
            return found with { Text = "not repaired: no hash of its content was recorded" };
        }

        try
        {
            using IFolder from = sides.Source.OpenFolder(path.Parent);
            using IDestinationFolder to = sides.Destination.OpenFolder(path.Parent);
            using ISourceFile source = from.OpenFile(path.Name);
            if (source.ReadEntry().Size != state.Size || !copier.HashOf(source).AsSpan().SequenceEqual(recorded))
            {
                return found with { Text = "not repaired: the source has other content by now" };
            }

            string temporary = _names.Next();
            try
            {
                using (IDestinationFile target = to.CreateFile(temporary))
                {
                    FileCopier.Copied copied = copier.Copy(source, target, isLive: true, sides.Destination.Traits.KeepsStreams, m => _metadata.Of(state, m));
                    if (copied.Sha256 is { } written && !written.AsSpan().SequenceEqual(recorded))
                    {
                        throw new TreeException(new ActionError(ErrorKind.ChangedWhileRead, 0, "repair", "the source changed while it was read"));
                    }

                    target.Flush();
                }

                to.Publish(temporary, path.Name);
                to.Flush();
            }
            catch
            {
                Publisher.Discard(to, temporary);
                throw;
            }

            return found with { IsRepaired = true, Text = "brought from the source again" };
        }
        catch (TreeException failure)
        {
            return found with { Text = $"not repaired: {failure.Error.Message}" };
        }
    }

    private void Count(VerifiedPath path)
    {
        _result = path.Verdict switch
        {
            VerifyVerdict.Good => _result with { Good = _result.Good + 1 },
            VerifyVerdict.Unhashed => _result with { Unhashed = _result.Unhashed + 1 },
            VerifyVerdict.Replaced => _result with { Replaced = _result.Replaced + 1 },
            VerifyVerdict.Missing => _result with { Missing = _result.Missing + 1 },
            VerifyVerdict.Changed => _result with { Changed = _result.Changed + 1 },
            VerifyVerdict.Corrupt => _result with { Corrupt = _result.Corrupt + 1 },
            _ => _result with { Unreadable = _result.Unreadable + 1 },
        };
        if (path.IsRepaired)
        {
            _result = _result with { Repaired = _result.Repaired + 1 };
        }

        if (path.Verdict is not (VerifyVerdict.Good or VerifyVerdict.Unhashed or VerifyVerdict.Replaced))
        {
            _tell(path);
        }
    }
}
