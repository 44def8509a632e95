namespace SnapBack.Snapshots;

/// <summary>
/// Makes point-in-time views of volumes: the port to btrfs and VSS. Thread-safe; the sessions it opens belong to one run.
/// </summary>
public interface ISnapshotProvider
{
    /// <summary>Name in job files and in the record: <c>btrfs</c>, <c>vss</c>.</summary>
    string Name { get; }

    /// <summary>Why the volume under <paramref name="source"/> (a full path) can't be snapshotted here, in words, or null when it can.</summary>
    string? WhyNot(string source);

    /// <summary>
    /// Makes one snapshot set that holds every source at one moment. Whatever is made is noted in <paramref name="ledger"/> before it
    /// exists, so that a killed run's leftovers can be found.
    /// </summary>
    /// <exception cref="SnapshotException">It could not be made; nothing is left behind.</exception>
    ISnapshotSession Create(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation);

    /// <summary>
    /// Makes one set as <see cref="Create"/> does, and leaves it: it stays until its notes are given to <see cref="TryRemoveLeftover"/>, also after
    /// this program ended. Its notes in the ledger say so.
    /// </summary>
    /// <exception cref="SnapshotException">It could not be made; nothing is left behind.</exception>
    IReadOnlyList<KeptSnapshot> Keep(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation);

    /// <summary>Removes a leftover of a killed run that the ledger names; true when it is gone afterwards (or was gone already).</summary>
    bool TryRemoveLeftover(SnapshotNote note);
}
