using System.Buffers.Binary;
using SnapBack.Errors;
using SnapBack.Platform.Linux;

namespace SnapBack.Trees.Unix;

/// <summary>
/// DOS attributes and the four times of an entry on NTFS under ntfs-3g: <c>system.ntfs_attrib_be</c> and <c>system.ntfs_times_be</c> (creation, last
/// write, last access, change; 100 ns since 1601, big-endian; https://github.com/tuxera/ntfs-3g/wiki/Using-Extended-Attributes). Stateless.
/// </summary>
internal static class UnixDosMetadata
{
    /// <summary>Attributes that ntfs-3g lets people set: read-only, hidden, system, archive, temporary, offline, not content-indexed.</summary>
    public const uint Carried = 0x1 | 0x2 | 0x4 | 0x20 | 0x100 | 0x1000 | 0x2000;

    private static readonly Timestamp First = new(-11_644_473_600, 0);

    private const string Attributes = "system.ntfs_attrib_be";
    private const string Times = "system.ntfs_times_be";
    private const int TimesBytes = 32;

    /// <summary>The metadata with DOS attributes, creation time and the exact time of the last write; itself when the file system does not tell.</summary>
    public static Metadata Read(int descriptor, bool isPathOnly, Metadata metadata)
    {
        byte[]? attributes = UnixExtendedAttributes.Value(descriptor, isPathOnly, Attributes);
        byte[]? times = UnixExtendedAttributes.Value(descriptor, isPathOnly, Times);
        return attributes is not { Length: sizeof(uint) } || times is not { Length: TimesBytes }
            ? metadata
            : metadata with
            {
                Entry = metadata.Entry.WithDos(BinaryPrimitives.ReadUInt32BigEndian(attributes), FromNtfs(BinaryPrimitives.ReadInt64BigEndian(times))),
                HasDosMetadata = true,
                ExactModified = FromNtfs(BinaryPrimitives.ReadInt64BigEndian(times.AsSpan(sizeof(long)))),
            };
    }

    /// <summary>The DOS attributes of an entry held by name only; null when the file system does not tell.</summary>
    public static uint? AttributesOf(int descriptor) =>
        UnixExtendedAttributes.Value(descriptor, isPathOnly: true, Attributes) is { Length: sizeof(uint) } value ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;

    /// <summary>Sets attributes; what can't be set stays as it is.</summary>
    /// <param name="descriptor">The entry.</param>
    /// <param name="isPathOnly">True for a handle that names only.</param>
    /// <param name="wanted">The source's.</param>
    /// <param name="keep">Attributes that stay as they are.</param>
    public static void ApplyAttributes(int descriptor, bool isPathOnly, uint wanted, uint keep)
    {
        if (UnixExtendedAttributes.Value(descriptor, isPathOnly, Attributes) is not { Length: sizeof(uint) } value)
        {
            return;
        }

        uint present = BinaryPrimitives.ReadUInt32BigEndian(value);
        uint settable = Carried & ~keep;
        uint result = (present & ~settable) | (wanted & settable);
        if (result != present)
        {
            byte[] bytes = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, result);
            Set(descriptor, isPathOnly, Attributes, bytes, "set attributes");
        }
    }

    /// <summary>Sets creation, write and access time.</summary>
    public static void ApplyTimes(int descriptor, bool isPathOnly, Metadata wanted)
    {
        Entry entry = wanted.Entry;
        byte[]? present = UnixExtendedAttributes.Value(descriptor, isPathOnly, Times);
        if (present is not { Length: TimesBytes })
        {
            return;
        }

        byte[] times = new byte[3 * sizeof(long)];
        long creation = wanted.HasDosMetadata ? ToNtfs(entry.Created) : BinaryPrimitives.ReadInt64BigEndian(present);
        BinaryPrimitives.WriteInt64BigEndian(times, creation);
        BinaryPrimitives.WriteInt64BigEndian(times.AsSpan(8), ToNtfs(wanted.ExactModified ?? entry.Modified));
        BinaryPrimitives.WriteInt64BigEndian(times.AsSpan(16), ToNtfs(entry.Accessed));
        Set(descriptor, isPathOnly, Times, times, "set times");
    }

    // Unlike the calls of Windows, the file system itself knows a time 0.
    private static Timestamp FromNtfs(long time) => time == 0 ? First : Timestamp.FromFileTime(time);

    private static long ToNtfs(Timestamp time) => time == First ? 0 : time.ToFileTime();

    private static void Set(int descriptor, bool isPathOnly, string attribute, byte[] value, string phase)
    {
        int errno = UnixExtendedAttributes.TrySet(descriptor, isPathOnly, attribute, value);
        if (errno != 0)
        {
            ActionError error = Errno.Exception(errno, phase).Error;
            throw new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.MetadataNotApplied });
        }
    }
}
