using System.Globalization;
using System.Security.Cryptography;

namespace SnapBack.TestKit;

/// <summary>
/// The stand-in shadow copy service of <c>tests/vss-double</c> in a <see cref="WineBed"/>: the bed's programs load it as their <c>vssapi.dll</c> and get
/// real snapshots of drives that are btrfs subvolumes. Install it before the bed's first program starts. What happened is in <see cref="Traces"/>.
/// </summary>
public sealed class VssDouble
{
    private const string Compiler = "x86_64-w64-mingw32-g++";
    private const string ManagementClass = "{0B5A2C52-3EB9-470A-96E2-6C6D4570E40F}";

    private static readonly Lock Gate = new();
    private static readonly string[] Folders = ["trace", "owners", "requests", "snapshots", "writers"];

    private readonly WineBed _bed;

    private VssDouble(WineBed bed)
    {
        _bed = bed;
        Root = Path.Join(bed.DriveC, "vss-double");
    }

    /// <summary>Full path, on this machine, of <c>C:\vss-double</c>.</summary>
    public string Root { get; }

    /// <summary>What is to go wrong in programs that start from now on; the words are in the README of <c>tests/vss-double</c>.</summary>
    public string Script
    {
        set => _bed.Variables["SNAPBACK_VSS_SCRIPT"] = value;
    }

    /// <summary>What each program that asked the service did, the first first.</summary>
    public IReadOnlyList<VssTrace> Traces =>
        [.. Directory.GetFiles(Path.Join(Root, "trace"), "*-*.log").OrderBy(File.GetCreationTimeUtc).Select(VssTrace.Read)];

    /// <summary>Ids of the snapshots that live, on this whole machine.</summary>
    public IReadOnlyList<string> Living => [.. Directory.GetFiles(Path.Join(Root, "snapshots")).Select(Path.GetFileName)!];

    /// <summary>
    /// Everything that is not as it should be when no program runs: faults that the service saw, references, sets, snapshots and strings that nobody gave
    /// back. Empty is right. A program that was killed is owed only what the service itself must clean up.
    /// </summary>
    public IReadOnlyList<string> Unrest =>
    [
        .. Traces.SelectMany(trace => trace.Unrest),
        .. Living.Select(id => $"snapshot {id} lives"),
        .. Directory.GetFileSystemEntries(Devices).Select(link => $"{link} is left"),
        .. File.Exists(Path.Join(Root, "trace", "service.log")) ? File.ReadAllLines(Path.Join(Root, "trace", "service.log")) : [],
    ];

    /// <summary>Full path, on this machine, of the content behind a device path such as <c>\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy3</c>.</summary>
    public string ContentOf(string device) => Path.Join(Devices, device[(device.LastIndexOf('\\') + 1)..]);

    /// <summary>Goes back to the beginning, for the next test: no script, no trace, no writers but the two that are always there.</summary>
    public void Reset()
    {
        Script = string.Empty;
        foreach (string folder in (string[])["trace", "writers"])
        {
            Shell.Run("rm", ["-rf", "--", Path.Join(Root, folder)]).MustSucceed();
            Directory.CreateDirectory(Path.Join(Root, folder));
        }

        AddWriter("System Writer", new Guid("e8132975-6f93-4464-a53e-1050253ae220"));
        AddWriter("WMI Writer", new Guid("a6ad56c2-b509-4e6c-bb19-49d8f43532f0"), @"exclude %windir%\System32\wbem\Logs|*|recursive");
    }

    /// <summary>Skips the test where the compiler or the snapshots' file system is missing, and puts the service into the bed.</summary>
    public static VssDouble Install(WineBed bed)
    {
        VssDouble service = new(bed);
        foreach (string folder in Folders)
        {
            Directory.CreateDirectory(Path.Join(service.Root, folder));
        }

        // Not over the old one: that file is shared with other prefixes.
        string library = Path.Join(bed.DriveC, "windows", "system32", "vssapi.dll");
        File.Delete(library);
        File.WriteAllBytes(library, File.ReadAllBytes(Build()));
        File.WriteAllBytes(Path.Join(service.Root, "service.py"), File.ReadAllBytes(Source("service.py")));
        Directory.CreateDirectory(service.Devices);
        File.AppendAllText(
            Path.Join(bed.Prefix, "system.reg"),
            $$"""

            [Software\\Classes\\CLSID\\{{ManagementClass}}\\InprocServer32] 1700000000
            @="C:\\windows\\system32\\vssapi.dll"
            "ThreadingModel"="Both"

            """);
        bed.Variables["WINEDLLOVERRIDES"] = "vssapi=n";
        // Freed strings are really freed, so that the service can count them.
        bed.Variables["oanocache"] = "1";
        service.Reset();
        return service;
    }

