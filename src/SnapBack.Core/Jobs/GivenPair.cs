namespace SnapBack.Jobs;

/// <summary>A source and a destination as far as they were given, what the pair says of snapshots, and where.</summary>
internal sealed record GivenPair(GivenText? Source, GivenText? Destination, ValuePlace Place)
{
    /// <summary>The pair's own snapshot policy.</summary>
    public GivenText? Snapshot { get; init; }
}
