namespace SnapBack.Security;

/// <summary>
/// The control word of a security descriptor, SECURITY_DESCRIPTOR_CONTROL
/// (https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-control).
/// </summary>
[Flags]
public enum SecurityControl
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>The owner came from a default.</summary>
    OwnerDefaulted = 0x0001,

    /// <summary>The group came from a default.</summary>
    GroupDefaulted = 0x0002,

    /// <summary>There is a DACL, which may be NULL (all access).</summary>
    DaclPresent = 0x0004,

    /// <summary>The DACL came from a default.</summary>
    DaclDefaulted = 0x0008,

    /// <summary>There is a SACL, which may be NULL.</summary>
    SaclPresent = 0x0010,

    /// <summary>The SACL came from a default.</summary>
    SaclDefaulted = 0x0020,

    /// <summary>Asks, when set, that <see cref="DaclAutoInherited"/> be kept; never stored.</summary>
    DaclAutoInheritRequest = 0x0100,

    /// <summary>Asks, when set, that <see cref="SaclAutoInherited"/> be kept; never stored.</summary>
    SaclAutoInheritRequest = 0x0200,

    /// <summary>The DACL was made by automatic inheritance.</summary>
    DaclAutoInherited = 0x0400,

    /// <summary>The SACL was made by automatic inheritance.</summary>
    SaclAutoInherited = 0x0800,

    /// <summary>Nothing is inherited into the DACL.</summary>
    DaclProtected = 0x1000,

    /// <summary>Nothing is inherited into the SACL.</summary>
    SaclProtected = 0x2000,

    /// <summary>The byte of the resource manager is in use.</summary>
    ResourceManagerControlValid = 0x4000,

    /// <summary>The parts lie behind the header, found by offsets.</summary>
    SelfRelative = 0x8000,
}