    /// <summary>Makes a drive that snapshots can be made of: a subvolume of a btrfs.</summary>
    /// <returns>Full path of its folder on this machine.</returns>
    public string MapDrive(char letter, LoopVolume btrfs)
    {
        string folder = btrfs.At($"drive-{char.ToLowerInvariant(letter)}");
        Shell.Run("btrfs", ["-q", "subvolume", "create", folder]).MustSucceed();
        return _bed.MapDrive(letter, folder);
    }

    /// <summary>Adds a writer, or replaces the one of its name.</summary>
    /// <param name="name">As it calls itself; a file name.</param>
    /// <param name="classId">Its kind.</param>
    /// <param name="files">Lines <c>exclude FOLDER|PATTERN|recursive</c> and <c>from-snapshot FOLDER|PATTERN|recursive</c>.</param>
    public void AddWriter(string name, Guid classId, params string[] files)
    {
        string instance = new Guid(SHA256.HashData(classId.ToByteArray())[..16]).ToString();
        File.WriteAllLines(Path.Join(Root, "writers", name + ".txt"), [$"class {classId}", $"instance {instance}", .. files]);
    }

    /// <summary>Makes a writer one that runs: it is told to freeze by files in the folder that is returned (see the README).</summary>
    public string MakeLive(string writer) => Directory.CreateDirectory(Path.Join(Root, "writers", writer + ".live")).FullName;

    /// <summary>Loses all snapshots of the machine, as a full diff area does, and waits until they are gone.</summary>
    public void LoseSnapshots()
    {
        File.WriteAllText(Path.Join(Root, "lose"), string.Empty);
        if (!SpinWait.SpinUntil(() => !File.Exists(Path.Join(Root, "lose")) && Living.Count == 0, TimeSpan.FromSeconds(30)))
        {
            throw new InvalidOperationException($"The snapshots could not be lost: {string.Join(", ", Living)}");
        }
    }

    /// <summary>Waits until the service has cleaned up after programs that were killed; false when it does not.</summary>
    public bool IsCleanSoon() => SpinWait.SpinUntil(() => Living.Count == 0 && Directory.GetFileSystemEntries(Devices).Length == 0, TimeSpan.FromSeconds(30));

    private string Devices => Path.Join(_bed.Prefix, "dosdevices", "globalroot", "Device");

    private static string Source(string name) => Checkout.At("tests", "vss-double", name);

    /// <summary>Compiles the library, once for each state of its source, into <c>artifacts</c>; its full path.</summary>
    private static string Build()
    {
        Require.Program(Compiler);
        Require.Program("btrfs");
        Require.Program("python3");
        string[] sources = [.. Directory.GetFiles(Source(string.Empty), "*.*").Where(IsSource).Order(StringComparer.Ordinal)];
        string state = Convert.ToHexStringLower(SHA256.HashData([.. sources.SelectMany(File.ReadAllBytes)]))[..16];
        string library = Checkout.At("artifacts", "vss-double", state, "vssapi.dll");
        lock (Gate)
        {
            if (!File.Exists(library))
            {
                Compile(sources, library);
            }
        }

        return library;
    }

    private static bool IsSource(string file) => Path.GetExtension(file) is ".cpp" or ".h" or ".def";

    // One translation unit: the headers of Windows take longer than all else. Renamed into place, as another process may build it as well.
    private static void Compile(string[] sources, string library)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        string number = string.Create(CultureInfo.InvariantCulture, $".{Environment.ProcessId}");
        string all = library + number + ".cpp";
        File.WriteAllLines(all, sources.Where(file => file.EndsWith(".cpp", StringComparison.Ordinal)).Select(file => $"#include \"{file}\""));
        Shell.Run(
            Compiler,
            [
                "-std=c++17", "-O0", "-Wall", "-Wextra", "-Werror", "-shared", "-static", "-s", "-o", library + number, all, Source("vssapi.def"),
                "-lole32", "-loleaut32", "-luuid",
            ]).MustSucceed();
        File.Delete(all);
        File.Move(library + number, library, overwrite: true);
    }
}
