using System.Globalization;
using System.Text;

namespace SnapBack.Security;

/// <summary>
/// Security descriptors as text (https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format). What SDDL has no word for (an
/// unknown kind of entry, a condition, unusual flags) is written in hexadecimal behind a <c>#</c>, so that reading gives back every byte of the parts. Control bits of a
/// list that is not there have no place in SDDL. Pure.
/// </summary>
public static class Sddl
{
    private const string NullAcl = "NO_ACCESS_CONTROL";
    private const byte MandatoryLabel = 17;

    /// <summary>The text of a descriptor's parts.</summary>
    public static string Write(SecurityDescriptor descriptor)
    {
        StringBuilder text = new();
        _ = descriptor.Owner is { } owner ? text.Append("O:").Append(WriteSid(owner)) : text;
        _ = descriptor.Group is { } group ? text.Append("G:").Append(WriteSid(group)) : text;
        if (descriptor.Control.HasFlag(SecurityControl.DaclPresent))
        {
            text.Append("D:");
            WriteAcl(
                text,
                descriptor.Dacl,
                descriptor.Control.HasFlag(SecurityControl.DaclProtected),
                descriptor.Control.HasFlag(SecurityControl.DaclAutoInheritRequest),
                descriptor.Control.HasFlag(SecurityControl.DaclAutoInherited));
        }

        if (descriptor.Control.HasFlag(SecurityControl.SaclPresent))
        {
            text.Append("S:");
            WriteAcl(
                text,
                descriptor.Sacl,
                descriptor.Control.HasFlag(SecurityControl.SaclProtected),
                descriptor.Control.HasFlag(SecurityControl.SaclAutoInheritRequest),
                descriptor.Control.HasFlag(SecurityControl.SaclAutoInherited));
        }

        return text.ToString();
    }

    /// <summary>The text of one entry, as it stands in a list's parentheses.</summary>
    public static string Write(Ace entry)
    {
        if (!entry.HasKnownShape || entry.Sid is not { } sid)
        {
            return $"#{Convert.ToHexString(entry.Bytes)}";
        }

        string word = $"{WriteType(entry.Type)};{WriteFlags(entry.Flags)};{WriteMask(entry.Mask, entry.Type)};{entry.ObjectType};{entry.InheritedObjectType};{WriteSid(sid)}";
        return entry.Application.IsEmpty ? word : $"{word};#{Convert.ToHexString(entry.Application)}";
    }

    /// <summary>The text of a SID: its word, where it is the same on every machine.</summary>
    public static string WriteSid(Sid sid)
    {
        string text = sid.ToString();
        foreach ((string known, string word) in SddlWords.Sids)
        {
            if (known == text)
            {
                return word;
            }
        }

        return text;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="SecurityFormatException">It is none; the message says which part.</exception>
    public static SecurityDescriptor Read(string text)
    {
        Sid? owner = null;
        Sid? group = null;
        Acl? dacl = null;
        Acl? sacl = null;
        SecurityControl control = SecurityControl.SelfRelative;
        for (int at = 0; at < text.Length;)
        {
            char part = text[at];
            if (at + 1 >= text.Length || text[at + 1] != ':')
            {
                throw new SecurityFormatException($"SDDL has O:, G:, D: or S: where '{text[at..]}' begins.");
            }

            int end = EndOfPart(text, at + 2);
            string value = text[(at + 2)..end];
            switch (part)
            {
                case 'O':
                    owner = ReadSid(value);
                    break;
                case 'G':
                    group = ReadSid(value);
                    break;
                case 'D':
                    dacl = ReadAcl(value, out SecurityControl daclBits);
                    control |= SecurityControl.DaclPresent | daclBits;
                    break;
                case 'S':
                    sacl = ReadAcl(value, out SecurityControl likeDacl);

                    // Each bit of the SACL stands one above that of the DACL.
                    control |= SecurityControl.SaclPresent | (SecurityControl)((int)likeDacl << 1);
                    break;
                default:
                    throw new SecurityFormatException($"SDDL has no part '{part}:'.");
            }

            at = end;
        }

        return SecurityDescriptor.Make(control, owner, group, dacl, sacl);
    }

    private static int EndOfPart(string text, int from)
    {
        int depth = 0;
        for (int at = from; at < text.Length; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth == 0 && text[at] is ('O' or 'G' or 'D' or 'S') && at + 1 < text.Length && text[at + 1] == ':')
            {
                return at;
            }
        }

        return text.Length;
    }

    private static void WriteAcl(StringBuilder text, Acl? list, bool isProtected, bool isRequested, bool isInherited)
    {
        text.Append(isProtected ? "P" : string.Empty).Append(isRequested ? "AR" : string.Empty).Append(isInherited ? "AI" : string.Empty);
        if (list is null)
        {
            text.Append(NullAcl);
            return;
        }

        foreach (Ace entry in list.Entries)
        {
            text.Append('(').Append(Write(entry)).Append(')');
        }
    }

