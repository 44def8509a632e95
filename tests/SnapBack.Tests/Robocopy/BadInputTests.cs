using System.Text;
using Shouldly;
using SnapBack.TestKit;
using SnapBack.Tests.Cli;
using Xunit;

namespace SnapBack.Tests.Robocopy;

/// <summary>Damaged command lines and job files: a message and exit code 16, never a stack trace, never a file touched.</summary>
public sealed class BadInputTests : IDisposable
{
    private static readonly string[] Fragments =
    [
        "/", "/:", "/FOO", "/R", "/R:", "/R:-1", "/W:1e9", "/MT:0", "/MT:999", "/COPY:Q", "/LEV:x", "/MAXAGE:99999999", "/RH:9999-0000", "\"", "a\" /MIR", string.Empty, "/XF:", "/LOG", "/JOB:none",
        "/MIR:", "/IPG:1", "/LFSM:0x", "/VSS:maybe", "/MAXDELETE:-5", "/\u0000", "/\uD800", "//", "/DCOPY:", "*", "?", "..", "a\nb", "\u001b[31m", "/IF:", "/A+", "/A-:", "/256", "/EFSRAW",
        "/MAX:99999999999999999999", "/Threshold:K", "/SPARSE:2", "/QUIT:", "/STRICT:no", "/CATALOG:", "/SAVE", "/NOSD:", "/SECFIX", "/MON:0", "/MOT:-1", "\\", "~",
    ];

    private readonly TempFolder _folder = new();

    public BadInputTests()
    {
        _folder.File("from/a.txt", "a");
        _folder.File("to/old.txt", "old");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TwoHundredDamagedLinesAreRefusedInWords()
    {
        Random random = new(20260421);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            refused += IsRefused(Damaged(random)) ? 1 : 0;
        }

        refused.ShouldBeGreaterThan(200);
        ShouldBeUntouched();
    }

    [Fact]
    public void TwoHundredDamagedJobFilesAreRefusedInWords()
    {
        Random random = new(20260422);
        byte[] valid = Encoding.UTF8.GetBytes(
            $":: job\r\n\t/SD:{_folder.At("from")}\t:: s\r\n\t/DD:{_folder.At("to")}\r\n\t/IF\r\n\t\t*.txt\r\n\t/XD\r\n\t\tTemp\r\n\t/MIR\r\n\t/R:3\r\n\t/W:5\r\n\t/COPY:DAT\r\n\t/MAXAGE:30\r\n");
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. valid];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                int at = random.Next(damaged.Length);
                damaged = random.Next(4) switch
                {
                    0 => [.. damaged[..at], (byte)random.Next(256), .. damaged[at..]],
                    1 => [.. damaged[..at], .. damaged[Math.Min(damaged.Length, at + random.Next(1, 9))..]],
                    2 => [.. damaged[..at], .. Encoding.UTF8.GetBytes($"\n{Fragments[random.Next(Fragments.Length)]}\n"), .. damaged[at..]],
                    _ => [.. damaged[..at], (byte)random.Next(256), .. damaged[Math.Min(damaged.Length, at + 1)..]],
                };
                damaged = damaged.Length == 0 ? [(byte)'/'] : damaged;
            }

            string file = _folder.At("job.RCJ");
            File.WriteAllBytes(file, damaged);
            refused += IsRefused([$"/JOB:{file}"]) ? 1 : 0;
            File.Delete(file);
        }

        refused.ShouldBeGreaterThan(200);
        ShouldBeUntouched();
    }

    private string[] Damaged(Random random)
    {
        List<string> words = [_folder.At("from"), _folder.At("to"), "*.txt", "/MIR", "/XO", "/XF", "*.tmp", "/R:1", "/W:1", "/MT:4", "/NP"];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(words.Count);
            switch (random.Next(3))
            {
                case 0:
                    words.Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 1:
                    words[at] = Fragments[random.Next(Fragments.Length)];
                    break;
                default:
                    string word = words[at];
                    words[at] = word.Length == 0 ? "/" : word.Insert(random.Next(word.Length), ((char)random.Next(1, 256)).ToString());
                    break;
            }
        }

        return [.. words];
    }

    // A damage may leave a good line: then a run is begun, which does nothing here.
    private bool IsRefused(string[] words)
    {
        string shown = string.Join(' ', words);
        CliCall call = CliCall.With(environment => environment with { RunJob = (job, _, _, _) => SomeRun.Result(job) }, ["robocopy", $"/CATALOG:{_folder.At("state", "c.db")}", .. words]);

        call.ExitCode.ShouldBeOneOf([0, 16], $"{shown}\n{call.Output}{call.Error}");
        (call.Output + call.Error).ShouldNotContain("   at ");
        (call.Output + call.Error).ShouldNotContain("bug");
        if (call.ExitCode == 16)
        {
            call.Error.ShouldStartWith("snapback: SB10", Case.Sensitive, shown);
            call.Error.ShouldContain("Nothing was touched");
            call.Output.Where(char.IsControl).Except(Environment.NewLine).ShouldBeEmpty(shown);
        }

        return call.ExitCode == 16;
    }

    private void ShouldBeUntouched()
    {
        Directory.EnumerateFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(_folder.Root, p).Replace('\\', '/'))
            .Where(p => !p.StartsWith("state", StringComparison.Ordinal))
            .ShouldBe(["from", "from/a.txt", "to", "to/old.txt"], ignoreOrder: true);
        File.ReadAllText(_folder.At("to/old.txt")).ShouldBe("old");
    }
}
