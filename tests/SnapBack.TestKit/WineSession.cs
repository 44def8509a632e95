namespace SnapBack.TestKit;

/// <summary>
/// What all <see cref="WineBed"/>s of a test process share, made when first asked for: a fresh Wine prefix to copy, the published program, compiled
/// helpers. Removed when the process ends. Thread-safe.
/// </summary>
internal static class WineSession
{
    /// <summary>Wine's 64-bit loader; the <c>wine</c> script beside it complains about a missing 32-bit part.</summary>
    public const string Loader = "/usr/lib/wine/wine64";

    private const string Server = "/usr/lib/wine/wineserver64";
    private const string Compiler = "x86_64-w64-mingw32-gcc";

    private static readonly Lock Compiling = new();
    private static readonly Dictionary<string, string> Compiled = [];
    private static readonly Lazy<string> Root = new(MakeRoot);
    private static readonly Lazy<string> Template = new(MakeTemplate);
    private static readonly Lazy<string> Published = new(Publish);

    /// <summary>Skips the test where Wine is missing.</summary>
    public static void RequireWine()
    {
        Require.Linux();
        Require.That(File.Exists(Loader) && File.Exists(Server), $"needs Wine ({Loader}; apt-get install wine64 wine)");
    }

    /// <summary>Ends every process of a prefix and no other.</summary>
    public static void End(string prefix) =>
        Shell.Run(Server, ["-k"], environment: new Dictionary<string, string?> { ["WINEPREFIX"] = prefix }, timeout: TimeSpan.FromSeconds(30));

    /// <summary>
    /// Makes a prefix like a fresh one. The files of Wine itself are linked, not copied: nothing changes them in place. What is changed (the registry)
    /// is copied.
    /// </summary>
    public static void MakePrefix(string prefix)
    {
        string template = Template.Value;
        Shell.Run("cp", ["-al", template, prefix]).MustSucceed();
        foreach (string registry in Directory.GetFiles(template, "*.reg"))
        {
            Shell.Run("cp", ["--remove-destination", "-p", registry, prefix]).MustSucceed();
        }
    }

    /// <summary>
    /// Folder of the program for win-x64: <c>artifacts/win-x64</c> when it is newer than every source, else published anew by <c>build.sh</c>.
    /// </summary>
    public static string Program() => Published.Value;

    /// <summary>The same program as one file, which takes minutes to make: skips the test unless it lies there newer than every source.</summary>
    public static string SingleFile()
    {
        string folder = Checkout.At("artifacts", "win-x64-single");
        Require.That(IsNewerThanSources(folder), "needs the program as one file (./build.sh publish win-x64 --single)");
        return Path.Join(folder, "snapback.exe");
    }

    /// <summary>Compiles one of the kit's C programs, or another, for Windows; skips the test without the compiler.</summary>
    /// <returns>Full path of the program.</returns>
    public static string Compile(string source)
    {
        Require.Program(Compiler);
        lock (Compiling)
        {
            if (!Compiled.TryGetValue(source, out string? program))
            {
                program = Path.Join(Root.Value, $"{Path.GetFileNameWithoutExtension(source)}-{Compiled.Count}.exe");
                Shell.Run(Compiler, ["-municode", "-O1", "-Wall", "-Werror", "-o", program, source]).MustSucceed();
                Compiled.Add(source, program);
            }

            return program;
        }
    }

    private static string MakeRoot()
    {
        string root = Directory.CreateTempSubdirectory("snapback-wine-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Shell.Run("rm", ["-rf", "--one-file-system", "--", root]);
        return root;
    }

    private static string MakeTemplate()
    {
        string prefix = Path.Join(Root.Value, "prefix");
        Dictionary<string, string?> environment = new()
        {
            ["WINEPREFIX"] = prefix,
            ["WINEARCH"] = "win64",
            ["WINEDEBUG"] = "-all",
            // Neither .NET Framework nor a browser is wanted; without this Wine asks whether to download them.
            ["WINEDLLOVERRIDES"] = "mscoree=;mshtml=",
            ["HOME"] = Root.Value,
            ["LC_ALL"] = "C.UTF-8",
            ["DISPLAY"] = null,
        };
        Shell.Run(Loader, ["wineboot", "-i"], environment: environment, timeout: TimeSpan.FromMinutes(3)).MustSucceed();

        // It writes the registry when it ends.
        Shell.Run(Server, ["-w"], environment: environment, timeout: TimeSpan.FromMinutes(1)).MustSucceed();
        return prefix;
    }

    private static string Publish()
    {
        string folder = Checkout.At("artifacts", "win-x64");

        // The test projects may run side by side, and a checkout has one such folder.
        Directory.CreateDirectory(Checkout.At("artifacts"));
        using FileStream one = LockFile(Checkout.At("artifacts", "publish.lock"));
        if (!IsNewerThanSources(folder))
        {
            Shell.Run("bash", [Checkout.At("build.sh"), "publish", "win-x64"], Checkout.Root, timeout: TimeSpan.FromMinutes(10)).MustSucceed();
        }

        return folder;
    }

    private static bool IsNewerThanSources(string folder)
    {
        DateTime newest = Checkout.Files("src")
            .Concat(["Directory.Build.props", "Directory.Packages.props", "build.sh", "docs/errors.md"])
            .Max(file => File.GetLastWriteTimeUtc(Checkout.At(file)));
        return File.Exists(Path.Join(folder, "snapback.exe")) && Directory.GetLastWriteTimeUtc(folder) > newest;
    }

    private static FileStream LockFile(string path)
    {
        FileStream? file = null;
        bool isOurs = SpinWait.SpinUntil(() => (file = TryLock(path)) is not null, TimeSpan.FromMinutes(10));
        return isOurs && file is not null ? file : throw new TimeoutException($"{path} is held by another process.");
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            using ManualResetEventSlim pause = new();
            pause.Wait(TimeSpan.FromMilliseconds(200));
            return null;
        }
    }
}
