namespace SnapBack.Catalog;

/// <summary>What pruning has done to a catalog.</summary>
/// <param name="BytesBefore">Size of the file before.</param>
/// <param name="BytesAfter">Size of the file after.</param>
/// <param name="NotShrunk">Why the file could not be made smaller although the runs are gone from it; null when it was.</param>
public sealed record PruneResult(long BytesBefore, long BytesAfter, string? NotShrunk);
