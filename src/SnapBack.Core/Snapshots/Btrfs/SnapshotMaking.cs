using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform;
using SnapBack.Platform.Linux;
using SnapBack.Runs;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// Makes one set, step by step. Used once, by one thread. Disposing it takes back whatever was done, on every way out; after <see cref="Make"/>
/// returned, the session owns the handles and the undo list, and disposing does nothing.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SnapshotMaking : IDisposable
{
    private readonly IBtrfsCalls _calls;
    private readonly ISnapshotLedger _ledger;
    private readonly TimeProvider _clock;
    private readonly SubvolumeFinder _finder = new();
    private readonly UndoList _undo = new();
    private bool _isHandedOver;

    internal SnapshotMaking(IBtrfsCalls calls, ISnapshotLedger ledger, TimeProvider clock)
    {
        _calls = calls;
        _ledger = ledger;
        _clock = clock;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isHandedOver)
        {
            TakeBack();
            _finder.Found.ForEach(subvolume => subvolume.Dispose());
        }
    }

    /// <summary>Takes back what was done so far; returns a sentence for each thing that could not be.</summary>
    internal IReadOnlyList<string> TakeBack() => _undo.Play();

    /// <summary>The whole sequence. A failure leaves what was done to <see cref="TakeBack"/> and <see cref="Dispose"/>.</summary>
    internal BtrfsSnapshotSession Make(IReadOnlyList<string> sources, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sources.Count);
        List<SourcePlace> places = [];
        foreach (string source in sources.Distinct(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            places.Add(_finder.Find(source));
        }

        places.ForEach(_finder.FindNested);
        NoteAll(cancellation);
        FlushAll(cancellation);
        DateTimeOffset moment = SnapshotAtOneMoment(places.ConvertAll(place => place.Holder), out IReadOnlyList<Notice> notices);
        cancellation.ThrowIfCancellationRequested();
        _finder.Found.ForEach(LookAt);
        places.ForEach(SubvolumeFinder.LookAgain);

        Dictionary<string, SourceView> views = places.ToDictionary(place => place.Source, ViewOf, StringComparer.Ordinal);
        List<SnapshotNote> members = [.. from subvolume in _finder.Found where subvolume.SnapshotId is not null select subvolume.Note];
        string id = _finder.Found[0].SnapshotName[BtrfsSnapshotProvider.NamePrefix.Length..];
        SnapshotSet set = new(BtrfsSnapshotProvider.ProviderName, id, moment, members, []) { Notices = notices };
        _isHandedOver = true;
        return new BtrfsSnapshotSession(set, views, _finder.Found, _undo);
    }

    private void NoteAll(CancellationToken cancellation)
    {
        foreach (Subvolume subvolume in _finder.Found)
        {
            cancellation.ThrowIfCancellationRequested();
            _ledger.Note(subvolume.Note);
            _undo.Add($"The snapshot '{DisplayText.Escape(subvolume.SnapshotPath)}' could not be removed", () => Undo(subvolume));
        }

    }

    private void FlushAll(CancellationToken cancellation)
    {
        foreach (Subvolume subvolume in FileSystems())
        {
            cancellation.ThrowIfCancellationRequested();
            _calls.Flush(subvolume.Top);
        }
    }

    private IEnumerable<Subvolume> FileSystems() => _finder.Found.DistinctBy(s => s.FileSystem);

    private DateTimeOffset SnapshotAtOneMoment(IReadOnlyList<Subvolume> holders, out IReadOnlyList<Notice> notices)
    {
        int done = _undo.Count;
        List<FlushOption> options = [.. FileSystems().Select(subvolume => new FlushOption(_calls, subvolume))];
        foreach (FlushOption option in options.Where(option => option.TurnOn()))
        {
            _undo.Add("The mount option 'flushoncommit' could not be turned off again", option.TurnBack);
        }

        DateTimeOffset moment = SnapshotAll(holders);
        options.ForEach(option => option.Check());

        // What can't be turned back now stays in the list: the release of the set tries again, and tells.
        _undo.Play(from: done);
        _finder.Found.ForEach(subvolume => subvolume.TopTime?.PutBack());
        notices = [.. options.SelectMany(option => option.Notices)];
        return moment;
    }

    // Nothing but the requests in this loop (a look at a folder costs a microsecond): the snapshots of a set are as near in time as the kernel makes them.
    private DateTimeOffset SnapshotAll(IReadOnlyList<Subvolume> holders)
    {
        DateTimeOffset moment = _clock.GetUtcNow();
        foreach (Subvolume subvolume in _finder.Found)
        {
            try
            {
                subvolume.TopTime = FolderTime.Of(subvolume.Top);
                subvolume.MayHaveSnapshot = true;
                _calls.Snapshot(subvolume.Top, subvolume.SnapshotName);
                subvolume.TopTime.Added(subvolume.SnapshotName);
            }
            catch (TreeException failure) when (failure.Error.NativeCode == Errno.EEXIST)
            {
                subvolume.MayHaveSnapshot = false;
                throw;
            }
            catch (TreeException failure) when (SubvolumeFinder.IsAboutOneSubvolume(failure) && !holders.Contains(subvolume))
            {
                // A nested subvolume alone is concerned: it is recorded as not covered (it gets no SnapshotId), the set goes on.
                continue;
            }
        }

        return moment;
    }

    // Reads back what the kernel made: number, origin, read-only, and that its path leads to it.
    private static void LookAt(Subvolume subvolume)
    {
        try
        {
            SubvolumeFacts? facts = OwnSnapshot.Look(subvolume.Top, subvolume.Facts, subvolume.SnapshotName);
            using SafeFileHandle byPath = Folders.Open(subvolume.SnapshotPath);
            if (facts is null || BtrfsQueries.SubvolumeId(byPath) != facts.Id)
            {
                throw new SnapshotException($"What stands at '{DisplayText.Escape(subvolume.SnapshotPath)}' is not the snapshot that was just made.");
            }

            subvolume.SnapshotId = facts.Id;
        }
        catch (TreeException failure) when (failure.Error.Kind == ErrorKind.NotFound)
        {
            // Never made, or removed or moved at once by someone: whoever needs it finds no number.
            subvolume.SnapshotId = null;
        }
    }

    private static SourceView ViewOf(SourcePlace place)
    {
        foreach ((RelativePath path, Subvolume _) in place.Nested.Where(n => n.Value.SnapshotId is null).ToList())
        {
            place.Nested.Remove(path);
            place.NotCovered.Add(path);
        }

        string readRoot = place.Path.IsRoot ? place.Holder.SnapshotPath : $"{place.Holder.SnapshotPath}/{place.Path.Value}";
        using SafeFileHandle folder = Folders.OpenBelow(place.Holder.Top, readRoot[(place.Holder.SnapshotPath.Length - place.Holder.SnapshotName.Length)..]);
        if (BtrfsQueries.SubvolumeId(folder) != place.Holder.SnapshotId || FileIdentity.Read(folder).Inode != place.Status.Inode)
        {
            throw new SnapshotException(
                $"The folder '{DisplayText.Escape(place.Source)}' moved while its snapshot was made.",
                "Run again when nobody renames the folders on the way to the source.");
        }

        Dictionary<RelativePath, string> nested = place.Nested
            .Where(n => !place.NotCovered.Any(n.Key.IsAtOrUnder))
            .ToDictionary(n => n.Key, n => n.Value.SnapshotPath);
        return new SourceView(IsSnapshot: true, readRoot, nested, place.NotCovered);
    }

    private void Undo(Subvolume subvolume)
    {
        // Where the set failed half-way, the time from before the making is still to be put back.
        subvolume.TopTime?.PutBack();
        if (subvolume.MayHaveSnapshot
            && !OwnSnapshot.Remove(_calls, subvolume.Top, subvolume.Facts, subvolume.SnapshotName, subvolume.SnapshotId))
        {
            throw new SnapshotException("something else stands in its place.");
        }

        subvolume.MayHaveSnapshot = false;
        _ledger.StrikeOut(subvolume.Note);
    }
}
