namespace SnapBack.Robocopy.Log;

/// <summary>What the header of a log says. Names and paths are escaped when they are written.</summary>
public sealed record LogHeader
{
    private const int Narrow = 78;
    private const int Wide = 79;
    private const int BannerWidth = 81;
    private const string Banner = "   ROBOCOPY     ::     Robust File Copy for Windows";
    private const string Further = "\t    ";

    /// <summary>Start of the run, in local time.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Full path of the source, or null when none is given.</summary>
    public string? Source { get; init; }

    /// <summary>Full path of the destination, or null when none is given.</summary>
    public string? Destination { get; init; }

    /// <summary>Which files are asked for; empty stands for all.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Files that are left out.</summary>
    public IReadOnlyList<string> ExcludedFiles { get; init; } = [];

    /// <summary>Folders that are left out.</summary>
    public IReadOnlyList<string> ExcludedFolders { get; init; } = [];

    /// <summary>The switches in force, in robocopy's order, such as <c>*.* /S /E /DCOPY:DA /COPY:DAT /R:3 /W:5</c>.</summary>
    public string Options { get; init; } = string.Empty;

    /// <summary>The lines of the header, from the empty line before the first dashes to the empty line after the last.</summary>
    /// <param name="separator">What stands between the names of a path.</param>
    public IEnumerable<string> Lines(char separator)
    {
        yield return string.Empty;
        yield return new string('-', Wide);
        yield return Banner.PadRight(BannerWidth);
        yield return new string('-', Wide);
        yield return string.Empty;
        yield return $"  Started : {LogTime.InWords(Started)}";
        yield return Root("   Source", Source, separator);
        yield return Root("     Dest", Destination, separator);
        yield return string.Empty;
        foreach (string line in List("    Files", Files.Count == 0 ? ["*.*"] : Files).Concat(List("Exc Files", ExcludedFiles)).Concat(List(" Exc Dirs", ExcludedFolders)))
        {
            yield return line;
        }

        yield return $"  Options : {LogText.Escape(Options)} ";
        yield return string.Empty;
        yield return new string('-', Narrow);
        yield return string.Empty;
    }

    // A path that is not given has another mark than a colon; readers know it as one of three.
    private static string Root(string label, string? path, char separator) =>
        path is null ? $"{label} = " : $"{label} : {LogText.Folder(path, separator)}";

    private static IEnumerable<string> List(string label, IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++)
        {
            yield return (i == 0 ? $"{label} : " : Further) + LogText.Escape(names[i]);
        }

        if (names.Count > 0)
        {
            yield return Further;
        }
    }
}
