namespace SnapBack.Catalog;

/// <summary>A destination folder that a pair was backed up to and that its owner accepted. A pair has several when disks are swapped.</summary>
/// <param name="Id">Of its marker.</param>
/// <param name="Volume">Identity of the volume it lay on; empty when that was not known.</param>
/// <param name="Mount">Full path of the highest folder of that volume above it.</param>
public sealed record KnownDestination(string Id, string Volume, string Mount);
