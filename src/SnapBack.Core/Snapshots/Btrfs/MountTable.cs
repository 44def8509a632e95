using System.Globalization;
using SnapBack.Paths;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>What is mounted where, as this process sees it. Immutable.</summary>
internal sealed class MountTable
{
    private readonly IReadOnlyList<Mount> _mounts;

    private MountTable(IReadOnlyList<Mount> mounts)
    {
        _mounts = mounts;
    }

    /// <summary>Reads the table of this moment.</summary>
    internal static MountTable Read() => Parse(File.ReadAllBytes("/proc/self/mountinfo"));

    /// <summary>Reads a table's bytes; lines that make no sense are passed over.</summary>
    internal static MountTable Parse(ReadOnlySpan<byte> table)
    {
        List<Mount> mounts = [];
        foreach (Range line in table.Split((byte)'\n'))
        {
            string[] fields = NameCodec.Decode(table[line]).Split(' ');
            if (fields.Length > 4 && ulong.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong id))
            {
                mounts.Add(new Mount(id, fields[2], Unescape(fields[3]), Unescape(fields[4])));
            }
        }

        return new MountTable(mounts);
    }

    /// <summary>The mount points that lie below a folder (never the folder itself), as paths below it; those below another one are left out.</summary>
    internal IReadOnlyList<RelativePath> Below(string folder)
    {
        List<RelativePath> below = [];
        foreach (Mount mount in _mounts.OrderBy(m => m.Point.Length))
        {
            if (Remainder(mount.Point, folder) is { Length: > 0 } rest
                && RelativePath.TryParse(rest, out RelativePath path)
                && !below.Any(path.IsAtOrUnder))
            {
                below.Add(path);
            }
        }

        return below;
    }

    /// <summary>
    /// Other full paths at which a folder may be seen: through mounts of the same file system that show a part of it in which the folder
    /// lies. They are guesses until someone looked: another mount may cover them.
    /// </summary>
    internal IEnumerable<string> OtherPathsTo(string folder, ulong mountId)
    {
        Mount? own = _mounts.FirstOrDefault(m => m.Id == mountId);
        if (own is null || Remainder(folder, own.Point) is not { } belowMount)
        {
            yield break;
        }

        string inFileSystem = Join(own.Root, belowMount);
        foreach (Mount mount in _mounts.Where(m => m.Id != mountId && m.Device == own.Device))
        {
            if (Remainder(inFileSystem, mount.Root) is { } rest)
            {
                yield return Join(mount.Point, rest);
            }
        }
    }

    private static string Join(string folder, string rest) => rest.Length == 0 ? folder : $"{folder.TrimEnd('/')}/{rest}";

    private static string? Remainder(string path, string folder)
    {
        string prefix = folder.TrimEnd('/') + "/";
        return path == folder ? string.Empty : path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : null;
    }

    // The kernel writes space, tab, newline and backslash as a backslash and three octal digits (fs/proc_namespace.c, mangle).
    private static string Unescape(string field)
    {
        int at = field.IndexOf('\\', StringComparison.Ordinal);
        if (at < 0)
        {
            return field;
        }

        List<byte> bytes = [];
        ReadOnlySpan<byte> raw = NameCodec.Encode(field);
        for (int i = 0; i < raw.Length; i++)
        {
            bool isEscape = raw[i] == '\\' && i + 3 < raw.Length && IsOctal(raw.Slice(i + 1, 3));
            bytes.Add(isEscape ? (byte)(((raw[i + 1] - '0') << 6) | ((raw[i + 2] - '0') << 3) | (raw[i + 3] - '0')) : raw[i]);
            i += isEscape ? 3 : 0;
        }

        return NameCodec.Decode(bytes.ToArray());
    }

    private static bool IsOctal(ReadOnlySpan<byte> digits) => digits[0] is >= (byte)'0' and <= (byte)'3' && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'7');
}
