namespace SnapBack.Platform.Windows;

/// <summary>
/// SECURITY_INFORMATION: which parts of a descriptor a call is about
/// (https://learn.microsoft.com/windows/win32/secauthz/security-information).
/// </summary>
internal static class SecurityInformation
{
    public const uint OWNER = 0x1;
    public const uint GROUP = 0x2;
    public const uint DACL = 0x4;
    public const uint SACL = 0x8;

    /// <summary>The entry of the SACL that holds the integrity label; a part of its own for Windows, as are the next two.</summary>
    public const uint LABEL = 0x10;

    /// <summary>Entries of the SACL with what a file is classified as.</summary>
    public const uint ATTRIBUTE = 0x20;

    /// <summary>The entry of the SACL that names a central access policy.</summary>
    public const uint SCOPE = 0x40;
}