    private static string WriteType(byte type)
    {
        foreach ((byte known, string word) in SddlWords.Types)
        {
            if (known == type)
            {
                return word;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"0x{type:x}");
    }

    private static string WriteFlags(byte flags) => string.Concat(SddlWords.Flags.Where(flag => (flags & flag.Bit) != 0).Select(flag => flag.Word));

    private static string WriteMask(uint mask, byte type)
    {
        IReadOnlyList<(uint Bit, string Word)> words = type == MandatoryLabel ? SddlWords.LabelRights : SddlWords.Rights;
        foreach ((uint whole, string word) in SddlWords.WholeMasks)
        {
            if (whole == mask && type != MandatoryLabel)
            {
                return word;
            }
        }

        uint known = words.Aggregate(0u, (sum, right) => sum | right.Bit);
        return mask != 0 && (mask & ~known) == 0
            ? string.Concat(words.Where(right => (mask & right.Bit) != 0).Select(right => right.Word))
            : string.Create(CultureInfo.InvariantCulture, $"0x{mask:x}");
    }

    private static Acl? ReadAcl(string text, out SecurityControl bits)
    {
        bits = SecurityControl.None;
        int at = 0;
        while (at < text.Length && text[at] != '(')
        {
            if (text.AsSpan(at).StartsWith(NullAcl, StringComparison.Ordinal))
            {
                return at + NullAcl.Length == text.Length ? null : throw new SecurityFormatException($"Nothing can follow {NullAcl}.");
            }

            (SecurityControl bit, int length) = text[at..] switch
            {
                ['P', ..] => (SecurityControl.DaclProtected, 1),
                ['A', 'R', ..] => (SecurityControl.DaclAutoInheritRequest, 2),
                ['A', 'I', ..] => (SecurityControl.DaclAutoInherited, 2),
                _ => throw new SecurityFormatException($"'{text[at..]}' begins with no flag of an access control list: P, AR, AI."),
            };
            bits |= bit;
            at += length;
        }

        List<Ace> entries = [];
        while (at < text.Length)
        {
            int end = text.IndexOf(')', at);
            if (text[at] != '(' || end < 0)
            {
                throw new SecurityFormatException($"Entries stand in parentheses, and '{text[at..]}' does not.");
            }

            entries.Add(ReadAce(text[(at + 1)..end]));
            at = end + 1;
        }

        return Acl.Of(entries);
    }

    private static Ace ReadAce(string text)
    {
        if (text.StartsWith('#'))
        {
            byte[] bytes = FromHex(text[1..]);
            Ace entry = Ace.Read(bytes);
            return entry.Bytes.Length == bytes.Length ? entry : throw new SecurityFormatException($"'{text}' is longer than it says.");
        }

        string[] fields = text.Split(';');
        if (fields.Length is not (6 or 7) || (fields.Length == 7 && !fields[6].StartsWith('#')))
        {
            throw new SecurityFormatException($"'({text})' is no entry: it has six fields, and a seventh only in hexadecimal behind a #.");
        }

        byte type = ReadType(fields[0]);
        return Ace.Make(
            type,
            ReadFlags(fields[1]),
            ReadMask(fields[2], type),
            ReadGuid(fields[3]),
            ReadGuid(fields[4]),
            ReadSid(fields[5]),
            fields.Length == 7 ? FromHex(fields[6][1..]) : []);
    }

    private static byte ReadType(string text)
    {
        foreach ((byte type, string word) in SddlWords.Types)
        {
            if (word == text)
            {
                return type;
            }
        }

        return text.StartsWith("0x", StringComparison.Ordinal) && byte.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte number)
            ? number
            : throw new SecurityFormatException($"'{text}' is no kind of entry.");
    }

    private static byte ReadFlags(string text) => (byte)ReadWords(text, SddlWords.Flags, "flag of an entry");

    private static uint ReadMask(string text, byte type)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number)
                ? number
                : throw new SecurityFormatException($"'{text}' is no mask of 32 bits.");
        }

        return type == MandatoryLabel ? ReadWords(text, SddlWords.LabelRights, "right of a label") : ReadWords(text, [.. SddlWords.WholeMasks, .. SddlWords.Rights], "right");
    }

    private static uint ReadWords(string text, IReadOnlyList<(uint Bit, string Word)> words, string what)
    {
        uint sum = 0;
        for (int at = 0; at < text.Length; at += 2)
        {
            (uint bit, string? word) = words.FirstOrDefault(known => string.CompareOrdinal(known.Word, 0, text, at, 2) == 0);
            sum |= word is not null ? bit : throw new SecurityFormatException($"'{text[at..]}' begins with no {what}.");
        }

        return sum;
    }

    private static Guid? ReadGuid(string text) =>
        text.Length == 0 ? null : Guid.TryParse(text, out Guid id) ? id : throw new SecurityFormatException($"'{text}' is no GUID.");

    private static Sid ReadSid(string text)
    {
        foreach ((string sid, string word) in SddlWords.Sids)
        {
            if (word == text)
            {
                return Sid.Parse(sid);
            }
        }

        return Sid.Parse(text);
    }

    private static byte[] FromHex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw new SecurityFormatException($"'{text}' is not hexadecimal.");
        }
    }
}
