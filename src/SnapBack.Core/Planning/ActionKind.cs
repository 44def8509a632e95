namespace SnapBack.Planning;

/// <summary>What is done about one entry.</summary>
public enum ActionKind
{
    /// <summary>Nothing; the entry is only recorded.</summary>
    None,

    /// <summary>Make a folder.</summary>
    CreateFolder,

    /// <summary>Copy data and metadata, under a temporary name, then rename.</summary>
    Copy,

    /// <summary>Copy, after an entry of another kind that stands in the way was deleted (mirror only).</summary>
    Replace,

    /// <summary>Give the name to a file that another name of it already brought over.</summary>
    Link,

    /// <summary>Set mode, owner, times and extended attributes; the data stays.</summary>
    UpdateMetadata,

    /// <summary>Set the security descriptor and nothing else.</summary>
    UpdateSecurity,

    /// <summary>Read the source and compare; copy only when the content differs.</summary>
    Recheck,

    /// <summary>Remove from the destination.</summary>
    Delete,

    /// <summary>Remove the temporary file of a run that was killed; neither counted nor recorded.</summary>
    Discard,

    /// <summary>Remove from the live source, or clear its archive attribute, after it was copied and recorded.</summary>
    ReleaseSource,
}
