using System.Buffers.Binary;

namespace SnapBack.Security;

/// <summary>
/// One entry of an access control list, as its bytes have it. Kinds that this program has no word for are kept word for word
/// (https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-ace_header). Immutable.
/// </summary>
public sealed class Ace
{
    private const int HeaderBytes = 4;
    private const int ObjectTypePresent = 1;
    private const int InheritedTypePresent = 2;

    private readonly byte[] _bytes;

    private Ace(byte[] bytes)
    {
        _bytes = bytes;
    }

    /// <summary>ACE_TYPE: 0 allow, 1 deny, 2 audit, 17 mandatory label, ...</summary>
    public byte Type => _bytes[0];

    /// <summary>Inheritance and audit flags.</summary>
    public byte Flags => _bytes[1];

    /// <summary>All of it, header included.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>True when the kind is known to have a mask, perhaps object types, a SID and perhaps application data.</summary>
    public bool HasKnownShape { get; private init; }

    /// <summary>The rights; 0 when the shape is not known.</summary>
    public uint Mask { get; private init; }

    /// <summary>Kind of object that the entry is about, in object entries.</summary>
    public Guid? ObjectType { get; private init; }

    /// <summary>Kind of object that inherits it, in object entries.</summary>
    public Guid? InheritedObjectType { get; private init; }

    /// <summary>Whom it concerns; null when the shape is not known.</summary>
    public Sid? Sid { get; private init; }

    /// <summary>What follows the SID: a condition, a claim; mostly empty.</summary>
    public ReadOnlySpan<byte> Application => HasKnownShape ? _bytes.AsSpan(ApplicationAt) : [];

    private int ApplicationAt { get; init; }

    /// <summary>Reads the entry at the beginning of <paramref name="bytes"/>.</summary>
    /// <exception cref="SecurityFormatException">It is cut off, or its parts do not fit into it.</exception>
    public static Ace Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
        {
            throw new SecurityFormatException("An entry of an access control list is cut off.");
        }

        int size = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (size < HeaderBytes || size > bytes.Length)
        {
            throw new SecurityFormatException($"An entry of an access control list claims {size} bytes, and there are {bytes.Length}.");
        }

        bytes = bytes[..size];
        return IsSimple(bytes[0]) ? ReadKnown(bytes, hasObject: false) : IsObject(bytes[0]) ? ReadKnown(bytes, hasObject: true) : new Ace(bytes.ToArray());
    }

    /// <summary>Puts an entry together.</summary>
    /// <exception cref="SecurityFormatException">It would be larger than an entry can be, or the kind takes no object types.</exception>
    public static Ace Make(byte type, byte flags, uint mask, Guid? objectType, Guid? inheritedObjectType, Sid sid, ReadOnlySpan<byte> application)
    {
        bool isObject = IsObject(type);
        if (!isObject && (objectType is not null || inheritedObjectType is not null))
        {
            throw new SecurityFormatException("Only object entries have object types.");
        }

        int size = HeaderBytes + 4 + (isObject ? 4 : 0) + (objectType is null ? 0 : 16) + (inheritedObjectType is null ? 0 : 16) + sid.Bytes.Length + application.Length;
        size = (size + 3) & ~3;
        if (size > ushort.MaxValue)
        {
            throw new SecurityFormatException($"An entry of {size} bytes does not fit into an access control list.");
        }

        byte[] bytes = new byte[size];
        bytes[0] = type;
        bytes[1] = flags;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)size);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), mask);
        int at = 8;
        if (isObject)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), (objectType is null ? 0 : ObjectTypePresent) | (inheritedObjectType is null ? 0 : InheritedTypePresent));
            at += 4;
            at += Put(bytes, at, objectType);
            at += Put(bytes, at, inheritedObjectType);
        }

        sid.Bytes.CopyTo(bytes.AsSpan(at));
        application.CopyTo(bytes.AsSpan(at + sid.Bytes.Length));
        return Read(bytes);
    }

    private static int Put(byte[] bytes, int at, Guid? id) => id is { } given && given.TryWriteBytes(bytes.AsSpan(at)) ? 16 : 0;

    private static Ace ReadKnown(ReadOnlySpan<byte> bytes, bool hasObject)
    {
        int at = HeaderBytes;
        uint mask = BinaryPrimitives.ReadUInt32LittleEndian(Take(bytes, ref at, 4));
        Guid? objectType = null;
        Guid? inheritedType = null;
        if (hasObject)
        {
            uint present = BinaryPrimitives.ReadUInt32LittleEndian(Take(bytes, ref at, 4));
            objectType = (present & ObjectTypePresent) != 0 ? new Guid(Take(bytes, ref at, 16)) : null;
            inheritedType = (present & InheritedTypePresent) != 0 ? new Guid(Take(bytes, ref at, 16)) : null;
        }

        Sid sid = Sid.Read(bytes[at..]);
        return new Ace(bytes.ToArray())
        {
            HasKnownShape = true,
            Mask = mask,
            ObjectType = objectType,
            InheritedObjectType = inheritedType,
            Sid = sid,
            ApplicationAt = at + sid.Bytes.Length,
        };
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes, ref int at, int count)
    {
        if (at + count > bytes.Length)
        {
            throw new SecurityFormatException("An entry of an access control list is shorter than its kind.");
        }

        at += count;
        return bytes.Slice(at - count, count);
    }

    // Allow, deny, audit, alarm, their callback forms, label, claim, policy, trust label, access filter.
    private static bool IsSimple(byte type) => type is <= 3 or (>= 9 and <= 10) or (>= 13 and <= 14) or (>= 17 and <= 21);

    // The object forms and their callback forms.
    private static bool IsObject(byte type) => type is (>= 5 and <= 8) or (>= 11 and <= 12) or (>= 15 and <= 16);
}
