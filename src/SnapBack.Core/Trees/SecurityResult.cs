namespace SnapBack.Trees;

/// <summary>What became of an entry's security at the destination. What can't be applied at all is a <see cref="Errors.TreeException"/>.</summary>
public enum SecurityResult
{
    /// <summary>It was not asked for, or the source has none.</summary>
    None,

    /// <summary>Read back as it was written.</summary>
    Exact,

    /// <summary>The destination took it and holds something else, as NAS boxes do, or takes only some of its parts.</summary>
    Adjusted,

    /// <summary>The destination holds no such thing: the catalog alone keeps it.</summary>
    NotHeld,
}
