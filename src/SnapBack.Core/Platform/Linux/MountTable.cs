using System.Globalization;
using SnapBack.Paths;

namespace SnapBack.Platform.Linux;

/// <summary>
/// The mounts that this process sees (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html): the only way to learn that two
/// paths lead into one file system at different depths, as bind mounts do. Immutable.
/// </summary>
internal sealed class MountTable
{
    private const string FilePath = "/proc/self/mountinfo";
    private const int OptionalFields = 6;

    private MountTable(IReadOnlyList<MountPoint> mounts)
    {
        Mounts = mounts;
    }

    /// <summary>All mounts, the later ones on top of the earlier ones.</summary>
    public IReadOnlyList<MountPoint> Mounts { get; }

    /// <summary>Reads the mounts of now.</summary>
    /// <exception cref="IOException">There is no /proc, or it can't be read.</exception>
    public static MountTable Read() => Parse(File.ReadAllBytes(FilePath));

    /// <summary>The same for those who can do without: empty where there is no /proc. On Windows: the folders and letters at which volumes are mounted.</summary>
    public static MountTable ReadOrEmpty()
    {
        try
        {
            return OperatingSystem.IsWindows()
                ? new MountTable([.. Windows.PathIdentity.Mounts().Select(m => new MountPoint(0, m.Volume, "\\", m.Folder, string.Empty, string.Empty))])
                : Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new MountTable([]);
        }
    }

    /// <summary>Parses the bytes of mountinfo; a line that can't be understood is passed over.</summary>
    public static MountTable Parse(ReadOnlySpan<byte> text)
    {
        List<MountPoint> mounts = [];
        foreach (Range line in text.Split((byte)'\n'))
        {
            string[] fields = NameCodec.Decode(text[line]).Split(' ');
            if (fields.Length > 4 && ulong.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong id))
            {
                mounts.Add(new MountPoint(id, fields[2], Unescape(fields[3]), Unescape(fields[4]), BehindHyphen(fields, 1), BehindHyphen(fields, 3)));
            }
        }

        return new MountTable(mounts);
    }

    /// <summary>The mount that <paramref name="path"/> (full, without links) was reached through, or null when that is not known.</summary>
    public MountPoint? MountOf(string path, ulong mountId) =>
        Mounts.LastOrDefault(m => mountId != 0 && m.Id == mountId && Remainder(path, m.Folder) is not null)
        ?? Mounts.Where(m => Remainder(path, m.Folder) is not null).OrderBy(m => m.Folder.Length).LastOrDefault();

    /// <summary>The mount points that lie below a folder (never the folder itself), as paths below it; those below another one are left out.</summary>
    public IReadOnlyList<RelativePath> Below(string folder)
    {
        List<RelativePath> below = [];
        foreach (MountPoint mount in Mounts.OrderBy(m => m.Folder.Length))
        {
            if (Remainder(mount.Folder, folder) is { Length: > 0 } rest
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
    public IEnumerable<string> OtherPathsTo(string folder, ulong mountId)
    {
        MountPoint? own = Mounts.FirstOrDefault(m => m.Id == mountId);
        if (own is null || Remainder(folder, own.Folder) is not { } belowMount)
        {
            yield break;
        }

        string inFileSystem = Join(own.Root, belowMount);
        foreach (MountPoint mount in Mounts.Where(m => m.Id != mountId && m.Device == own.Device))
        {
            if (Remainder(inFileSystem, mount.Root) is { } rest)
            {
                yield return Join(mount.Folder, rest);
            }
        }
    }

    // A number of optional fields follows the sixth; a hyphen ends them. Then come type, device and the file system's own options.
    private static string BehindHyphen(string[] fields, int place)
    {
        int hyphen = fields.Length > OptionalFields ? Array.IndexOf(fields, "-", OptionalFields) : -1;
        return hyphen >= 0 && hyphen + place < fields.Length ? fields[hyphen + place] : string.Empty;
    }

    private static string Join(string folder, string rest) => rest.Length == 0 ? folder : $"{folder.TrimEnd('/')}/{rest}";

    private static string? Remainder(string path, string folder)
    {
        string prefix = folder.TrimEnd('/') + "/";
        return path == folder ? string.Empty : path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : null;
    }

    // The kernel writes space, tab, newline, '#' and backslash as a backslash and three octal digits (fs/proc_namespace.c, mangle).
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
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
