using System.Text;
using System.Text.Json;
using Shouldly;
using SnapBack.Cli;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>A source, a destination and a catalog on a Windows machine, and the program that backs up from one to the other.</summary>
internal sealed class WindowsBackup
{
    private readonly WineBed _bed;
    private readonly string _folder;

    /// <param name="bed">The machine.</param>
    /// <param name="backups">Folder that is to hold the destination; one beside the source when null.</param>
    public WindowsBackup(WineBed bed, string? backups = null)
    {
        _bed = bed;
        _folder = bed.Folder($"test-{Guid.NewGuid():N}"[..13]);
        Source = Directory.CreateDirectory(Path.Join(_folder, "source")).FullName;
        Destination = Path.Join(backups ?? Path.Join(_folder, "backups"), "destination");
        Shell.Run("mkdir", ["-m", "700", Path.Join(_folder, "state")]).MustSucceed();
    }

    /// <summary>The source on this machine.</summary>
    public string Source { get; }

    /// <summary>The destination on this machine.</summary>
    public string Destination { get; }

    /// <summary>The catalog as Windows names it.</summary>
    public string Catalog => WineBed.WindowsPath(Path.Join(_folder, "state", "catalog.db"));

    /// <summary>The catalog on this machine.</summary>
    public string CatalogFile => Path.Join(_folder, "state", "catalog.db");

    /// <summary>A path in the source.</summary>
    public string In(string path) => Path.Join(Source, path);

    /// <summary>A path in the destination.</summary>
    public string Out(string path) => Path.Join(Destination, path);

    /// <summary>Writes a file into the source, making its folders.</summary>
    public string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), text);
        return In(path);
    }

    /// <summary>Removes a folder of the source with all in it.</summary>
    public void RemoveTree(string path) => Shell.Run("rm", ["-rf", "--", In(path)]).MustSucceed();

    /// <summary>Runs a mirror of the live source; every failure is final at once.</summary>
    public ShellResult Mirror(params string[] options) => _bed.Run(Arguments("mirror", options));

    /// <summary>Runs an incremental backup of the live source.</summary>
    public ShellResult Incremental(params string[] options) => _bed.Run(Arguments("incremental", options));

    /// <summary>Starts a mirror and does not wait.</summary>
    public RunningProgram StartMirror(params string[] options) => _bed.Start(Arguments("mirror", options));

    /// <summary>Runs a mirror twice: the first copies, the second finds nothing to do; then both sides and the record are held against one another.</summary>
    public void MirrorsOnceAndForAll(int firstExitCode = 1)
    {
        ShellResult first = Mirror();
        first.ExitCode.ShouldBe(firstExitCode, first.Output + first.Error);
        FindsNothingToDo();
        IsMirrored();
    }

    /// <summary>Fails unless a further mirror copies nothing.</summary>
    public void FindsNothingToDo()
    {
        ShellResult again = Mirror();
        again.ExitCode.ShouldBe(0, again.Output + again.Error);
        again.Output.ShouldContain("nothing to do");
    }

    /// <summary>Fails unless both sides hold the same and the catalog tells just that.</summary>
    public void IsMirrored()
    {
        WindowsListing.Of(Destination).ShouldBe(WindowsListing.Of(Source));
        RecordIsTrue();
    }

    /// <summary>Fails unless the catalog tells of the newest run just what the destination holds.</summary>
    public void RecordIsTrue() => WindowsListing.Complaints(Destination, Json("ls", "last"), Path.GetDirectoryName(CatalogFile)!).ShouldBeEmpty();

    /// <summary>The rows of a catalog command.</summary>
    public JsonElement[] Rows(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(Json(arguments));
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }

    /// <summary>Asks the catalog with SQLite's own program.</summary>
    public string Sql(string question) => Shell.Run(Require.Program("sqlite3"), [CatalogFile, question]).MustSucceed().Output.Trim();

    // Asked on this machine: a catalog is a file that can be taken elsewhere, and starting a program under Wine takes seconds.
    private byte[] Json(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        CliEnvironment environment = new() { Out = output, Error = error };
        SnapBackCommand.Run(["catalog", "--catalog", CatalogFile, .. arguments, "--format", "json"], environment).ShouldBe(0, error.ToString());
        return Encoding.UTF8.GetBytes(output.ToString());
    }

    // What the test asks for counts; an option may be given once only.
    private string[] Arguments(string mode, string[] options)
    {
        string[] policy = options.Contains("--snapshot") ? [] : ["--snapshot", "never"];
        string[] retry = options.Contains("--retry") ? [] : ["--retry", "0"];
        return
        [
            "backup", "--source", WineBed.WindowsPath(Source), "--destination", WineBed.WindowsPath(Destination), "--catalog", Catalog, "--mode", mode,
            .. policy, .. retry, "--no-progress", .. options,
        ];
    }
}
