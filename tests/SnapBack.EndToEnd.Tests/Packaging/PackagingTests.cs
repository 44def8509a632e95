using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Packaging;

/// <summary>The packages of <c>build.sh publish</c>, judged by the programs that people unpack and install them with.</summary>
public sealed partial class PackagingTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [SkippableFact]
    public void TheSumsAreRightAndNameEveryPackage()
    {
        Require.Linux();
        string folder = Packages.Folder();

        ShellResult check = Shell.Run("sha256sum", ["-c", "--strict", "SHA256SUMS"], folder);

        check.MustSucceed();
        string version = XDocument.Load(Checkout.At("Directory.Build.props")).Descendants("Version").Single().Value;
        string[] packages = [$"SnapBack.{version}.nupkg", $"snapback-{version}-linux-x64.tar.gz", $"snapback-{version}-win-arm64.zip", $"snapback-{version}-win-x64.zip"];
        check.Lines.ShouldBe(packages.Select(name => $"{name}: OK"));
        Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).ShouldBe([.. packages, "SHA256SUMS"], ignoreOrder: true);
    }

    [SkippableTheory]
    [InlineData("win-x64.zip", "SnapBack", "snapback.exe", "e_sqlite3.dll")]
    [InlineData("win-arm64.zip", "SnapBack", null, "e_sqlite3.dll")]
    [InlineData("linux-x64.tar.gz", "snapback", "snapback", "libe_sqlite3.so")]
    public void APackageIsOneFolderWithTheProgramSqliteAndWhatIsWorthHavingWithoutANetwork(string package, string folder, string? program, string library)
    {
        Require.Linux();
        string file = Packages.Of(package);
        string[] command = package.EndsWith(".zip", StringComparison.Ordinal)
            ? [Require.Program("python3"), "-c", "import sys, zipfile; print(*[n for n in zipfile.ZipFile(sys.argv[1]).namelist() if n[-1] != '/'], sep='\\n')", file]
            : ["sh", "-c", "tar -tzf \"$1\" | grep -v '/$'", "sh", file];

        string[] names = Shell.Run(command[0], command[1..]).MustSucceed().Lines;

        names.ShouldAllBe(name => name.StartsWith(folder + "/", StringComparison.Ordinal));
        string[] besideProgram = [.. names.Select(name => name[(folder.Length + 1)..]).Where(name => !name.Contains('/', StringComparison.Ordinal))];
        ((string[])[library, "LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt"]).ShouldBeSubsetOf(besideProgram);
        if (program is not null)
        {
            besideProgram.ShouldBe([program, library, "LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt"], ignoreOrder: true);
        }
        else
        {
            // The host for this system can't be had everywhere: then the package says what it needs, and the documents' commands work all the same.
            (besideProgram.Contains("snapback.exe") || (besideProgram.Contains("snapback.cmd") && besideProgram.Contains("NEEDS-DOTNET-10.txt"))).ShouldBeTrue();
        }

        ((string[])["docs/first-night.md", "docs/errors.md", "docs/job.schema.json", "samples/schedule/nightly.json", "samples/schedule/backup.bat", "samples/quickstart/job.json"]).Select(name => $"{folder}/{name}")
            .ShouldBeSubsetOf(names);
        names.ShouldNotContain(name => name.Contains("/backup/", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void WhatIsUnpackedBelongsToRootAndOnlyItsOwnerCanWriteIt()
    {
        Require.Linux();
        Require.Root();

        Shell.Run("sh", ["-c", "umask 0; tar -xzf \"$1\" -C \"$2\"", "sh", Packages.Of("linux-x64.tar.gz"), _temp.Root]).MustSucceed();

        Shell.Run("find", [_temp.At("snapback"), "-perm", "/022", "-o", "!", "-uid", "0"]).MustSucceed().Lines.ShouldBeEmpty();
        Shell.Run("find", [_temp.At("snapback"), "-type", "f", "-perm", "/111"]).MustSucceed().Lines.ShouldBe([_temp.At("snapback", "snapback")]);
    }

    [SkippableFact]
    public void TheUnpackedProgramBacksUpAndLoadsNoLibraryFromAFolderThatOthersCanWriteTo()
    {
        Require.Linux();
        Shell.Run("tar", ["-xzf", Packages.Of("linux-x64.tar.gz"), "-C", _temp.Root]).MustSucceed();
        string program = _temp.At("snapback", "snapback");
        string hostile = _temp.Folder("hostile");
        _temp.File("hostile/libe_sqlite3.so", "not a library");
        _temp.File("hostile/.net/snapback/libe_sqlite3.so", "not a library");
        Shell.Run("chmod", ["-R", "777", hostile]).MustSucceed();
        string before = Listing(hostile);
        _temp.File("source/a.txt", "a");
        string calls = _temp.At("calls");
        Dictionary<string, string?> environment = new()
        {
            ["HOME"] = _temp.Folder("home"),
            ["XDG_STATE_HOME"] = _temp.Folder("state"),
            ["TMPDIR"] = hostile,
            ["TMP"] = hostile,
            ["TEMP"] = hostile,
            ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = hostile,
            ["LD_LIBRARY_PATH"] = null,
        };

        ShellResult run = Shell.Run(Require.Program("strace"), ["-f", "-qq", "-y", "-o", calls, "-e", "trace=openat", program, .. Backup()], _temp.Root, environment);

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        File.ReadAllText(_temp.At("copy", "a.txt")).ShouldBe("a");
        Listing(hostile).ShouldBe(before);
        string[] loaded = [.. LibraryOpened().Matches(File.ReadAllText(calls)).Select(call => call.Groups[1].Value).Distinct()];
        loaded.ShouldContain(_temp.At("snapback", "libe_sqlite3.so"));
        loaded.ShouldAllBe(file => file.StartsWith(_temp.At("snapback"), StringComparison.Ordinal) || file.StartsWith("/lib", StringComparison.Ordinal) || file.StartsWith("/usr/lib", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void TheToolIsInstalledByDotnetAndItsCommandIsSnapback()
    {
        Require.Linux();
        string tools = _temp.At("tools");
        Dictionary<string, string?> environment = new() { ["DOTNET_CLI_HOME"] = _temp.Folder("home"), ["NUGET_PACKAGES"] = _temp.Folder("packages"), ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" };

        Shell.Run("dotnet", ["tool", "install", "SnapBack", "--tool-path", tools, "--source", Packages.Folder()], _temp.Root, environment).MustSucceed();

        string version = XDocument.Load(Checkout.At("Directory.Build.props")).Descendants("Version").Single().Value;
        Shell.Run(Path.Join(tools, "snapback"), ["version"], environment: environment).MustSucceed().Output.ShouldStartWith($"snapback {version}");
        _temp.File("source/a.txt", "a");
        Shell.Run(Path.Join(tools, "snapback"), Backup(), environment: environment).MustEndWith(1);
        File.ReadAllText(_temp.At("copy", "a.txt")).ShouldBe("a");
    }

    [SkippableFact]
    public void TheSameContentsGiveTheSamePackageByteForByte()
    {
        Require.Linux();
        _temp.File("program/snapback", "program");
        _temp.File("program/snapback.exe", "program");
        _temp.File("program/libe_sqlite3.so", "library");
        _temp.File("program/e_sqlite3.dll", "library");

        Pack("first", "program").MustSucceed();
        Shell.Run("touch", [_temp.At("program", "snapback"), _temp.At("program", "e_sqlite3.dll")]).MustSucceed();
        Pack("second", "program").MustSucceed();

        File.ReadAllText(_temp.At("second", "SHA256SUMS")).ShouldBe(File.ReadAllText(_temp.At("first", "SHA256SUMS")));
        File.ReadAllLines(_temp.At("first", "SHA256SUMS")).Length.ShouldBe(2);
    }

    [SkippableFact]
    public void AProgramThatWouldHaveToUnpackSqliteIsNotPacked()
    {
        Require.Linux();
        _temp.File("alone/snapback", "program");
        _temp.File("alone/snapback.exe", "program");

        ShellResult refused = Pack("packages", "alone");

        refused.MustEndWith(1).Error.ShouldContain("does not hold both the program and e_sqlite3.dll");
    }

    private string[] Backup() =>
        ["backup", "--source", _temp.At("source"), "--destination", _temp.At("copy"), "--catalog", Path.Join(_temp.Folder("state"), "catalog.db"), "--snapshot", "never", "--no-progress"];

    private ShellResult Pack(string to, string program)
    {
        string packager = Checkout.At("artifacts", "bin", "SnapBack.Packager", "release", "packager.dll");
        Packages.Folder();
        string published = _temp.At(program);
        return Shell.Run(
            "dotnet", [packager, "1.2.3", _temp.Folder(to), $"win-x64={published}", $"linux-x64={published}"], Checkout.Root, new Dictionary<string, string?> { ["SOURCE_DATE_EPOCH"] = "1700000000" });
    }

    // Without the times of folders: the runtime opens a socket for debuggers there, and takes it away again.
    private static string Listing(string folder) => Shell.Run("find", [folder, "-type", "f", "-printf", "%p %s %T@\n", "-o", "-print"]).MustSucceed().Output;

    [GeneratedRegex("\"(/[^\"]*\\.so(?:\\.[0-9]+)*)\".* = [0-9]+<")]
    private static partial Regex LibraryOpened();
}
