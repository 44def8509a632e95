namespace SnapBack.Planning;

/// <summary>What a comparison of the two sides found: robocopy's classes, and one for what the selection leaves out.</summary>
public enum FileClass
{
    /// <summary>Only the source has it (robocopy: lonely).</summary>
    New,

    /// <summary>The source was written later.</summary>
    Newer,

    /// <summary>The source was written earlier.</summary>
    Older,

    /// <summary>Same time, other size; for links another target.</summary>
    Changed,

    /// <summary>Same time and size, other attributes, mode, owner or extended attributes.</summary>
    Tweaked,

    /// <summary>All that can be listed is equal, but the source's change time moved since the last run.</summary>
    Modified,

    /// <summary>Equal.</summary>
    Same,

    /// <summary>Only the destination has it.</summary>
    Extra,

    /// <summary>The two sides are of different kinds, such as a file and a folder.</summary>
    Mismatch,

    /// <summary>The source has it and the selection, or its kind, leaves it out.</summary>
    Excluded,
}
