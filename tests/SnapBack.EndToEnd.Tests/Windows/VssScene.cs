using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>One test on a <see cref="VssBed"/>: empty drives, an empty destination, a catalog of its own, a service without a script.</summary>
internal sealed class VssScene
{
    private readonly VssBed _bed;
    private readonly string _folder;

    public VssScene(VssBed bed)
    {
        _bed = bed;
        bed.Service.Reset();
        foreach (string drive in (string[])[bed.D, bed.E])
        {
            Shell.Run("find", [drive, "-mindepth", "1", "-delete"]).MustSucceed();
        }

        _folder = bed.Machine.Folder($"scene-{Guid.NewGuid():N}");
        Destination = Directory.CreateDirectory(Path.Join(_folder, "destination")).FullName;
    }

    /// <summary>Full path of the destination on this machine.</summary>
    public string Destination { get; }

    /// <summary>The service.</summary>
    public VssDouble Service => _bed.Service;

    /// <summary>The newest run, as <c>catalog show</c> tells it.</summary>
    public JsonElement LastRun => Rows("show", "last")[0];

    /// <summary>Its notices, text by code; the first of each.</summary>
    public Dictionary<string, string> Notices => LastRun.GetProperty("notices").EnumerateArray()
        .GroupBy(notice => notice.GetProperty("code").GetString()!)
        .ToDictionary(group => group.Key, group => group.First().GetProperty("text").GetString()!);

    /// <summary>How the writers fared in it.</summary>
    public Dictionary<string, bool> Writers => LastRun.GetProperty("writers").EnumerateArray()
        .ToDictionary(writer => writer.GetProperty("name").GetString()!, writer => writer.GetProperty("isHealthy").GetBoolean());

    /// <summary>Writes a file to a drive, making its folders: <c>D:\a\b.txt</c>.</summary>
    public string Write(string windowsPath, string text)
    {
        string file = OnThisMachine(windowsPath);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Where a file of D: or E: lies on this machine.</summary>
    public string OnThisMachine(string windowsPath) => Path.Join(windowsPath[0] == 'D' ? _bed.D : _bed.E, windowsPath[3..].Replace('\\', '/'));

    /// <summary>A file of the destination.</summary>
    public string Out(string relative) => Path.Join(Destination, relative);

    /// <summary>Backs up D: with <c>--snapshot require</c> and the built-in engine, unless the options say otherwise.</summary>
    public ShellResult Backup(params string[] options) => _bed.Machine.Run(Arguments(options));

    /// <summary>The same, not waiting for the end.</summary>
    public RunningProgram StartBackup(params string[] options) => _bed.Machine.Start(Arguments(options));

    /// <summary>Rows of a catalog command.</summary>
    public JsonElement[] Rows(params string[] command)
    {
        string catalog = WineBed.WindowsPath(Path.Join(_folder, "catalog.db"));
        using JsonDocument document = JsonDocument.Parse(
            _bed.Machine.Run(["catalog", "--catalog", catalog, .. command, "--format", "json"]).MustSucceed().StandardOutput);
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }

    /// <summary>Backs up D: and E: as two pairs of one job, into <c>d</c> and <c>e</c> of the destination.</summary>
    public ShellResult BackupBoth(params string[] options)
    {
        string job = Path.Join(_folder, "job.json");
        string destination = WineBed.WindowsPath(Destination).Replace('\\', '/');
        File.WriteAllText(
            job,
            $$"""{ "name": "both", "pairs": [{ "source": "D:/", "destination": "{{destination}}/d" }, { "source": "E:/", "destination": "{{destination}}/e" }] }""");
        return _bed.Machine.Run(["backup", WineBed.WindowsPath(job), .. Common(options)]);
    }

    /// <summary>Starts a program that counts in files that nobody else can open, as the writer of a name or without the service knowing it.</summary>
    public RunningProgram Count(string? writer, params string[] windowsPaths)
    {
        string folder = "-";
        if (writer is not null)
        {
            Service.AddWriter(writer, Guid.NewGuid());
            Service.MakeLive(writer);
            folder = $@"C:\vss-double\writers\{writer}.live";
        }

        string program = WineBed.Compile(Path.Join(AppContext.BaseDirectory, "Programs", "counters.c"));
        RunningProgram counters = _bed.Machine.StartProgram(program, [folder, .. windowsPaths]);
        counters.Says("counting").ShouldBeTrue(counters.Said);
        return counters;
    }

    /// <summary>The number of such a writer at the last freeze.</summary>
    public string MomentOf(string writer) => File.ReadAllText(Path.Join(Service.Root, "writers", writer + ".live", "moment"));

    /// <summary>Fails unless everything that was taken from the service was given back.</summary>
    public void NothingIsLeft()
    {
        Service.Unrest.ShouldBeEmpty();
        Service.Traces.ShouldNotBeEmpty();
    }

    private string[] Arguments(string[] options) => ["backup", "--source", @"D:\", "--destination", WineBed.WindowsPath(Destination), .. Common(options)];

    private string[] Common(string[] options)
    {
        string[] all = ["--catalog", WineBed.WindowsPath(Path.Join(_folder, "catalog.db")), "--no-progress", .. options];
        string[] policy = options.Contains("--snapshot") ? [] : ["--snapshot", "require"];
        string[] engine = options.Contains("--vss-engine") ? [] : ["--vss-engine", "native"];
        return [.. all, .. policy, .. engine, "--retry", "0"];
    }
}
