using System.Text;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>File names made to take over a terminal or to forge a line of the log.</summary>
public sealed class HostileNameTests
{
    private const string Forged = "Run 7 ended: Completed, exit code 0";

    private static readonly string[] Names =
        ["\u001b[2J\u001b[31mred.txt", $"a\n{Forged}", "b\r\nResult: success, 999 files copied", "c\u009b31m.txt", "d\u202egnp.exe", "e\u0007\b\b.txt", "f\u2028g"];

    [SkippableTheory]
    [InlineData("--verbose")]
    [InlineData("--json")]
    [InlineData("--verbose", "--json")]
    [InlineData("--exit-codes", "robocopy")]
    public void NoNameReachesTheTerminalOrTheLogAsItIs(params string[] options)
    {
        using BackupBed bed = new();
        foreach (string name in Names)
        {
            bed.Write($"a/b/{name}", "hostile");
        }

        string failing = bed.In($"a/b/{Names[0]}");
        string[] wrapper = Strace.Failing("pread64", "EIO", failing);
        string[] more = [.. Names[1..].SelectMany(name => new[] { "-P", bed.In($"a/b/{name}") })];
        ShellResult run = bed.MirrorUnder([wrapper[0], .. more, .. wrapper[1..]], options);

        run.ExitCode.ShouldBe(8, run.Output + run.Error);
        run.Output.ShouldContain("red.txt");
        IsHarmless(run.Output);
        IsHarmless(run.Error);
        string log = string.Concat(Directory.GetFiles(Path.Join(bed.Program.State, "logs")).Select(File.ReadAllText));
        log.ShouldContain("red.txt");
        IsHarmless(log);
    }

    [SkippableTheory]
    [InlineData("ls", "last", "table")]
    [InlineData("files", "last", "table")]
    [InlineData("files", "last", "json")]
    [InlineData("ls", "last", "json")]
    [InlineData("runs", "--last=1", "table")]
    public void NoNameReachesTheTerminalFromTheCatalog(string command, string run, string format)
    {
        using BackupBed bed = new();
        foreach (string name in Names)
        {
            bed.Write($"a/b/{name}", "hostile");
        }

        bed.Mirror().MustEndWith(1);

        ShellResult answer = bed.Program.Run("catalog", "--catalog", bed.Program.Catalog, command, run, "--format", format).MustSucceed();

        IsHarmless(answer.Output);
        IsHarmless(answer.Error);
    }

    private static void IsHarmless(string text)
    {
        text.EnumerateRunes().Where(rune => IsControl(rune)).ShouldBeEmpty(text);
        text.Split('\n').ShouldAllBe(line => !line.StartsWith(Forged, StringComparison.Ordinal) && !line.StartsWith("Result: success, 999", StringComparison.Ordinal));
    }

    private static bool IsControl(Rune rune) =>
        (Rune.IsControl(rune) && rune.Value is not '\n') || rune.Value is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) or 0x2028 or 0x2029;
}
