using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SnapBack.Platform.Windows;

namespace SnapBack.Trees.Windows;

/// <summary>
/// What a symbolic link or junction of Windows holds
/// (https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/ns-ntifs-_reparse_data_buffer). Bytes in, bytes out; asks nobody. Immutable.
/// </summary>
/// <param name="IsJunction">True for a junction or the place where a volume is mounted.</param>
/// <param name="Target">Where it leads, as the system reads it: <c>\??\C:\x</c>, or relative to the link's folder.</param>
/// <param name="IsRelative">True for a symbolic link whose target is to be read from the link's own place.</param>
internal sealed record ReparseLink(bool IsJunction, string Target, bool IsRelative)
{
    // Tag, length of what follows (2 bytes), 2 bytes unused.
    private const int Header = 8;
    private const int NameFields = 8;
    private const int SymbolicLinkFlags = 4;
    private const int RelativeFlag = 1;
    private const string ObjectPrefix = @"\??\";
    private const string SharePrefix = @"\??\UNC\";

    /// <summary>True for the place where a volume is mounted: not a link but the volume's own root.</summary>
    public bool IsVolume => IsJunction && Target.StartsWith(@"\??\Volume{", StringComparison.OrdinalIgnoreCase);

    /// <summary>The target as people write it: without the system's prefix where that loses nothing.</summary>
    public string Text
    {
        get
        {
            if (IsRelative || !Target.StartsWith(ObjectPrefix, StringComparison.Ordinal))
            {
                return Target;
            }

            string text = Target.StartsWith(SharePrefix, StringComparison.Ordinal)
                ? string.Concat(@"\\", Target.AsSpan(SharePrefix.Length))
                : Target[ObjectPrefix.Length..];
            return FromText(IsJunction, text) == this ? text : Target;
        }
    }

    /// <summary>Reads the value of a reparse point; null when it is no link, or damaged.</summary>
    public static ReparseLink? Parse(ReadOnlySpan<byte> value)
    {
        if (value.Length < Header)
        {
            return null;
        }

        uint tag = BinaryPrimitives.ReadUInt32LittleEndian(value);
        if (tag is not (ReparseTag.SYMLINK or ReparseTag.MOUNT_POINT))
        {
            return null;
        }

        bool isJunction = tag == ReparseTag.MOUNT_POINT;
        int names = Header + NameFields + (isJunction ? 0 : SymbolicLinkFlags);
        if (value.Length < names)
        {
            return null;
        }

        int offset = names + BinaryPrimitives.ReadUInt16LittleEndian(value[Header..]);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(value[(Header + 2)..]);
        if (length % sizeof(char) != 0 || offset + length > value.Length)
        {
            return null;
        }

        bool isRelative = !isJunction && (BinaryPrimitives.ReadUInt32LittleEndian(value[(Header + NameFields)..]) & RelativeFlag) != 0;
        return new ReparseLink(isJunction, new string(MemoryMarshal.Cast<byte, char>(value.Slice(offset, length))), isRelative);
    }

    /// <summary>The link that <see cref="Text"/> was made of.</summary>
    public static ReparseLink FromText(bool isJunction, string text)
    {
        if (text.StartsWith(ObjectPrefix, StringComparison.Ordinal))
        {
            return new ReparseLink(isJunction, text, IsRelative: false);
        }

        bool isVerbatim = text.StartsWith(@"\\?\", StringComparison.Ordinal);
        if (!isVerbatim && text.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return new ReparseLink(isJunction, string.Concat(SharePrefix, text.AsSpan(2)), IsRelative: false);
        }

        bool isDrive = text.Length >= 3 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] == '\\';
        return isJunction || isDrive || text.StartsWith("Volume{", StringComparison.OrdinalIgnoreCase)
            ? new ReparseLink(isJunction, ObjectPrefix + text, IsRelative: false)
            : new ReparseLink(isJunction, text, IsRelative: true);
    }

    /// <summary>The value for a reparse point, with a name for people like the one that Windows' own tools put in.</summary>
    public byte[] Format()
    {
        string shown = Text;
        int names = Header + NameFields + (IsJunction ? 0 : SymbolicLinkFlags);
        int targetBytes = Target.Length * sizeof(char);
        int shownBytes = shown.Length * sizeof(char);

        // A junction's names end in a 0 each, which their lengths do not count.
        int ending = IsJunction ? sizeof(char) : 0;
        byte[] value = new byte[names + targetBytes + ending + shownBytes + ending];
        BinaryPrimitives.WriteUInt32LittleEndian(value, IsJunction ? ReparseTag.MOUNT_POINT : ReparseTag.SYMLINK);
        BinaryPrimitives.WriteUInt16LittleEndian(value.AsSpan(4), checked((ushort)(value.Length - Header)));
        BinaryPrimitives.WriteUInt16LittleEndian(value.AsSpan(Header + 2), (ushort)targetBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(value.AsSpan(Header + 4), (ushort)(targetBytes + ending));
        BinaryPrimitives.WriteUInt16LittleEndian(value.AsSpan(Header + 6), (ushort)shownBytes);
        if (IsRelative)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(Header + NameFields), RelativeFlag);
        }

        MemoryMarshal.AsBytes(Target.AsSpan()).CopyTo(value.AsSpan(names));
        MemoryMarshal.AsBytes(shown.AsSpan()).CopyTo(value.AsSpan(names + targetBytes + ending));
        return value;
    }
}
