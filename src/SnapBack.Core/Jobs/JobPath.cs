using SnapBack.Paths;
using SnapBack.Platform;

namespace SnapBack.Jobs;

/// <summary>Rules about the paths of a job, and how a relative one becomes a full one. Looks at links on the disk, changes nothing.</summary>
internal static class JobPath
{
    /// <summary>What is wrong with a path as it was written: a sentence's end and a hint, or null when it may be used.</summary>
    /// <param name="text">The path as written.</param>
    /// <param name="isWindows">Whose rules; a parameter so that both can be tested anywhere.</param>
    public static (string Problem, string Hint)? Problem(string text, bool isWindows)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return ("must not be empty", "Give the path of a folder or file.");
        }

        if (text.Contains('"', StringComparison.Ordinal))
        {
            return (
                "holds a double quote, most likely because a closing \\\" was read as part of the path",
                "On Windows \"D:\\\" reads as D:\" and swallows what follows: write \"D:\\\\\" or D:\\ or leave the last backslash out.");
        }

        if (text.Contains('\0', StringComparison.Ordinal) || (!isWindows && !IsEncodable(text)))
        {
            return ("holds a character that no path can have", "Write the path anew.");
        }

        return isWindows ? WindowsProblem(text) : UnixProblem(text);
    }

    /// <summary>
    /// The full path of <paramref name="text"/>, without '.', '..' and doubled separators. On Linux '..' after a symbolic link leads out of the
    /// link's target, as it does for every other program.
    /// </summary>
    public static string Full(string text, string baseFolder)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, baseFolder));
        }

        string full = string.Empty;
        foreach (string component in (text.StartsWith('/') ? text : $"{baseFolder}/{text}").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            full = component switch
            {
                "." => full,
                ".." => ParentOf(full),
                _ => $"{full}/{component}",
            };
        }

        return full.Length == 0 ? "/" : full;
    }

    private static string ParentOf(string path)
    {
        string real = path.Length > 0 && FileIdentity.TryRead(path, followLinks: false, out FileIdentity? entry, out _) && entry.IsLink
            ? FileIdentity.RealPath(path) ?? path
            : path;
        return real[..Math.Max(0, real.LastIndexOf('/'))];
    }

    private static (string Problem, string Hint)? WindowsProblem(string text)
    {
        if (text.Any(char.IsControl))
        {
            return ("holds a control character", "In JSON a backslash is written twice: \"D:\\\\new\", because \\n is a line break.");
        }

        bool isDriveRelative = text.Length >= 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && (text.Length == 2 || text[2] is not ('\\' or '/'));
        return isDriveRelative
            ? ("means the current folder of that drive, which differs from one moment to the next", $"Write the full path: {text[..2]}\\{ValuePlace.Show(text[2..])}")
            : null;
    }

    private static (string Problem, string Hint)? UnixProblem(string text)
    {
        bool isOnDrive = text.Length >= 3 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is ('\\' or '/');
        if (isOnDrive || text.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return ("is a Windows path, and this is not Windows", "Write the path as this machine has it; a folder that is really named so is ./" + ValuePlace.Show(text));
        }

        return text is "~" || text.StartsWith("~/", StringComparison.Ordinal)
            ? ("begins with ~, which only a shell replaces", "Write the full path of the home folder.")
            : null;
    }

    private static bool IsEncodable(string text)
    {
        try
        {
            _ = NameCodec.Encode(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
