using System.Runtime.Versioning;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// Snapshots of btrfs subvolumes, made and deleted by requests to the kernel (5.8 or later, as root); no other program is needed. Each subvolume of a
/// set gets a read-only snapshot named <c>.snapback-snapshot-</c> and 16 random digits in its own top folder. <c>docs/snapshots.md</c> has the
/// sequence, the undo of each step and what a set does not cover. Thread-safe.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class BtrfsSnapshotProvider : ISnapshotProvider
{
    /// <summary>The name in job files and in the record.</summary>
    public const string ProviderName = "btrfs";

    /// <summary>What the name of every snapshot begins with; reserved in sources as well (<c>Trees/ReservedNames</c>).</summary>
    public const string NamePrefix = ".snapback-snapshot-";

    private readonly IBtrfsCalls _calls;
    private readonly TimeProvider _clock;

    /// <summary>Takes the clock by which a set's moment is told.</summary>
    public BtrfsSnapshotProvider(TimeProvider clock)
        : this(clock, new BtrfsCalls())
    {
    }

    internal BtrfsSnapshotProvider(TimeProvider clock, IBtrfsCalls calls)
    {
        _clock = clock;
        _calls = calls;
    }

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public string? WhyNot(string source)
    {
        SubvolumeFinder? finder = null;
        try
        {
            finder = new SubvolumeFinder();
            finder.Find(source);
            return null;
        }
        catch (SnapshotException failure)
        {
            return failure.Message;
        }
        catch (IOException failure)
        {
            return $"It could not be found out whether '{DisplayText.Escape(source)}' can be snapshotted: {failure.Message}.";
        }
        finally
        {
            finder?.Found.ForEach(subvolume => subvolume.Dispose());
        }
    }

    /// <inheritdoc/>
    public ISnapshotSession Create(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation) => Make(sources, ledger, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<KeptSnapshot> Keep(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        using BtrfsSnapshotSession session = Make(sources, new KeepingLedger(ledger), cancellation);
        List<KeptSnapshot> kept = [];
        foreach (string source in sources.Distinct(StringComparer.Ordinal))
        {
            SourceView view = session.ViewOf(source);
            kept.Add(Kept(source, view.ReadRoot, session.Set));
            kept.AddRange(view.Nested.OrderBy(nested => nested.Key.Value, StringComparer.Ordinal).Select(nested => Kept($"{source}/{nested.Key.Value}", nested.Value, session.Set)));
        }

        session.LetStay();
        return kept;
    }

    private static KeptSnapshot Kept(string source, string path, SnapshotSet set) =>
        new(source, path, set.Members.First(note => path == note.Id || path.StartsWith(note.Id + '/', StringComparison.Ordinal)));

    private BtrfsSnapshotSession Make(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        using SnapshotMaking making = new(_calls, ledger, _clock);
        try
        {
            return making.Make(sources, cancellation);
        }
        catch (SnapshotException failure)
        {
            throw new SnapshotException(WithLeftovers(failure.Message, making), failure.Hint, failure);
        }
        catch (TreeException failure)
        {
            throw new SnapshotException(WithLeftovers($"The btrfs snapshots could not be made: {failure.Message}.", making), HintFor(failure.Error.Kind), failure);
        }
    }

    /// <inheritdoc/>
    public bool TryRemoveLeftover(SnapshotNote note)
    {
        try
        {
            return note.Provider == ProviderName && OwnSnapshot.RemoveLeftover(_calls, note);
        }
        catch (TreeException)
        {
            // Not mounted now, not permitted, no answer: the note stays in the ledger and the next run asks again.
            return false;
        }
    }

    private static string WithLeftovers(string message, SnapshotMaking making) => string.Join(' ', making.TakeBack().Prepend(message));

    private static string HintFor(ErrorKind kind) => kind switch
    {
        ErrorKind.DiskFull => "Free some space on the file system ('btrfs filesystem usage' shows where it is), then run again.",
        ErrorKind.AccessDenied => "Run as root.",
        ErrorKind.NotSupported => "Linux 5.8 or later is needed for btrfs snapshots.",
        _ => "The kernel's log ('dmesg') may tell more.",
    };
}
