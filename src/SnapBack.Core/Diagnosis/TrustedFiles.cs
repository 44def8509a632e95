using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Linux;
using SnapBack.Platform.Windows;

namespace SnapBack.Diagnosis;

/// <summary>
/// Whether only administrators can change what a run with rights obeys: a file, every folder above it, and whatever a link on the way leads to. A scheduled run of
/// a file that others can write hands the machine to them.
/// </summary>
public static class TrustedFiles
{
    private const int MostLinks = 40;

    /// <summary>The first of the files with a reason not to trust it, in words; null when all can be trusted. What does not exist yet is safe if its folders are.</summary>
    /// <param name="files">Full paths.</param>
    public static string? FirstCulprit(IEnumerable<string> files) => files.Select(file => WhyNot(file)).FirstOrDefault(why => why is not null);

    /// <summary>Those of the files with secrets that ordinary users can read, each with the reason in words; none for a file that does not exist.</summary>
    /// <param name="files">Full paths.</param>
    public static IEnumerable<string> NoSecrets(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            string? why = OperatingSystem.IsWindows() ? PrivateAccess.WhyNotSecret(file)
                : OperatingSystem.IsLinux() ? LinuxAccess.WhyNotSecret(Follow(file, (_, _) => null).Real)
                : null;
            if (why is not null)
            {
                yield return $"'{DisplayText.Escape(file)}' {why}";
            }
        }
    }

    /// <summary>The same as <see cref="FirstCulprit"/> for a program: nobody may put a library beside it, or change one.</summary>
    /// <param name="folder">Full path of the program's folder.</param>
    public static string? WhyNotProgram(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(folder);
        return WhyNot(full, isFolder: true)
            ?? FirstCulprit(Directory.EnumerateFiles(full));
    }

    /// <summary>Fails unless all can be trusted.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.NotTrusted"/>, naming the first culprit.</exception>
    public static void Require(string programFolder, IEnumerable<string> files)
    {
        if ((FirstCulprit(files) ?? WhyNotProgram(programFolder)) is { } why)
        {
            throw new SnapBackException(
                ErrorCode.NotTrusted,
                $"{why}. Whoever changes it could have anything done with the rights of this run. Nothing was touched.",
                "Keep the job file, the program, the catalog and the log where only administrators can write. --allow-insecure lifts this.");
        }
    }

    private static string? WhyNot(string file, bool isFolder = false) => Follow(file, (path, isLast) => Look(path, isFolder || !isLast, mayAdd: !isLast)).Why;

    // Where a path leads to, past all links; or why it is not to be followed, by a look at each name on the way.
    private static (string? Why, string Real) Follow(string file, Func<string, bool, string?> look)
    {
        string path = Path.GetFullPath(file);
        for (int links = 0; links <= MostLinks; links++)
        {
            (string? why, string? elsewhere) = Walk(path, look);
            if (why is not null || elsewhere is null)
            {
                return (why, path);
            }

            path = elsewhere;
        }

        return ($"'{DisplayText.Escape(file)}' is a link that leads nowhere", path);
    }

    // Down from the root, each name by itself; a link ends the walk and tells where it goes on.
    private static (string? Why, string? Elsewhere) Walk(string path, Func<string, bool, string?> look)
    {
        string current = Path.GetPathRoot(path)!;
        string[] names = path[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (int i = -1; i < names.Length; i++)
        {
            current = i < 0 ? current : Path.Join(current, names[i]);
            if (look(current, i == names.Length - 1) is { } why)
            {
                return ($"'{DisplayText.Escape(current)}' {why}", null);
            }

            if (OperatingSystem.IsLinux() && new FileInfo(current).LinkTarget is { } target)
            {
                string rest = string.Join(Path.DirectorySeparatorChar, names[(i + 1)..]);
                string start = Path.IsPathRooted(target) ? target : Path.Join(Path.GetDirectoryName(current), target);
                return (null, Path.GetFullPath(Path.Join(start, rest)));
            }
        }

        return (null, null);
    }

    private static string? Look(string path, bool isFolder, bool mayAdd) =>
        OperatingSystem.IsWindows() ? PrivateAccess.WhyNotTrusted(path, isFolder, mayAdd)
        : OperatingSystem.IsLinux() ? LinuxAccess.WhyNotTrusted(path, mayAdd)
        : null;
}
