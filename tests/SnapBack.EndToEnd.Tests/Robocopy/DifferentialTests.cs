using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Robocopy;

/// <summary>
/// The real robocopy.exe beside SnapBack, on twin trees: the same tree, exit code and log. Runs on Windows only. What is known to differ is
/// taken out before the comparison: dates, speeds, counts of folders with /MT, and SnapBack's own lines behind the summary.
/// </summary>
public sealed partial class DifferentialTests : IDisposable
{
    private readonly TempFolder _temp = new();

    // Switches beside /STRICT /R:0 /W:0 /NP; the tree of Prepare has a file of every class.
    public static TheoryData<string> Lines =>
    [
        "", "/S", "/E", "/E /LEV:1", "/E /LEV:2", "/PURGE", "/E /PURGE", "/MIR", "/MIR /XX", "/MIR /XL", "/MIR /L", "/E /L", "/E /L /V", "/E /V", "/E /X", "/E /TS", "/E /FP", "/E /BYTES", "/E /NS",
        "/E /NC", "/E /NFL", "/E /NDL", "/E /NFL /NDL", "/E /NJH", "/E /NJS", "/E /XO", "/E /XN", "/E /XC", "/E /XO /XN /XC", "/E /XL", "/E /IS", "/E /IT", "/E /IM", "/E /IS /IT",
        "/E /MAX:5", "/E /MIN:5", "/E /MAXAGE:20240101", "/E /MINAGE:20240101", "/E /XF *.tmp", "/E /XD sub", "/MIR /XF *.tmp extra.txt", "/MIR /XD sub extradir", "/E /IA:R", "/E /XA:H", "/E /A", "/E /A-:R",
        "/E /A+:H", "/E /FFT", "/E /DST", "/E /CREATE", "/MOV", "/E /MOV", "/E /MOVE", "/E /Z", "/E /J", "/E /Z /J", "/E /NOCOPY /PURGE", "/E /COPY:D", "/E /COPY:DT", "/E /COPY:T", "/E /DCOPY:T", "/E /DCOPY:DAT",
        "/E /NODCOPY", "/E /TIMFIX", "*.txt /E", "*.txt /MIR", "*. /E", "*.* /E", "nothing.* /E", "/E /XJ", "/E /SL", "/E /SJ", "/E /XJD", "/E /XJF", "/E /MT:4", "/MIR /MT:4", "/E /QUIT", "/FOO", "/R:x",
    ];

    public void Dispose() => _temp.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Lines))]
    public void BothDoTheSame(string switches)
    {
        Require.Windows();
        string robocopy = Path.Join(Environment.SystemDirectory, "robocopy.exe");
        Side theirs = Prepare("theirs");
        Side ours = Prepare("ours");
        string[] words = [.. switches.Split(' ', StringSplitOptions.RemoveEmptyEntries), "/R:0", "/W:0", "/NP"];
        SnapBackProgram program = new(_temp.Folder("state"));

        ShellResult their = Shell.Run(robocopy, [theirs.Source, theirs.Destination, .. words, $"/UNILOG:{theirs.Log}"]);
        ShellResult our = program.Run(["robocopy", ours.Source, ours.Destination, .. words, $"/UNILOG:{ours.Log}", "/STRICT", $"/CATALOG:{program.Catalog}"]);

        our.ExitCode.ShouldBe(their.ExitCode, our.Output + our.Error);
        Describe(ours.Destination).ShouldBe(Describe(theirs.Destination));
        Describe(ours.Source).ShouldBe(Describe(theirs.Source));
        if (their.ExitCode < 16)
        {
            Normalised(ours).ShouldBe(Normalised(theirs), ignoreOrder: words.Any(w => w.StartsWith("/MT", StringComparison.Ordinal)));
        }
    }

    private static string[] Describe(string root) => !Directory.Exists(root) ? ["(missing)"] :
    [
        .. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Where(p => !Path.GetRelativePath(root, p).StartsWith(".snapback", StringComparison.Ordinal))
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(p => Describe(root, p)),
    ];

    private static string Describe(string root, string path)
    {
        FileInfo info = new(path);
        string link = info.LinkTarget is { } target ? $" -> {target}" : string.Empty;
        string content = info.Exists && link.Length == 0 ? $" {File.ReadAllText(path)} {info.LastWriteTimeUtc:O}" : string.Empty;
        return $"{Path.GetRelativePath(root, path)} {info.Attributes}{link}{content}";
    }

    private static string[] Normalised(Side side) =>
    [
        .. File.ReadAllText(side.Log, Encoding.Unicode).Split("\r\n")
            .TakeWhile(l => !l.StartsWith("   Ended :", StringComparison.Ordinal))
            .Where(l => !Varying().IsMatch(l))
            .Select(l => l.Replace(side.Root, "ROOT", StringComparison.OrdinalIgnoreCase).Replace(" /STRICT", string.Empty, StringComparison.Ordinal).TrimEnd())
            .Where(l => l.Length > 0),
    ];

    [GeneratedRegex(@"^\s*(Started|Speed|Times) :")]
    private static partial Regex Varying();

    private static void Write(string side, string path, string text, int day = 0, FileAttributes attributes = FileAttributes.Archive)
    {
        RobocopyBed.Write(side, path, text, RobocopyBed.Usual.AddDays(day));
        File.SetAttributes(Path.Join(side, path), attributes);
    }

    // A file of every class, and one for every filter.
    private Side Prepare(string name)
    {
        Side side = new(_temp.At(name), _temp.At(name, "source"), _temp.At(name, "destination"), _temp.At($"{name}.log"));
        Write(side.Source, "lonely.txt", "lonely");
        Write(side.Source, "lonely.tmp", "temporary");
        Write(side.Source, "noextension", "x");
        Write(side.Source, "hidden.txt", "hidden", 0, FileAttributes.Hidden);
        Write(side.Source, "readonly.txt", "readonly", 0, FileAttributes.ReadOnly | FileAttributes.Archive);
        Write(side.Source, "old.txt", "old", -1000);
        Write(side.Source, "newer.txt", "newer", 2);
        Write(side.Destination, "newer.txt", "before");
        Write(side.Source, "older.txt", "older");
        Write(side.Destination, "older.txt", "later", 2);
        Write(side.Source, "changed.txt", "changed");
        Write(side.Destination, "changed.txt", "other size");
        Write(side.Source, "tweaked.txt", "tweaked", 0, FileAttributes.Hidden | FileAttributes.Archive);
        Write(side.Destination, "tweaked.txt", "tweaked");
        Write(side.Source, "same.txt", "same");
        Write(side.Destination, "same.txt", "same");
        Write(side.Source, "clash", "a file");
        Directory.CreateDirectory(Path.Join(side.Destination, "clash"));
        Write(side.Destination, "extra.txt", "extra");
        Write(side.Destination, "extradir/sub/deep.txt", "deep");
        Write(side.Source, "sub/one.txt", "one");
        Write(side.Source, "sub/deep/two.txt", "two");
        Directory.CreateDirectory(Path.Join(side.Source, "empty"));
        return side;
    }

    private sealed record Side(string Root, string Source, string Destination, string Log);
}
