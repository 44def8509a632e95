using SnapBack.Errors;
using SnapBack.Platform.Linux;
using SnapBack.Security;

namespace SnapBack.Trees.Unix;

/// <summary>
/// Windows security of entries on Linux: NTFS through ntfs-3g (<c>system.ntfs_acl</c>, https://github.com/tuxera/ntfs-3g/wiki/Using-Extended-Attributes),
/// SMB mounts (<c>system.cifs_ntsd</c>), and what Samba keeps on any file system (<c>security.NTACL</c>). Stateless.
/// </summary>
internal static class UnixSecurity
{
    private const string Ntfs = "system.ntfs_acl";
    private const string Smb = "system.cifs_ntsd";
    private const string Samba = "security.NTACL";

    /// <summary>By which attribute the file system under an open folder shows descriptors; null when this process can see none.</summary>
    public static string? AttributeOf(int root, bool isPrivileged) =>
        UnixExtendedAttributes.Has(root, Ntfs) ? Ntfs
        : UnixExtendedAttributes.Has(root, Smb) ? Smb
        : isPrivileged ? Samba : null;

    /// <summary>What an attribute's bytes are.</summary>
    public static SecurityForm FormOf(string attribute) => attribute == Samba ? SecurityForm.Samba : SecurityForm.SelfRelative;

    /// <summary>True for a volume of ntfs-3g, whose entries have DOS attributes and four times as attributes of their own.</summary>
    public static bool IsNtfs(string? attribute) => attribute == Ntfs;

    /// <summary>The chosen parts of an entry's descriptor; null when it has none.</summary>
    public static SecurityBlob? Read(int descriptor, bool isPathOnly, UnixTree tree)
    {
        SecurityBlob? whole = ReadWhole(descriptor, isPathOnly, tree);
        return whole?.Only(tree.Security);
    }

    /// <summary>Sets the parts that the destination keeps, unless it holds them already, and reads back what it made of them.</summary>
    /// <exception cref="TreeException">It was refused.</exception>
    public static SecurityResult Apply(int descriptor, bool isPathOnly, UnixTree tree, SecurityBlob wanted)
    {
        SecuritySections kept = (tree.Traits.SecurityKept ?? SecuritySections.None) & tree.Security & wanted.Told;
        if (kept == SecuritySections.None || tree.SecurityAttribute is not { } attribute || FormOf(attribute) != wanted.Form)
        {
            return SecurityResult.NotHeld;
        }

        SecurityBlob? present = ReadWhole(descriptor, isPathOnly, tree);
        SecurityBlob merged = Merge(present, wanted, kept);
        if (present is null || !present.Bytes.SequenceEqual(merged.Bytes))
        {
            Set(descriptor, isPathOnly, attribute, merged.Bytes.ToArray());
            present = ReadWhole(descriptor, isPathOnly, tree);
        }

        bool isWhole = (tree.Security & ~kept) == SecuritySections.None;
        return isWhole && present is not null && present.IsSameIn(kept, wanted) ? SecurityResult.Exact : SecurityResult.Adjusted;
    }

    /// <summary>The parts that can be set on a file made for the probe: the first rung of the ladder that holds.</summary>
    public static SecuritySections Probe(int descriptor, UnixTree tree)
    {
        if (tree.SecurityAttribute is not { } attribute || ReadWhole(descriptor, isPathOnly: false, tree) is not { } present)
        {
            // Samba's record is an attribute that a new file has not; what may be written is any bytes.
            return tree.SecurityAttribute == Samba && TraitProbe.Answers(() => Set(descriptor, isPathOnly: false, Samba, [0])) ? SecuritySections.All : SecuritySections.None;
        }

        return SecurityLadder.Find(present, (_, wanted) =>
        {
            Set(descriptor, isPathOnly: false, attribute, wanted.Bytes.ToArray());
            return ReadWhole(descriptor, isPathOnly: false, tree);
        });
    }

    private static SecurityBlob? ReadWhole(int descriptor, bool isPathOnly, UnixTree tree) =>
        tree.SecurityAttribute is { } attribute && UnixExtendedAttributes.Value(descriptor, isPathOnly, attribute) is { Length: > 0 } value
            ? new SecurityBlob(FormOf(attribute), value)
            : null;

    // All of it is taken byte by byte; some of it is put into what the entry has.
    private static SecurityBlob Merge(SecurityBlob? present, SecurityBlob wanted, SecuritySections kept) =>
        kept == SecuritySections.All || present?.Descriptor is not { } mine || wanted.Descriptor is not { } theirs
            ? wanted
            : new SecurityBlob(SecurityForm.SelfRelative, mine.With(kept, theirs).Bytes.ToArray());

    private static void Set(int descriptor, bool isPathOnly, string attribute, byte[] value)
    {
        int errno = UnixExtendedAttributes.TrySet(descriptor, isPathOnly, attribute, value);
        if (errno != 0)
        {
            ActionError error = Errno.Exception(errno, "set security descriptor").Error;
            throw new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.MetadataNotApplied });
        }
    }
}
