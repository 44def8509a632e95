using Microsoft.Win32.SafeHandles;
using SnapBack.Platform.Windows;
using SnapBack.Security;

namespace SnapBack.Tests.Trees.Windows;

/// <summary>
/// One file's descriptor as Windows keeps it, by what Microsoft documents of the two calls: a set takes the given parts only, the inherited mark of a list
/// stays only where it is requested, and labels and classes count as parts of their own beside auditing.
/// </summary>
internal sealed class ModelOfSecurity : ISecurityCalls
{
    private const uint BesideAuditing = SecurityInformation.LABEL | SecurityInformation.ATTRIBUTE | SecurityInformation.SCOPE;
    private const SecurityControl DaclBits = SecurityControl.DaclPresent | SecurityControl.DaclProtected | SecurityControl.DaclAutoInherited;
    private const SecurityControl SaclBits = SecurityControl.SaclPresent | SecurityControl.SaclProtected | SecurityControl.SaclAutoInherited;

    private static readonly byte[] OwnParts = [17, 18, 19];

    public ModelOfSecurity(SecurityDescriptor present)
    {
        Present = present;
    }

    /// <summary>What the file has.</summary>
    public SecurityDescriptor Present { get; private set; }

    /// <summary>Parts whose setting answers <see cref="Refusal"/>.</summary>
    public uint Refused { get; set; }

    /// <summary>What a refusal says.</summary>
    public int Refusal { get; set; } = Win32Error.STATUS_ACCESS_DENIED;

    /// <summary>What every query answers, when it is an error.</summary>
    public int QueryStatus { get; set; }

    /// <summary>What a server makes of that which it is given.</summary>
    public Func<SecurityDescriptor, SecurityDescriptor> Rewrites { get; set; } = given => given;

    /// <summary>The parts of every set that was tried.</summary>
    public List<uint> Sets { get; } = [];

    public int Query(SafeFileHandle handle, uint parts, Span<byte> buffer, out int length)
    {
        ReadOnlySpan<byte> bytes = Present.Only(SectionsOf(parts)).Bytes;
        length = bytes.Length;
        if (QueryStatus < 0)
        {
            return QueryStatus;
        }

        if (bytes.Length > buffer.Length)
        {
            return Win32Error.STATUS_BUFFER_TOO_SMALL;
        }

        bytes.CopyTo(buffer);
        return Win32Error.STATUS_SUCCESS;
    }

    public int Set(SafeFileHandle handle, uint parts, ReadOnlySpan<byte> descriptor)
    {
        Sets.Add(parts);
        if ((parts & Refused) != 0)
        {
            return Refusal;
        }

        SecurityDescriptor given = SecurityDescriptor.Parse(descriptor);
        SecurityControl control = Present.Control;
        if ((parts & SecurityInformation.DACL) != 0)
        {
            control = (control & ~DaclBits) | Kept(given.Control & DaclBits, given.Control.HasFlag(SecurityControl.DaclAutoInheritRequest), SecurityControl.DaclAutoInherited);
        }

        if ((parts & SecurityInformation.SACL) != 0)
        {
            control = (control & ~SaclBits) | Kept(given.Control & SaclBits, given.Control.HasFlag(SecurityControl.SaclAutoInheritRequest), SecurityControl.SaclAutoInherited);
        }

        Present = Rewrites(SecurityDescriptor.Make(
            control,
            (parts & SecurityInformation.OWNER) != 0 ? given.Owner : Present.Owner,
            (parts & SecurityInformation.GROUP) != 0 ? given.Group : Present.Group,
            (parts & SecurityInformation.DACL) != 0 ? given.Dacl : Present.Dacl,
            Audit(given.Sacl, parts)));
        return Win32Error.STATUS_SUCCESS;
    }

    private static SecurityControl Kept(SecurityControl bits, bool isRequested, SecurityControl inherited) => isRequested ? bits : bits & ~inherited;

    private static SecuritySections SectionsOf(uint parts) =>
        ((parts & SecurityInformation.OWNER) != 0 ? SecuritySections.Owner : 0)
        | ((parts & SecurityInformation.GROUP) != 0 ? SecuritySections.Group : 0)
        | ((parts & SecurityInformation.DACL) != 0 ? SecuritySections.Dacl : 0)
        | ((parts & SecurityInformation.SACL) != 0 ? SecuritySections.Sacl : 0);

    private Acl? Audit(Acl? given, uint parts)
    {
        if ((parts & (SecurityInformation.SACL | BesideAuditing)) == 0)
        {
            return Present.Sacl;
        }

        IEnumerable<Ace> auditing = (parts & SecurityInformation.SACL) != 0 ? Of(given, isOwnPart: false) : Of(Present.Sacl, isOwnPart: false);
        IEnumerable<Ace> beside = (parts & BesideAuditing) != 0 ? Of(given, isOwnPart: true) : Of(Present.Sacl, isOwnPart: true);
        Ace[] entries = [.. auditing, .. beside];
        return entries.Length == 0 && given is null ? null : Acl.Of(entries);
    }

    private static IEnumerable<Ace> Of(Acl? list, bool isOwnPart) => list is null ? [] : list.Entries.Where(entry => OwnParts.Contains(entry.Type) == isOwnPart);
}
