using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>A source, a destination, what lies around them, and the program. What a run must never touch is looked at by <see cref="OutsideIsUntouched"/>.</summary>
internal sealed class BackupBed : IDisposable
{
    private readonly TempFolder _temp;
    private readonly string[] _outside;

    /// <param name="volume">Full path of the volume that holds the source; the machine's folder for temporary files when null.</param>
    /// <param name="destinationVolume">Full path of the volume that holds the destination; the source's when null.</param>
    public BackupBed(string? volume = null, string? destinationVolume = null)
    {
        Require.Linux();
        _temp = new TempFolder(volume);
        Source = _temp.Folder("source");
        Program = new SnapBackProgram(_temp.Folder("state"));
        Backups = Path.Join(destinationVolume ?? _temp.Root, "backups");
        Destination = Path.Join(Backups, "destination");
        Directory.CreateDirectory(Destination);
        Directory.CreateDirectory(Path.Join(Backups, "other", "deep"));
        File.WriteAllText(Path.Join(Backups, "beside.txt"), "beside the destination");
        File.WriteAllText(Path.Join(Backups, "other", "deep", "file.txt"), "another backup");
        _outside = ListOutside();
    }

    public string Source { get; }

    public string Destination { get; }

    /// <summary>The folder that holds the destination and what must not be touched.</summary>
    public string Backups { get; }

    public SnapBackProgram Program { get; }

    /// <summary>The folder that holds all of it.</summary>
    public string Root => _temp.Root;

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

    /// <summary>Runs a mirror of the live source; every failure is final at once.</summary>
    public ShellResult Mirror(params string[] options) => MirrorUnder([], options);

    /// <summary>The same under another program.</summary>
    public ShellResult MirrorUnder(string[] wrapper, params string[] options) => Program.RunUnder(wrapper, MirrorArguments(options));

    /// <summary>Starts a mirror of the live source.</summary>
    public RunningProgram StartMirror(params string[] options) => Program.Start(MirrorArguments(options));

    /// <summary>Runs a mirror of a snapshot, or none.</summary>
    public ShellResult SnapshotMirror(params string[] options) => Program.Run(SnapshotArguments(options));

    /// <summary>Starts a mirror of a snapshot.</summary>
    public RunningProgram StartSnapshotMirror(params string[] options) => Program.Start(SnapshotArguments(options));

    /// <summary>All runs, the newest first.</summary>
    public JsonElement[] Runs() => [.. Program.Rows("runs").OrderByDescending(run => run.GetProperty("id").GetInt64())];

    /// <summary>How the newest run stands.</summary>
    public string LastStatus() => Runs()[0].GetProperty("status").GetString()!;

    /// <summary>Fails unless rsync finds both sides equal and no temporary file is left.</summary>
    public void IsMirrored(params string[] exclude)
    {
        Rsync.Differences(Source, Destination, exclude).ShouldBeEmpty();
        FileHashes.Temporaries(Destination).ShouldBeEmpty();
        OutsideIsUntouched();
    }

    /// <summary>Fails when anything beside the destination changed.</summary>
    public void OutsideIsUntouched() => ListOutside().ShouldBe(_outside);

    public void Dispose() => _temp.Dispose();

    private string[] MirrorArguments(string[] options) => Arguments("never", options);

    private string[] SnapshotArguments(string[] options) => Arguments("require", options);

    // What the test asks for counts; an option may be given once only.
    private string[] Arguments(string snapshot, string[] options)
    {
        string[] policy = options.Contains("--snapshot") ? [] : ["--snapshot", snapshot];
        string[] retry = options.Contains("--retry") ? [] : ["--retry", "0"];

        // A test changes more between two runs than a job in a month.
        string[] changes = options.Contains("--max-change") ? [] : ["--max-change", "100%"];
        return ["backup", "--source", Source, "--destination", Destination, "--catalog", Program.Catalog, "--mode", "mirror", .. policy, .. retry, .. changes, "--no-progress", .. options];
    }

    private string[] ListOutside() => TreeListing.Of(Backups, "destination");
}
