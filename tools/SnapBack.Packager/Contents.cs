namespace SnapBack.Packager;

/// <summary>What a package holds: one folder with the program, and below it what is worth having without a network.</summary>
/// <param name="Folder">Name of that folder.</param>
/// <param name="Extension">Kind of archive that is usual for the system.</param>
/// <param name="Files">In their order in the archive.</param>
internal sealed record Contents(string Folder, string Extension, IReadOnlyList<PackagedFile> Files)
{
    /// <summary>rw-r--r--</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>rwxr-xr-x</summary>
    public const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string[] Papers = ["LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt"];
    private static readonly string[] Shelves = ["docs", "samples"];

    /// <summary>What the package of a published program holds.</summary>
    /// <param name="rid">The system it is for.</param>
    /// <param name="published">The folder with the program; nothing below it is wanted.</param>
    /// <exception cref="IOException">Something that a package must have is missing.</exception>
    public static Contents Of(string rid, string published)
    {
        bool isWindows = rid.StartsWith("win-", StringComparison.Ordinal);
        string folder = isWindows ? "SnapBack" : "snapback";
        string[] programs = isWindows ? ["snapback.exe", "snapback.cmd"] : ["snapback"];
        string library = isWindows ? "e_sqlite3.dll" : "libe_sqlite3.so";
        List<PackagedFile> files =
        [
            .. Directory.GetFiles(published).Select(file => new PackagedFile(Path.GetFileName(file), file, programs.Contains(Path.GetFileName(file)))),
            .. Papers.Select(paper => new PackagedFile(paper, paper)),
            .. Shelves.SelectMany(shelf => Directory.GetFiles(shelf, "*", SearchOption.AllDirectories)).Where(file => !IsLeftByARun(file))
                .Select(file => new PackagedFile(file.Replace('\\', '/'), file)),
        ];

        // A program that had to unpack SQLite first would load it from a place that others may be able to write to.
        if (!files.Exists(file => file.IsProgram) || !files.Exists(file => file.Name == library))
        {
            throw new IOException($"{published} does not hold both the program and {library}.");
        }

        return new Contents(folder, isWindows ? ".zip" : ".tar.gz", [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)]);
    }

    // The quickstart backs up to a folder beside itself.
    private static bool IsLeftByARun(string file) => file.Replace('\\', '/').StartsWith("samples/quickstart/backup/", StringComparison.Ordinal);
}
