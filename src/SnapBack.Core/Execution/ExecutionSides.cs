using SnapBack.Planning;
using SnapBack.Trees;
using SnapBack.Versions;

namespace SnapBack.Execution;

/// <summary>The two sides of one pair, opened for carrying out.</summary>
/// <param name="Plan">As they were planned.</param>
/// <param name="Destination">The destination, for changes.</param>
/// <param name="IsLive">True when the source may change while it is read.</param>
public sealed record ExecutionSides(PlanSides Plan, IDestinationTree Destination, bool IsLive)
{
    /// <summary>Takes what is overwritten or deleted; null when nothing is ever kept.</summary>
    public VersionStore? Versions { get; init; }

    /// <summary>The tree that is read.</summary>
    public ITree Source => Plan.Source;

    /// <summary>
    /// A source's change time as far as it can tell later that a file is untouched: none when the file changed so shortly before the view's
    /// moment that it may have changed again within the same tick.
    /// </summary>
    public Timestamp Trusted(Timestamp changed) => changed.Seconds >= Plan.RacyFrom ? default : changed;
}
