using System.Security.Cryptography;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Planning;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Execution;

/// <summary>What the engine does about named streams, on a tree that keeps them as files with a colon in their names.</summary>
public sealed class NamedStreamTests : IDisposable
{
    private readonly EngineBed _bed = new() { HasStreams = true };

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData(VerifyMode.None)]
    [InlineData(VerifyMode.Written)]
    public void StreamsArriveWithTheirFileAndTheNextRunFindsNothingToDo(VerifyMode verify)
    {
        _bed.Job = _bed.Job with { Verify = verify };
        byte[] large = RandomNumberGenerator.GetBytes(600_001);
        _bed.Write("folder/a", "data");
        _bed.Write("folder/a:empty", string.Empty);
        File.WriteAllBytes(_bed.InSource("folder/a:large"), large);

        EngineRun run = _bed.Run();

        File.ReadAllText(_bed.InDestination("folder/a")).ShouldBe("data");
        File.ReadAllBytes(_bed.InDestination("folder/a:large")).ShouldBe(large);
        File.Exists(_bed.InDestination("folder/a:empty")).ShouldBeTrue();
        run.Of("folder/a").State!.Sha256.ShouldBe(SHA256.HashData("data"u8), "the hash speaks of the data alone");
        Decisions().ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("gone at the destination")]
    [InlineData("gone at the source")]
    [InlineData("of another length")]
    [InlineData("of another name")]
    public void AFileWhoseStreamsDifferIsCopiedWithThem(string how)
    {
        _bed.Write("a", "data");
        _bed.Write("a:note", "note");
        _bed.Run();
        _bed.HasPast = false;
        switch (how)
        {
            case "gone at the destination":
                File.Delete(_bed.InDestination("a:note"));
                break;
            case "gone at the source":
                File.Delete(_bed.InSource("a:note"));
                break;
            case "of another length":
                _bed.Write("a:note", "another note");
                break;
            default:
                File.Move(_bed.InSource("a:note"), _bed.InSource("a:other"));
                break;
        }

        Decisions().ShouldBe(["a Changed Copy"]);
        _bed.Run();

        Streams(_bed.Destination).ShouldBe(Streams(_bed.Source));
        Decisions().ShouldBeEmpty();
    }

    [SkippableFact]
    public void ContentOfAStreamThatChangedWithoutAnotherTraceIsFoundWhenTheFilesChangeTimeMoved()
    {
        string file = _bed.Write("a", "data");
        _bed.Write("a:note", "note");
        _bed.Run();
        _bed.Write("a:note", "NOTE");
        Shell.Run("chmod", ["a+r", file]).MustSucceed();

        EngineRun run = _bed.Run();

        (run.Of("a").Class, run.Of("a").Action).ShouldBe((FileClass.Modified, ActionKind.Copy));
        File.ReadAllText(_bed.InDestination("a:note")).ShouldBe("NOTE");
        Decisions().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFilesChangeTimeAloneIsNoReasonToCopyIt()
    {
        string file = _bed.Write("a", "data");
        _bed.Write("a:note", "note");
        _bed.Run();
        Shell.Run("chmod", ["a+r", file]).MustSucceed();

        EngineRun run = _bed.Run();

        run.Of("a").Action.ShouldBe(ActionKind.Recheck);
        run.Done.FilesCopied.ShouldBe(0);
    }

    [SkippableFact]
    public void StreamsOfFoldersArriveAndGoAgain()
    {
        _bed.Write("folder/a", "data");
        _bed.Write("folder/:icon", "icon");
        _bed.Write(":root", "of the root");

        _bed.Run();
        Streams(_bed.Destination).ShouldBe(Streams(_bed.Source));
        Decisions().ShouldBeEmpty();
        File.Delete(_bed.InSource("folder/:icon"));
        _bed.Write("folder/:other", "other");
        _bed.Run();

        Streams(_bed.Destination).ShouldBe(Streams(_bed.Source));
        Decisions().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFolderWithStreamsIsDeletedWithThem()
    {
        _bed.Write("stays", "data");
        _bed.Write("folder/:icon", "icon");
        _bed.Write("folder/a:note", "note");
        _bed.Write("folder/a", "data");
        _bed.Run();
        Shell.Run("rm", ["-r", _bed.InSource("folder")]).MustSucceed();

        _bed.Run();

        Directory.Exists(_bed.InDestination("folder")).ShouldBeFalse();
    }

    [SkippableFact]
    public void AStreamThatCanNotBeReadFailsItsFileAndTheOldCopyStays()
    {
        _bed.Write("a", "old");
        _bed.Write("a:note", "note");
        _bed.Run();
        _bed.Write("a", "new data");
        File.Delete(_bed.InSource("a:note"));
        Directory.CreateDirectory(_bed.InSource("a:note"));

        EngineRun run = _bed.Run();

        run.Of("a").Outcome.ShouldBe(ActionOutcome.Failed);
        run.Of("a").Error!.Kind.ShouldBe(ErrorKind.WrongKind);
        File.ReadAllText(_bed.InDestination("a")).ShouldBe("old");
        File.ReadAllText(_bed.InDestination("a:note")).ShouldBe("note");
        Directory.GetFiles(_bed.Destination, ".snapback-*").ShouldBeEmpty();
    }

    private static string[] Streams(string root) =>
    [
        .. Directory.GetFiles(root, "*:*", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(root, file)}={File.ReadAllText(file)}")
            .Order(StringComparer.Ordinal),
    ];

    private string[] Decisions() => [.. _bed.Decide().Lines.Where(line => !line.EndsWith(" None", StringComparison.Ordinal))];
}
