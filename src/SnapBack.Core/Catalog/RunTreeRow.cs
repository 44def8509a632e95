namespace SnapBack.Catalog;

/// <summary>One pair of a run.</summary>
/// <param name="Pair">Its index in the job.</param>
/// <param name="Source">Full path.</param>
/// <param name="Destination">Full path.</param>
/// <param name="View"><c>snapshot</c>, <c>live</c>, or null when the run did not come that far.</param>
/// <param name="ReadRoot">The folder that was read in the source's place.</param>
/// <param name="Volume">Identity of the destination's volume, when it was probed.</param>
/// <param name="Versions">Older versions of the pair that the destination holds now.</param>
/// <param name="VersionBytes">Bytes of content in them.</param>
public sealed record RunTreeRow(
    int Pair, string Source, string Destination, string? View, string? ReadRoot, string? Volume, long Versions = 0, long VersionBytes = 0);
