namespace SnapBack.Catalog;

/// <summary>Where a path stands in a state of the catalog.</summary>
public enum Presence
{
    /// <summary>The source had it and the destination holds it: part of the backup.</summary>
    Held,

    /// <summary>The source has it and a rule leaves it out: no part of the backup.</summary>
    Skipped,

    /// <summary>Only the destination has it: no part of the source's tree.</summary>
    Extra,
}
