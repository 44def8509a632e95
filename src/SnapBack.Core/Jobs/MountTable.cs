using System.Globalization;
using SnapBack.Paths;

namespace SnapBack.Jobs;

/// <summary>
/// The mounts that this process sees (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html): the only way to learn that two
/// paths lead into one file system at different depths, as bind mounts do. Empty where there is no /proc. Immutable.
/// </summary>
internal sealed class MountTable
{
    private const string FilePath = "/proc/self/mountinfo";

    private MountTable(IReadOnlyList<MountPoint> mounts)
    {
        Mounts = mounts;
    }

    /// <summary>All mounts, the later ones on top of the earlier ones.</summary>
    public IReadOnlyList<MountPoint> Mounts { get; }

    /// <summary>Reads the mounts of now.</summary>
    public static MountTable Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Parse(File.ReadAllBytes(FilePath)) : new MountTable([]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new MountTable([]);
        }
    }

    /// <summary>Parses the text of mountinfo; a line that can't be understood is passed over.</summary>
    public static MountTable Parse(ReadOnlySpan<byte> text)
    {
        List<MountPoint> mounts = [];
        foreach (string line in NameCodec.Decode(text).Split('\n'))
        {
            string[] fields = line.Split(' ');
            if (fields.Length > 4 && ulong.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong id))
            {
                mounts.Add(new MountPoint(id, fields[2], Unescape(fields[3]), Unescape(fields[4])));
            }
        }

        return new MountTable(mounts);
    }

    /// <summary>The mount that <paramref name="path"/> (full, without links) was reached through, or null when that is not known.</summary>
    public MountPoint? MountOf(string path, ulong mountId) =>
        Mounts.LastOrDefault(m => mountId != 0 && m.Id == mountId && FolderPlace.IsAtOrUnder(path, m.Folder))
        ?? Mounts.Where(m => FolderPlace.IsAtOrUnder(path, m.Folder)).OrderBy(m => m.Folder.Length).LastOrDefault();

    // Blank, tab, line feed and backslash are written as three octal digits after a backslash.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        return field
            .Replace("\\040", " ", StringComparison.Ordinal)
            .Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal)
            .Replace("\\043", "#", StringComparison.Ordinal)
            .Replace("\\134", "\\", StringComparison.Ordinal);
    }
}
