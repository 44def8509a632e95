using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Robocopy;

/// <summary>A source, a destination and a log folder of one test, and <c>snapback robocopy</c> over them.</summary>
internal sealed class RobocopyBed : IDisposable
{
    /// <summary>The time of every file that nobody gives another.</summary>
    public static readonly DateTime Usual = new(2024, 5, 6, 7, 8, 10, DateTimeKind.Utc);

    private readonly TempFolder _temp = new();

    public RobocopyBed()
    {
        Require.Linux();
        Source = _temp.Folder("source");
        Destination = _temp.At("destination");
        Program = new SnapBackProgram(_temp.Folder("state"));
    }

    public SnapBackProgram Program { get; }

    public string Source { get; }

    public string Destination { get; }

    /// <summary>A path beside source and destination.</summary>
    public string At(string name) => _temp.At(name);

    /// <summary>Writes a file of a side, with its folders.</summary>
    public static void Write(string side, string path, string text = "text", DateTime? modified = null)
    {
        string file = Path.Join(side, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, modified ?? Usual);
    }

    /// <summary>Writes the same file into both sides.</summary>
    public void WriteBoth(string path, string text = "text")
    {
        Write(Source, path, text);
        Write(Destination, path, text);
    }

    /// <summary>All entries of a side, folders with a slash behind them.</summary>
    public static string[] Names(string side) =>
        [.. Directory.EnumerateFileSystemEntries(side, "*", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(side, p) + (Directory.Exists(p) ? "/" : string.Empty))
            .Where(n => !n.StartsWith(".snapback", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>Runs source to destination with these words behind them.</summary>
    public ShellResult Run(params string[] words) => RunWords([Source, Destination, .. words]);

    /// <summary>Runs a whole line.</summary>
    public ShellResult RunWords(params string[] words) => Program.Run(["robocopy", .. words, $"/CATALOG:{Program.Catalog}", "/VSS:never"]);

    public void Dispose() => _temp.Dispose();
}
