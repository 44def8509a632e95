using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SnapBack.Security;

/// <summary>
/// A security descriptor in the binary self-relative form (https://learn.microsoft.com/windows/win32/secauthz/absolute-and-self-relative-security-descriptors).
/// What was read keeps its bytes exactly; only a merge puts new ones together. Immutable, thread-safe.
/// </summary>
public sealed class SecurityDescriptor
{
    private const int HeaderBytes = 20;
    private const SecurityControl DaclBits =
        SecurityControl.DaclPresent | SecurityControl.DaclDefaulted | SecurityControl.DaclAutoInherited | SecurityControl.DaclProtected | SecurityControl.DaclAutoInheritRequest;

    private const SecurityControl SaclBits =
        SecurityControl.SaclPresent | SecurityControl.SaclDefaulted | SecurityControl.SaclAutoInherited | SecurityControl.SaclProtected | SecurityControl.SaclAutoInheritRequest;

    // Whether a part came from a default, and requests, say nothing about what holds.
    private const SecurityControl CountingDaclBits = SecurityControl.DaclPresent | SecurityControl.DaclAutoInherited | SecurityControl.DaclProtected;
    private const SecurityControl CountingSaclBits = SecurityControl.SaclPresent | SecurityControl.SaclAutoInherited | SecurityControl.SaclProtected;

    private readonly byte[] _bytes;

    private SecurityDescriptor(byte[] bytes, SecurityControl control, Sid? owner, Sid? group, Acl? dacl, Acl? sacl)
    {
        _bytes = bytes;
        Control = control;
        Owner = owner;
        Group = group;
        Dacl = dacl;
        Sacl = sacl;
    }

    /// <summary>The binary form.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The control word.</summary>
    public SecurityControl Control { get; }

    /// <summary>The owner, or null.</summary>
    public Sid? Owner { get; }

    /// <summary>The primary group, or null.</summary>
    public Sid? Group { get; }

    /// <summary>The DACL; null when there is none, or when it is a NULL DACL, which <see cref="SecurityControl.DaclPresent"/> tells apart.</summary>
    public Acl? Dacl { get; }

    /// <summary>The SACL; null as with <see cref="Dacl"/>.</summary>
    public Acl? Sacl { get; }

    /// <summary>Reads the binary self-relative form.</summary>
    /// <exception cref="SecurityFormatException">It is none; the message says why.</exception>
    public static SecurityDescriptor Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
        {
            throw new SecurityFormatException($"A security descriptor has at least {HeaderBytes} bytes, and here are {bytes.Length}.");
        }

        SecurityControl control = (SecurityControl)BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (bytes[0] != 1 || !control.HasFlag(SecurityControl.SelfRelative))
        {
            throw new SecurityFormatException($"A security descriptor of revision {bytes[0]} with control word 0x{(int)control:X4} is not self-relative of revision 1.");
        }

