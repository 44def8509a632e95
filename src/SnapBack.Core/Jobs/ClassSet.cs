namespace SnapBack.Jobs;

/// <summary>Some of the classes that a comparison can find, for rules about them.</summary>
[Flags]
public enum ClassSet
{
    /// <summary>No class.</summary>
    None = 0,

    /// <summary>Only the source has it; files and folders.</summary>
    Lonely = 1,

    /// <summary>The source was written later.</summary>
    Newer = 2,

    /// <summary>The source was written earlier.</summary>
    Older = 4,

    /// <summary>Same time, other size.</summary>
    Changed = 8,

    /// <summary>Only the destination has it; files and folders.</summary>
    Extra = 16,

    /// <summary>Same time and size, other attributes or other metadata.</summary>
    Tweaked = 32,

    /// <summary>All that can be listed is equal, but the source's change time moved.</summary>
    Modified = 64,

    /// <summary>Equal.</summary>
    Same = 128,
}
