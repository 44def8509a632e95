using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Platform.Windows;
using SnapBack.Security;

namespace SnapBack.Trees.Windows;

/// <summary>
/// Reads and writes security descriptors of open files and folders, byte by byte: nothing is put in order, inherited or resolved to names. What is
/// written is read back. Thread-safe; asks nobody but <see cref="ISecurityCalls"/>.
/// </summary>
internal sealed class WindowsSecurity
{
    // Most descriptors are shorter; the longest has two lists of 64 KiB.
    private const int FirstBytes = 1024;

    // Entries of the SACL that Windows counts as parts of their own. It lets an account set them only up to its own integrity.
    private const uint BesideAuditing = SecurityInformation.LABEL | SecurityInformation.ATTRIBUTE | SecurityInformation.SCOPE;

    private readonly ISecurityCalls _calls;
    private readonly Func<int, string, TreeException> _failure;

    /// <param name="calls">The system.</param>
    /// <param name="failure">Makes an exception of a result (NTSTATUS) and a phase.</param>
    public WindowsSecurity(ISecurityCalls calls, Func<int, string, TreeException> failure)
    {
        _calls = calls;
        _failure = failure;
    }

    /// <summary>Access rights that a handle needs for reading the given parts.</summary>
    public static uint ReadingAccess(SecuritySections sections) =>
        (sections == SecuritySections.None ? 0 : SecurityAccess.READ_CONTROL)
        | (sections.HasFlag(SecuritySections.Sacl) ? SecurityAccess.ACCESS_SYSTEM_SECURITY : 0);

    /// <summary>Access rights that a handle needs for writing the given parts and reading them back.</summary>
    public static uint WritingAccess(SecuritySections sections) =>
        ReadingAccess(sections)
        | ((sections & (SecuritySections.Owner | SecuritySections.Group)) != 0 ? SecurityAccess.WRITE_OWNER : 0)
        | (sections.HasFlag(SecuritySections.Dacl) ? SecurityAccess.WRITE_DAC : 0)
        // Labels go with the owner and classes with the access rules, by their rights.
        | (sections.HasFlag(SecuritySections.Sacl) ? SecurityAccess.WRITE_OWNER | SecurityAccess.WRITE_DAC : 0);

    /// <summary>The given parts of a descriptor; null where the file system has none.</summary>
    /// <param name="handle">Open with <see cref="ReadingAccess"/>.</param>
    /// <param name="sections">The parts; not none.</param>
    /// <exception cref="TreeException">They can't be read.</exception>
    public SecurityBlob? Read(SafeFileHandle handle, SecuritySections sections)
    {
        byte[] buffer = new byte[FirstBytes];
        int status;
        int length;
        while ((status = _calls.Query(handle, PartsOf(sections), buffer, out length)) == Win32Error.STATUS_BUFFER_TOO_SMALL && length > buffer.Length)
        {
            buffer = new byte[length];
        }

        return status >= 0 ? new SecurityBlob(SecurityForm.SelfRelative, buffer[..Math.Min(length, buffer.Length)]) { Told = sections }
            : Win32Error.IsLacking(status) ? null
            : throw _failure(status, "read security descriptor");
    }

    /// <summary>Writes those of the parts that differ, and reads back what became of them.</summary>
    /// <param name="handle">Open with <see cref="WritingAccess"/> of <paramref name="kept"/>.</param>
    /// <param name="wanted">The source's.</param>
    /// <param name="asked">All parts that are to be carried over.</param>
    /// <param name="kept">Those of them that the destination takes.</param>
    /// <exception cref="TreeException">It was refused.</exception>
    public SecurityResult Apply(SafeFileHandle handle, SecurityBlob wanted, SecuritySections asked, SecuritySections kept)
    {
        kept &= asked & wanted.Told;
        if (kept == SecuritySections.None || wanted.Descriptor is not { } descriptor)
        {
            return SecurityResult.NotHeld;
        }

        SecuritySections differing = Difference(handle, descriptor, kept);
        SecuritySections settable = differing & ~Absent(descriptor);
        if (settable != SecuritySections.None)
        {
            int status = Write(handle, descriptor, settable);
            if (status < 0)
            {
                return Win32Error.IsLacking(status) ? SecurityResult.NotHeld : throw NotApplied(status);
            }

            differing = Difference(handle, descriptor, kept);
        }

        return differing == SecuritySections.None && (asked & ~kept) == SecuritySections.None ? SecurityResult.Exact : SecurityResult.Adjusted;
    }

    /// <summary>Writes parts of a descriptor, for the probe of a volume. What is refused throws.</summary>
    public void Set(SafeFileHandle handle, SecurityBlob wanted, SecuritySections sections)
    {
        int status = wanted.Descriptor is { } descriptor ? Write(handle, descriptor, sections & ~Absent(descriptor)) : Win32Error.STATUS_NOT_SUPPORTED;
        if (status < 0)
        {
            throw NotApplied(status);
        }
    }

    private static uint PartsOf(SecuritySections sections) =>
        (sections.HasFlag(SecuritySections.Owner) ? SecurityInformation.OWNER : 0)
        | (sections.HasFlag(SecuritySections.Group) ? SecurityInformation.GROUP : 0)
        | (sections.HasFlag(SecuritySections.Dacl) ? SecurityInformation.DACL : 0)
        | (sections.HasFlag(SecuritySections.Sacl) ? SecurityInformation.SACL | BesideAuditing : 0);

    // Nothing can be set to "no owner".
    private static SecuritySections Absent(SecurityDescriptor descriptor) =>
        (descriptor.Owner is null ? SecuritySections.Owner : 0) | (descriptor.Group is null ? SecuritySections.Group : 0);

    private TreeException NotApplied(int status)
    {
        ActionError error = _failure(status, "set security descriptor").Error;
        return new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.MetadataNotApplied });
    }

    private SecuritySections Difference(SafeFileHandle handle, SecurityDescriptor wanted, SecuritySections sections) =>
        Read(handle, sections)?.Descriptor is { } present ? present.DifferenceIn(sections, wanted) : sections;

    private int Write(SafeFileHandle handle, SecurityDescriptor wanted, SecuritySections sections)
    {
        byte[] bytes = Requesting(wanted.Only(sections)).Bytes.ToArray();
        uint parts = PartsOf(sections);
        int status = _calls.Set(handle, parts, bytes);
        return Win32Error.IsRefusal(status) && (parts & BesideAuditing) != 0 ? _calls.Set(handle, parts & ~BesideAuditing, bytes) : status;
    }

    // Without the request a list that was inherited would count as made by hand from then on.
    private static SecurityDescriptor Requesting(SecurityDescriptor given)
    {
        SecurityControl requests =
            (given.Control.HasFlag(SecurityControl.DaclAutoInherited) ? SecurityControl.DaclAutoInheritRequest : 0)
            | (given.Control.HasFlag(SecurityControl.SaclAutoInherited) ? SecurityControl.SaclAutoInheritRequest : 0);
        return SecurityDescriptor.Make(given.Control | requests, given.Owner, given.Group, given.Dacl, given.Sacl);
    }
}