        ReadOnlySpan<byte> owner = At(bytes, 4);
        ReadOnlySpan<byte> group = At(bytes, 8);
        ReadOnlySpan<byte> sacl = control.HasFlag(SecurityControl.SaclPresent) ? At(bytes, 12) : [];
        ReadOnlySpan<byte> dacl = control.HasFlag(SecurityControl.DaclPresent) ? At(bytes, 16) : [];
        return new SecurityDescriptor(
            bytes.ToArray(),
            control,
            owner.IsEmpty ? null : Sid.Read(owner),
            group.IsEmpty ? null : Sid.Read(group),
            dacl.IsEmpty ? null : Acl.Read(dacl),
            sacl.IsEmpty ? null : Acl.Read(sacl));
    }

    /// <summary>As <see cref="Parse"/>, for bytes that nobody vouches for.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SecurityDescriptor? descriptor)
    {
        try
        {
            descriptor = Parse(bytes);
            return true;
        }
        catch (SecurityFormatException)
        {
            descriptor = null;
            return false;
        }
    }

    /// <summary>Puts a descriptor together; the parts lie in the order in which Windows writes them.</summary>
    /// <param name="control">Its bits; whether a list is present is told by them, and self-relative is added.</param>
    /// <param name="owner">Or null.</param>
    /// <param name="group">Or null.</param>
    /// <param name="dacl">Or null.</param>
    /// <param name="sacl">Or null.</param>
    public static SecurityDescriptor Make(SecurityControl control, Sid? owner, Sid? group, Acl? dacl, Acl? sacl)
    {
        byte[] saclBytes = sacl?.ToBytes() ?? [];
        byte[] daclBytes = dacl?.ToBytes() ?? [];
        ReadOnlySpan<byte> ownerBytes = owner is null ? [] : owner.Bytes;
        ReadOnlySpan<byte> groupBytes = group is null ? [] : group.Bytes;
        byte[] bytes = new byte[HeaderBytes + saclBytes.Length + daclBytes.Length + ownerBytes.Length + groupBytes.Length];
        bytes[0] = 1;
        control |= SecurityControl.SelfRelative;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)control);
        int at = HeaderBytes;
        at += Put(bytes, 12, at, saclBytes);
        at += Put(bytes, 16, at, daclBytes);
        at += Put(bytes, 4, at, ownerBytes);
        _ = Put(bytes, 8, at, groupBytes);
        return new SecurityDescriptor(bytes, control, owner, group, dacl, sacl);
    }

    /// <summary>Which parts it has.</summary>
    public SecuritySections Sections =>
        (Owner is null ? 0 : SecuritySections.Owner)
        | (Group is null ? 0 : SecuritySections.Group)
        | (Control.HasFlag(SecurityControl.DaclPresent) ? SecuritySections.Dacl : 0)
        | (Control.HasFlag(SecurityControl.SaclPresent) ? SecuritySections.Sacl : 0);

    /// <summary>In which of the given parts the two differ; control bits count with the list that they are about.</summary>
    public SecuritySections DifferenceIn(SecuritySections sections, SecurityDescriptor other)
    {
        SecuritySections found = SecuritySections.None;
        found |= Equals(Owner, other.Owner) ? 0 : SecuritySections.Owner;
        found |= Equals(Group, other.Group) ? 0 : SecuritySections.Group;
        found |= Equals(Dacl, other.Dacl) && (Control & CountingDaclBits) == (other.Control & CountingDaclBits) ? 0 : SecuritySections.Dacl;
        found |= Equals(Sacl, other.Sacl) && (Control & CountingSaclBits) == (other.Control & CountingSaclBits) ? 0 : SecuritySections.Sacl;
        return found & sections;
    }

    /// <summary>This descriptor with the given parts, and their control bits, taken from another.</summary>
    public SecurityDescriptor With(SecuritySections sections, SecurityDescriptor from)
    {
        if (sections == SecuritySections.All)
        {
            return from;
        }

        SecurityControl taken =
            (sections.HasFlag(SecuritySections.Owner) ? SecurityControl.OwnerDefaulted : 0)
            | (sections.HasFlag(SecuritySections.Group) ? SecurityControl.GroupDefaulted : 0)
            | (sections.HasFlag(SecuritySections.Dacl) ? DaclBits : 0)
            | (sections.HasFlag(SecuritySections.Sacl) ? SaclBits : 0);
        return Make(
            (Control & ~taken) | (from.Control & taken),
            sections.HasFlag(SecuritySections.Owner) ? from.Owner : Owner,
            sections.HasFlag(SecuritySections.Group) ? from.Group : Group,
            sections.HasFlag(SecuritySections.Dacl) ? from.Dacl : Dacl,
            sections.HasFlag(SecuritySections.Sacl) ? from.Sacl : Sacl);
    }

    /// <summary>Only the given parts of this descriptor.</summary>
    public SecurityDescriptor Only(SecuritySections sections) => Make(SecurityControl.None, null, null, null, null).With(sections, this);

    /// <summary>The SDDL text, for people and tests.</summary>
    public override string ToString() => Sddl.Write(this);

    private static int Put(byte[] bytes, int offsetAt, int at, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            return 0;
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offsetAt), at);
        part.CopyTo(bytes.AsSpan(at));
        return part.Length;
    }

    private static ReadOnlySpan<byte> At(ReadOnlySpan<byte> bytes, int offsetAt)
    {
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[offsetAt..]);
        if (offset == 0)
        {
            return [];
        }

        return offset >= HeaderBytes && offset < bytes.Length
            ? bytes[(int)offset..]
            : throw new SecurityFormatException($"A part of a security descriptor of {bytes.Length} bytes is said to lie at byte {offset}.");
    }
}
