namespace SnapBack.Trees;

/// <summary>
/// What of a file or folder is carried over: robocopy's letters of /COPY and /DCOPY
/// (https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy). What Unix file systems keep beside them (mode, owner,
/// group, POSIX ACLs, extended attributes) goes with <see cref="Attributes"/>.
/// </summary>
[Flags]
public enum CopyParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>D: content; of a folder its named streams.</summary>
    Data = 1,

    /// <summary>A: attributes.</summary>
    Attributes = 2,

    /// <summary>T: times.</summary>
    Times = 4,

    /// <summary>S: who may do what (DACL).</summary>
    Security = 8,

    /// <summary>O: owner and primary group of the security descriptor.</summary>
    Owner = 16,

    /// <summary>U: what is audited (SACL).</summary>
    Auditing = 32,

    /// <summary>X: named streams are left out.</summary>
    SkipStreams = 64,

    /// <summary>E: extended attributes of a folder.</summary>
    ExtendedAttributes = 128,
}
