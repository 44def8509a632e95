using System.Security.Cryptography;
using SnapBack.Security;

namespace SnapBack.Trees;

/// <summary>An entry's security as a file system handed it out: bytes that are compared, kept and written as they are. Immutable, thread-safe.</summary>
public sealed class SecurityBlob
{
    private readonly byte[] _bytes;
    private byte[]? _hash;

    /// <summary>Takes the bytes, which nobody may change any more.</summary>
    public SecurityBlob(SecurityForm form, byte[] bytes)
    {
        Form = form;
        _bytes = bytes;
    }

    /// <summary>Parts that were read; of others it says nothing, not even that the source has none.</summary>
    public SecuritySections Told { get; init; } = SecuritySections.All;

    /// <summary>What the bytes are.</summary>
    public SecurityForm Form { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>SHA-256 of the bytes, by which the catalog knows it.</summary>
    public byte[] Hash => _hash ??= SHA256.HashData(_bytes);

    /// <summary>The descriptor, or null when the bytes are none that can be read.</summary>
    public SecurityDescriptor? Descriptor =>
        Form == SecurityForm.SelfRelative && SecurityDescriptor.TryParse(_bytes, out SecurityDescriptor? descriptor) ? descriptor : null;

    /// <summary>
    /// Only the given parts; the blob itself when all are asked for, or when its parts can't be told apart.
    /// </summary>
    public SecurityBlob Only(SecuritySections sections) =>
        sections == SecuritySections.All || Descriptor is not { } descriptor
            ? this
            : new SecurityBlob(Form, descriptor.Only(sections).Bytes.ToArray()) { Told = sections & Told };

    /// <summary>
    /// A descriptor out of the vault, which does not say what was asked for when it was recorded. Where owner, group or access list are missing, they were
    /// not: to set "no access list" would let everybody do everything.
    /// </summary>
    public SecurityBlob Recorded() => Descriptor is not { } descriptor || descriptor.Sections.HasFlag(SecuritySections.Owner | SecuritySections.Group | SecuritySections.Dacl)
        ? this
        : new SecurityBlob(Form, _bytes) { Told = descriptor.Sections };

    /// <summary>True when both say the same in the given parts.</summary>
    public bool IsSameIn(SecuritySections sections, SecurityBlob other) =>
        (Form == other.Form && Bytes.SequenceEqual(other.Bytes))
        || (Descriptor is { } mine && other.Descriptor is { } theirs && mine.DifferenceIn(sections, theirs) == SecuritySections.None);
}
