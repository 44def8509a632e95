using System.Runtime.InteropServices;
using SnapBack.Errors;
using SnapBack.Platform.Linux;

namespace SnapBack.Trees.Unix;

/// <summary>
/// Sets owner, mode, extended attributes and times of an entry held by a handle. The order matters: changing the owner clears set-id
/// bits and capabilities, an ACL includes the mode's group bits, and times come last because everything else may move them.
/// </summary>
internal static unsafe class UnixMetadata
{
    // Hidden and System of a drive's root would make the folder of its copy invisible.
    private const uint NotOfRoots = 0x2 | 0x4;

    /// <summary>Sets what <paramref name="parts"/> name and <paramref name="traits"/> say the file system keeps.</summary>
    public static AppliedMetadata Apply(int descriptor, bool isPathOnly, Metadata wanted, CopyParts parts, DestinationTraits traits, UnixTree tree, bool isRoot = false)
    {
        Entry entry = wanted.Entry;
        MetadataLoss loss = MetadataLoss.None;
        if (parts.HasFlag(CopyParts.Attributes))
        {
            loss |= ApplyUnixAttributes(descriptor, isPathOnly, wanted, traits, tree);
        }

        SecurityResult security = SecurityResult.None;
        if (wanted.Security is { } blob && (parts & CopyLetters.InDescriptor) != 0)
        {
            security = UnixSecurity.Apply(descriptor, isPathOnly, tree, blob);
            loss |= security == SecurityResult.NotHeld ? MetadataLoss.Security : MetadataLoss.None;
        }

        if (parts.HasFlag(CopyParts.Attributes) && wanted.HasDosMetadata)
        {
            loss |= (entry.Attributes & UnixDosMetadata.Carried & ~traits.AttributesKept & ~FileArchive) != 0 ? MetadataLoss.Attributes : MetadataLoss.None;
            if (traits.AttributesKept != 0)
            {
                UnixDosMetadata.ApplyAttributes(descriptor, isPathOnly, entry.Attributes, isRoot ? NotOfRoots : 0);
            }
        }

        if (parts.HasFlag(CopyParts.Times))
        {
            ApplyTimes(descriptor, isPathOnly, wanted, traits);
        }

        return new AppliedMetadata(loss, security);
    }

    // Everybody sets it when they write, and nobody misses it.
    private const uint FileArchive = 0x20;

    private static MetadataLoss ApplyUnixAttributes(int descriptor, bool isPathOnly, Metadata wanted, DestinationTraits traits, UnixTree tree)
    {
        MetadataLoss loss = MetadataLoss.None;

        // On NTFS mode and owner are only another view of the descriptor, which comes by itself and would be changed by them.
        if (!tree.TakesAccessRulesOf(wanted))
        {
            loss |= ApplyOwner(descriptor, wanted.Entry, traits);
            if (wanted.Entry.Kind != EntryKind.SymbolicLink)
            {
                loss |= ApplyMode(descriptor, isPathOnly, wanted.Entry, traits);
            }
        }

        return loss | (traits.KeepsExtendedAttributes
            ? UnixExtendedAttributes.Apply(descriptor, isPathOnly, tree.IsPrivileged, wanted.ExtendedAttributes)
            : wanted.ExtendedAttributes.Count == 0 ? MetadataLoss.None : MetadataLoss.ExtendedAttributes);
    }

    private static MetadataLoss ApplyOwner(int descriptor, Entry entry, DestinationTraits traits)
    {
        if (!traits.KeepsOwner)
        {
            return MetadataLoss.Owner;
        }

        byte empty = 0;
        return Libc.fchownat(descriptor, &empty, entry.Owner, entry.Group, Libc.AT_EMPTY_PATH | Libc.AT_SYMLINK_NOFOLLOW) == 0
            ? MetadataLoss.None
            : throw NotApplied("set owner");
    }

    private static MetadataLoss ApplyMode(int descriptor, bool isPathOnly, Entry entry, DestinationTraits traits)
    {
        if (!traits.KeepsMode)
        {
            return MetadataLoss.Mode;
        }

        int result;
        if (isPathOnly)
        {
            using CName path = new(UnixFolder.HandlePath(descriptor));
            fixed (byte* p = path)
            {
                result = Libc.chmod(p, entry.Mode);
            }
        }
        else
        {
            result = Libc.fchmod(descriptor, entry.Mode);
        }

        return result == 0 ? MetadataLoss.None : throw NotApplied("set mode");
    }

    private static void ApplyTimes(int descriptor, bool isPathOnly, Metadata wanted, DestinationTraits traits)
    {
        Entry entry = wanted.Entry;
        if (traits.KeepsCreation)
        {
            UnixDosMetadata.ApplyTimes(descriptor, isPathOnly, wanted);
            return;
        }

        Libc.Timespec* times = stackalloc Libc.Timespec[2];
        times[0] = new() { Seconds = entry.Accessed.Seconds, Nanoseconds = entry.Accessed.Nanoseconds };
        times[1] = new() { Seconds = entry.Modified.Seconds, Nanoseconds = entry.Modified.Nanoseconds };
        int result;
        if (isPathOnly)
        {
            byte empty = 0;
            result = Libc.utimensat(descriptor, &empty, times, Libc.AT_EMPTY_PATH);
        }
        else
        {
            result = Libc.futimens(descriptor, times);
        }

        if (result != 0)
        {
            throw NotApplied("set times");
        }
    }

    private static TreeException NotApplied(string phase)
    {
        ActionError error = Errno.Exception(Marshal.GetLastPInvokeError(), phase).Error;
        return new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.MetadataNotApplied });
    }
}
