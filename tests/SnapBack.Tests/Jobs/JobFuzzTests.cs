using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class JobFuzzTests : IDisposable
{
    private const string Valid = """
        // A job with something of everything.
        {
          "name": "näme", "pairs": [{ "source": "a", "destination": "b" }, { "source": "/c/../d", "destination": "./e" }],
          "mode": "mirror", "snapshot": "prefer", "snapshotProvider": "btrfs", "includeFile": ["*.*", "x/*"], "excludeFile": "*.tmp", "excludeDir": ["cache", "/d/x"],
          "minSize": 1, "maxSize": "10G", "minAge": 1, "maxAge": "20200101", "includeAttributes": "RA", "excludeAttributes": "T", "threads": 2,
          "bandwidth": "20M", "retry": 1, "retryWait": 2, "verify": "none", "maxDelete": "50%", "exitCodes": "simple", "catalog": "c.db", "log": "l\u0061.log",
        }
        """;

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "//", "/*", "*/", "null", "true", "-1", "1e999", "\\ud800", "\\u0000", "\0", "\u2028", "\uFEFF", "\r", "\n", "~/", "C:", "D:\\\\", "..", "%",
        "\"source\":\"x\"", "\"plan\":1", "99999999999999999999", "\u00e4", "\U0001F600",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheUnchangedTextIsAJob()
    {
        Load(Encoding.UTF8.GetBytes(Valid)).ShouldBeTrue();
    }

    [Fact]
    public void RandomBytesGiveAnErrorThatPeopleCanRead()
    {
        Prop.ForAll<byte[]>(bytes => Load(bytes ?? []) || true).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void AMutatedJobIsAJobOrAnErrorThatPeopleCanRead()
    {
        Random random = new(20260115);
        int jobs = 0;
        for (int i = 0; i < 2000; i++)
        {
            jobs += Load(Mutate(random)) ? 1 : 0;
        }

        // Both ends must be met, or the mutations are too tame or too wild to find anything.
        jobs.ShouldBeInRange(50, 1950);
    }

    [Fact]
    public void EveryBeginningOfAJobIsRefused()
    {
        byte[] all = Encoding.UTF8.GetBytes(Valid);
        for (int length = 0; length < all.Length - 1; length++)
        {
            Load(all[..length]).ShouldBeFalse();
        }
    }

    [Fact]
    public void AnyTextOnTheCommandLineGivesAJobOrAnErrorThatPeopleCanRead()
    {
        Prop.ForAll<string?, string?, string?>((a, b, c) =>
        {
            JobOverrides[] cases =
            [
                new() { Source = a, Destination = b, Name = c },
                new() { Source = "/s", Destination = "/d", Bandwidth = a, MaxAge = b, MaxDelete = c },
                new() { Source = "/s", Destination = "/d", ExcludeDir = a is null ? null : [a], ExcludeFile = b is null ? [] : [b, "x"], Threads = c },
                new() { Source = "/s", Destination = "/d", Mode = a, Catalog = b, IncludeAttributes = c },
            ];
            return cases.All(o => IsJobOrReadable(() => JobFile.FromOverrides(o), out _));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static byte[] Mutate(Random random)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(Valid)];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes[at] = (byte)random.Next('0', '9' + 1);
                    break;
            }

            if (bytes.Count == 0)
            {
                break;
            }
        }

        return [.. bytes];
    }

    private static bool IsJobOrReadable(Func<Job> load, out bool isJob)
    {
        isJob = false;
        try
        {
            isJob = load().Pairs.Count > 0;
            return isJob;
        }
        catch (SnapBackException e)
        {
            e.Message.ShouldEndWith("nothing was touched.");
            e.Message.Any(char.IsControl).ShouldBeFalse(e.Message);
            return true;
        }
    }

    private bool Load(byte[] bytes)
    {
        string path = _folder.At("fuzz.json");
        File.WriteAllBytes(path, bytes);
        IsJobOrReadable(() => JobFile.Load(path, JobOverrides.None), out bool isJob).ShouldBeTrue();
        return isJob;
    }
}
