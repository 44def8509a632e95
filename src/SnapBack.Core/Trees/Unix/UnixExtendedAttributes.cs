using SnapBack.Errors;
using SnapBack.Platform.Linux;

namespace SnapBack.Trees.Unix;

/// <summary>
/// Reads and writes extended attributes, POSIX ACLs among them (https://man7.org/linux/man-pages/man7/xattr.7.html), of an open
/// file or folder. What can't be opened (a link, a file without read permission) is held by an O_PATH handle and named through
/// /proc/self/fd, which reaches exactly that entry and follows nothing.
/// </summary>
internal static unsafe class UnixExtendedAttributes
{
    private const int FirstBuffer = 1024;

    /// <summary>All that this process may carry over, sorted by name; empty where the file system has none.</summary>
    public static IReadOnlyList<ExtendedAttribute> Read(int descriptor, bool isPathOnly, bool isPrivileged)
    {
        List<ExtendedAttribute>? found = null;
        foreach (string name in Names(descriptor, isPathOnly))
        {
            if (IsCarried(name, isPrivileged) && Value(descriptor, isPathOnly, name) is { } value)
            {
                (found ??= []).Add(new ExtendedAttribute(name, value));
            }
        }

        found?.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found ?? (IReadOnlyList<ExtendedAttribute>)[];
    }

    /// <summary>Makes the attributes those of <paramref name="wanted"/>; tells when the file system has no place for them.</summary>
    public static MetadataLoss Apply(int descriptor, bool isPathOnly, bool isPrivileged, IReadOnlyList<ExtendedAttribute> wanted)
    {
        MetadataLoss loss = MetadataLoss.None;
        IReadOnlyList<ExtendedAttribute> present = Read(descriptor, isPathOnly, isPrivileged);
        foreach (ExtendedAttribute old in present)
        {
            if (!wanted.Any(w => string.Equals(w.Name, old.Name, StringComparison.Ordinal)))
            {
                Remove(descriptor, isPathOnly, old.Name);
            }
        }

        foreach (ExtendedAttribute attribute in wanted)
        {
            ExtendedAttribute? old = present.FirstOrDefault(p => string.Equals(p.Name, attribute.Name, StringComparison.Ordinal));
            if (old is null || !old.Value.AsSpan().SequenceEqual(attribute.Value))
            {
                loss |= Set(descriptor, isPathOnly, attribute);
            }
        }

        return loss;
    }

    // security.selinux and its like belong to the machine's policy, not to the file; an unprivileged process may set user.* and ACLs only.
    private static bool IsCarried(string name, bool isPrivileged)
    {
        if (name.StartsWith("user.", StringComparison.Ordinal) || name.StartsWith("system.posix_acl_", StringComparison.Ordinal))
        {
            return true;
        }

        return isPrivileged
            && (name.StartsWith("trusted.", StringComparison.Ordinal) || string.Equals(name, "security.capability", StringComparison.Ordinal));
    }

    private static string[] Names(int descriptor, bool isPathOnly)
    {
        byte* first = stackalloc byte[FirstBuffer];
        nint length = List(descriptor, isPathOnly, first, FirstBuffer);
        if (length >= 0)
        {
            return length == 0 ? [] : Split(new ReadOnlySpan<byte>(first, (int)length));
        }

        int errno = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        if (errno is Errno.EOPNOTSUPP or Errno.ENOSYS)
        {
            return [];
        }

        if (errno != Errno.ERANGE)
        {
            throw Errno.Exception(errno, "read attributes");
        }

        // A list may hold up to 64 KiB (XATTR_LIST_MAX).
        byte[] large = new byte[64 * 1024];
        fixed (byte* buffer = large)
        {
            length = List(descriptor, isPathOnly, buffer, large.Length);
            return length < 0 ? throw Errno.Last("read attributes") : Split(large.AsSpan(0, (int)length));
        }
    }

