using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>The two sides of one pair, opened.</summary>
public sealed record PlanSides
{
    /// <summary>Index of the pair in the job.</summary>
    public required int Pair { get; init; }

    /// <summary>The tree that is read: a snapshot or the live one.</summary>
    public required ITree Source { get; init; }

    /// <summary>The destination, or null when it does not exist (dry run).</summary>
    public required ITree? Destination { get; init; }

    /// <summary>Which entries are in scope.</summary>
    public required Selection Selection { get; init; }

    /// <summary>What the destination can hold.</summary>
    public required DestinationTraits Traits { get; init; }

    /// <summary>True when both sides show DOS attributes and creation times as metadata of their own, which a listing does not tell.</summary>
    public bool ComparesDosMetadata => Source.HasDosMetadata && Traits.KeepsCreation;

    /// <summary>Places below the source that are no part of the view.</summary>
    public required IReadOnlySet<RelativePath> NotCovered { get; init; }

    /// <summary>Rules that take files out of the view although the source has them.</summary>
    public Omissions Omitted { get; init; } = Omissions.None;

    /// <summary>The live tree beside a view that rules take files out of: it tells which ones. Null where it is not needed or can't be opened.</summary>
    public ITree? Live { get; init; }

    /// <summary>
    /// The moment of the view: what changed shortly before it may have changed again within the same tick of the file system's clock.
    /// </summary>
    public required Timestamp Moment { get; init; }

    /// <summary>Second from which on a change time is too near to <see cref="Moment"/> to tell later that nothing changed since.</summary>
    public long RacyFrom => Moment.Seconds - 3;

    /// <summary>Text that changes when the rules of comparison change; a seal is worth nothing under other rules.</summary>
    public required byte[] Rules { get; init; }

    /// <summary>
    /// True when the record tells what stands at the destination. After a run that was cut off it does not: that may have written what it did not record.
    /// </summary>
    public bool KnowsCopy { get; init; }

    /// <summary>True when earlier runs know this pair.</summary>
    public required bool HasPast { get; init; }
}
