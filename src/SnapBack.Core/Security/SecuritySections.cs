namespace SnapBack.Security;

/// <summary>Parts of a security descriptor that can be read, compared and set by themselves.</summary>
[Flags]
public enum SecuritySections
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The owner.</summary>
    Owner = 1,

    /// <summary>The primary group.</summary>
    Group = 2,

    /// <summary>Who may do what, and whether that is inherited.</summary>
    Dacl = 4,

    /// <summary>What is audited, integrity labels and other system entries.</summary>
    Sacl = 8,

    /// <summary>All of it.</summary>
    All = Owner | Group | Dacl | Sacl,
}