    private static nint List(int descriptor, bool isPathOnly, byte* buffer, int size)
    {
        if (!isPathOnly)
        {
            return Libc.flistxattr(descriptor, buffer, (nuint)size);
        }

        using CName path = new(UnixFolder.HandlePath(descriptor));
        fixed (byte* p = path)
        {
            return Libc.listxattr(p, buffer, (nuint)size);
        }
    }

    private static string[] Split(ReadOnlySpan<byte> list) =>
        Paths.NameCodec.Decode(list).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True when an open file or folder has the attribute and this process may see it.</summary>
    public static bool Has(int descriptor, string name)
    {
        using CName attribute = new(name);
        fixed (byte* n = attribute)
        {
            return Libc.fgetxattr(descriptor, n, null, 0) > 0;
        }
    }

    /// <summary>Sets an attribute; 0, or the error's number.</summary>
    public static int TrySet(int descriptor, bool isPathOnly, string attribute, byte[] bytes)
    {
        using CName name = new(attribute);
        using CName path = new(UnixFolder.HandlePath(descriptor));
        fixed (byte* n = name)
        fixed (byte* p = path)
        fixed (byte* value = bytes.Length == 0 ? [0] : bytes)
        {
            nuint length = (nuint)bytes.Length;
            int result = isPathOnly ? Libc.setxattr(p, n, value, length, 0) : Libc.fsetxattr(descriptor, n, value, length, 0);
            return result == 0 ? 0 : System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>The bytes of one attribute, or null when the entry has none of that name.</summary>
    public static byte[]? Value(int descriptor, bool isPathOnly, string name)
    {
        using CName attribute = new(name);
        using CName path = new(UnixFolder.HandlePath(descriptor));
        byte* first = stackalloc byte[FirstBuffer];
        fixed (byte* n = attribute)
        fixed (byte* p = path)
        {
            nint length = isPathOnly ? Libc.getxattr(p, n, first, FirstBuffer) : Libc.fgetxattr(descriptor, n, first, FirstBuffer);
            if (length >= 0)
            {
                return new ReadOnlySpan<byte>(first, (int)length).ToArray();
            }

            // 64 KiB is the largest value there is (XATTR_SIZE_MAX); asking for the size first would race with a change of it.
            byte[] large = new byte[64 * 1024];
            fixed (byte* buffer = large)
            {
                length = isPathOnly ? Libc.getxattr(p, n, buffer, (nuint)large.Length) : Libc.fgetxattr(descriptor, n, buffer, (nuint)large.Length);
            }

            if (length >= 0)
            {
                return large[..(int)length];
            }

            int errno = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
            return errno is Errno.ENODATA or Errno.EOPNOTSUPP ? null : throw Errno.Exception(errno, "read attributes");
        }
    }

    private static MetadataLoss Set(int descriptor, bool isPathOnly, ExtendedAttribute attribute) => TrySet(descriptor, isPathOnly, attribute.Name, attribute.Value) switch
    {
        0 => MetadataLoss.None,
        Errno.EOPNOTSUPP => MetadataLoss.ExtendedAttributes,
        var errno => throw NotApplied(errno, attribute.Name),
    };

    private static void Remove(int descriptor, bool isPathOnly, string attribute)
    {
        using CName name = new(attribute);
        using CName path = new(UnixFolder.HandlePath(descriptor));
        fixed (byte* n = name)
        fixed (byte* p = path)
        {
            int result = isPathOnly ? Libc.removexattr(p, n) : Libc.fremovexattr(descriptor, n);
            int errno = result == 0 ? 0 : System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
            if (errno is not (0 or Errno.ENODATA or Errno.EOPNOTSUPP))
            {
                throw NotApplied(errno, attribute);
            }
        }
    }

    private static TreeException NotApplied(int errno, string attribute)
    {
        ActionError error = Errno.Exception(errno, $"set attribute {Paths.DisplayText.Escape(attribute)}").Error;
        return new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.MetadataNotApplied });
    }
}
