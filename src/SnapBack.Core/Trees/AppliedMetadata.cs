namespace SnapBack.Trees;

/// <summary>What became of metadata at the destination.</summary>
/// <param name="Loss">What the destination lacks.</param>
/// <param name="Security">What became of the security descriptor.</param>
public readonly record struct AppliedMetadata(MetadataLoss Loss, SecurityResult Security = SecurityResult.None);
