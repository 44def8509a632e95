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
    public static MetadataLoss Apply(int descriptor, bool isPathOnly, Metadata wanted, DestinationTraits traits, bool isPrivileged)
    {
        Entry entry = wanted.Entry;
        MetadataLoss loss = MetadataLoss.None;
        loss |= ApplyOwner(descriptor, entry, traits);
        if (entry.Kind != EntryKind.SymbolicLink)
        {
            loss |= ApplyMode(descriptor, isPathOnly, entry, traits);
        }

        loss |= traits.KeepsExtendedAttributes
            ? UnixExtendedAttributes.Apply(descriptor, isPathOnly, isPrivileged, wanted.ExtendedAttributes)
            : wanted.ExtendedAttributes.Count == 0 ? MetadataLoss.None : MetadataLoss.ExtendedAttributes;
        ApplyTimes(descriptor, isPathOnly, entry);
        return loss;
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

    private static void ApplyTimes(int descriptor, bool isPathOnly, Entry entry)
    {
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
