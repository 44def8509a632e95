using System.Diagnostics.CodeAnalysis;

namespace SnapBack.TestKit;

/// <summary>
/// A Windows machine for one test: the published win-x64 program in a Wine prefix of its own, with drives that are folders of this machine. Beds do
/// not see one another, so tests may run side by side; the programs of one bed share drives, locks and registry as on one machine. Disposing ends
/// all its programs. Skips the test where Wine is missing.
/// </summary>
/// <remarks>
/// What Wine does not have (reparse points, sparse files, streams other than by name, creation times, security but for Unix modes) is told by
/// <c>docs/verification.md</c>.
/// </remarks>
public sealed class WineBed : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly TempFolder _temp;
    private readonly List<RunningProgram> _running = [];
    private readonly string _published;

    /// <summary>Makes the machine.</summary>
    /// <param name="volume">Full path of a folder that is to hold all of it, e.g. on a volume of its own; the folder for temporary files when null.</param>
    public WineBed(string? volume = null)
    {
        WineSession.RequireWine();
        _published = WineSession.Program();
        _temp = new TempFolder(volume);
        try
        {
            Prefix = _temp.At("prefix");
            WineSession.MakePrefix(Prefix);
            ProgramFolder = _published;
            Variables = new Dictionary<string, string?>
            {
                ["WINEPREFIX"] = Prefix,
                ["WINEARCH"] = "win64",
                ["WINEDEBUG"] = "-all",
                ["HOME"] = _temp.Folder("home"),
                // How Wine reads the names of files.
                ["LC_ALL"] = "C.UTF-8",
                ["DISPLAY"] = null,
                ["DOTNET_TieredPGO"] = "0",
                // The runtime maps the memory of compiled code twice, which Wine 8 does not keep together for long: it ends in "Internal CLR error".
                ["DOTNET_EnableWriteXorExecute"] = "0",
            };
        }
        catch
        {
            _temp.Dispose();
            throw;
        }
    }

    /// <summary>Full path of a folder for the test's own files.</summary>
    public string Root => _temp.Root;

    /// <summary>Full path of the prefix.</summary>
    public string Prefix { get; }

    /// <summary>Full path of the folder with <c>snapback.exe</c>. All beds share it, until <see cref="AddBesideProgram"/> makes this bed a copy.</summary>
    public string ProgramFolder { get; private set; }

    /// <summary>Full path of the program published as one file.</summary>
    public static string SingleFileProgram => WineSession.SingleFile();

    /// <summary>Full path, on this machine, of <c>C:\</c>.</summary>
    public string DriveC => Path.Join(Prefix, "drive_c");

    /// <summary>Variables of every program of the bed, such as <c>WINEDLLOVERRIDES</c>; null takes one away.</summary>
    [SuppressMessage("Usage", "CA2227", Justification = "Each test adds to it.")]
    public Dictionary<string, string?> Variables { get; }

    /// <summary>The catalog that the program uses when nobody names another.</summary>
    public string DefaultCatalog => Path.Join(DriveC, "ProgramData", "SnapBack", "catalog.db");

    /// <summary>How a program of the bed names a path of this machine.</summary>
    public static string WindowsPath(string path) => "Z:" + path.Replace('/', '\\');

    /// <summary>A path in <see cref="Root"/>; nothing is made.</summary>
    public string At(params string[] parts) => _temp.At(parts);

    /// <summary>Makes a folder in <see cref="Root"/>.</summary>
    public string Folder(params string[] parts) => _temp.Folder(parts);

    /// <summary>Makes a drive of a folder, which is made when null or missing, and returns the folder.</summary>
    public string MapDrive(char letter, string? folder = null)
    {
        folder = Directory.CreateDirectory(folder ?? _temp.At($"drive-{char.ToLowerInvariant(letter)}")).FullName;
        LinkDevice($"{char.ToLowerInvariant(letter)}:", folder);
        return folder;
    }

    /// <summary>Puts a name into the prefix's <c>dosdevices</c>: <c>\\?\NAME\...</c> then leads to <paramref name="target"/>.</summary>
    public void LinkDevice(string name, string target)
    {
        string link = Path.Join(Prefix, "dosdevices", name);
        File.Delete(link);
        File.CreateSymbolicLink(link, target);
    }

    /// <summary>Puts a file beside this bed's program, under its own name, over what is there: a DLL is found there first.</summary>
    public void AddBesideProgram(string file)
    {
        if (ProgramFolder == _published)
        {
            string own = _temp.At("program");
            Shell.Run("cp", ["-r", "--reflink=auto", _published, own]).MustSucceed();
            ProgramFolder = own;
        }

        File.WriteAllBytes(Path.Join(ProgramFolder, Path.GetFileName(file)), File.ReadAllBytes(file));
    }

    /// <summary>Runs <c>snapback.exe</c> to its end. The exit code is the program's, cut to 8 bits.</summary>
    public ShellResult Run(params string[] arguments) => RunProgram(Path.Join(ProgramFolder, "snapback.exe"), arguments);

    /// <summary>Starts <c>snapback.exe</c> and does not wait; the signal INT is its Ctrl+C.</summary>
    public RunningProgram Start(params string[] arguments) => StartProgram(Path.Join(ProgramFolder, "snapback.exe"), arguments);

    /// <summary>Runs a Windows program, named by its path on this machine.</summary>
    public ShellResult RunProgram(string program, params string[] arguments) =>
        Shell.Run(WineSession.Loader, [program, .. arguments], _temp.Root, Variables, timeout: Limit);

    /// <summary>Starts a Windows program, named by its path on this machine.</summary>
    public RunningProgram StartProgram(string program, params string[] arguments)
    {
        RunningProgram started = new(WineSession.Loader, [program, .. arguments], Variables);
        _running.Add(started);
        return started;
    }

    /// <summary>
    /// Compiles a C program (its path on this machine; entry point <c>wmain</c>) for Windows, once per test process. Skips the test without the compiler.
    /// </summary>
    public static string Compile(string source) => WineSession.Compile(source);

    /// <summary>
    /// Lets another program open files for reading and writing and keep them open until the returned one is disposed.
    /// </summary>
    /// <param name="share">What others may do meanwhile: any of <c>r</c>, <c>w</c>, <c>d</c>; <c>-</c> for nothing.</param>
    /// <param name="windowsPaths">The files, as Windows names them.</param>
    public RunningProgram HoldOpen(string share, params string[] windowsPaths)
    {
        RunningProgram holder = StartProgram(Compile(Path.Join(AppContext.BaseDirectory, "Programs", "hold.c")), [share, .. windowsPaths]);
        return holder.Says("held") ? holder : throw new InvalidOperationException($"The files could not be opened: {holder.Said}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _running.ForEach(program => program.Dispose());
        WineSession.End(Prefix);
        _temp.Dispose();
    }
}
