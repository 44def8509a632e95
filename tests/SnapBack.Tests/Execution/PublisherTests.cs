using Shouldly;
using SnapBack.Errors;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Execution;

public sealed class PublisherTests : IDisposable
{
    private readonly EngineBed _bed = new();

    public PublisherTests()
    {
        _bed.Job = _bed.Job with { Threads = 1 };
    }

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void AFewFilesAreFlushedEachBeforeTheyAreNamed()
    {
        Files(3, "new");

        _bed.Run().Troubles.ShouldBeEmpty();

        Calls("FlushFile", "Publish").ShouldBe(["FlushFile <tmp>", "FlushFile <tmp>", "FlushFile <tmp>", "Publish f0", "Publish f1", "Publish f2"]);
    }

    [SkippableFact]
    public void ManyFilesShareOneFlushOfTheVolumeBeforeAnyOfThemIsNamed()
    {
        Files(40, "new");

        _bed.Run().Troubles.ShouldBeEmpty();

        string[] calls = Calls("FlushFile", "FlushVolume", "Publish");
        calls[0].ShouldBe("FlushVolume .");
        calls[1..41].ShouldAllBe(c => c.StartsWith("Publish", StringComparison.Ordinal));
        calls[41..].ShouldBe(["FlushVolume ."], "names and times are durable before the run says so");
    }

    [SkippableFact]
    public void WhereTheVolumeCanNotBeFlushedEveryFileAndFolderIs()
    {
        Files(20, "new");
        _bed.Write("sub/x");
        _bed.Run();
        Files(20, "newer");
        _bed.Write("sub/x", "newer");
        _bed.SetUpDestination = destination => destination.ShownTraits = _bed.KnownTraits! with { HasVolumeFlush = false };

        _bed.Run().Troubles.ShouldBeEmpty();

        Calls("FlushVolume").ShouldBeEmpty();
        Calls("FlushFile").Length.ShouldBe(21);
        string[] calls = Calls("FlushFolder", "Publish");
        calls.ShouldContain("FlushFolder .");
        Array.IndexOf(calls, "FlushFolder sub").ShouldBeGreaterThan(Array.IndexOf(calls, "Publish sub/x"));
    }

    [SkippableFact]
    public void WhenTheVolumeCanNotBeFlushedNothingOfTheGroupTakesTheOldVersionsPlace()
    {
        Files(40, "old");
        _bed.Run();
        Files(40, "new");
        _bed.SetUpDestination = destination => destination.Fail(TreeOperation.FlushVolume, ".", ErrorKind.WriteFault, times: 1);

        EngineRun run = _bed.Run();

        run.Troubles.Length.ShouldBe(40);
        run.Troubles.ShouldAllBe(t => t.EndsWith("Failed WriteFault", StringComparison.Ordinal));
        Calls("Publish").ShouldBeEmpty();
        ShouldAllHold(40, "old");
        _bed.Leftovers().ShouldBeEmpty();
        run.Records.ShouldAllBe(r => r.State == null || r.Path.IsRoot, "the record keeps to what is there");
    }

    [SkippableFact]
    public void AFileWhoseFlushFailsKeepsItsOldVersionAndTheOthersAreNamed()
    {
        Files(3, "old");
        _bed.Run();
        Files(3, "new");
        _bed.SetUpDestination = destination => destination.Fail(TreeOperation.FlushFile, "<tmp>", ErrorKind.WriteFault, times: 1, after: 1);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["f1 Failed WriteFault"]);
        File.ReadAllText(_bed.InDestination("f0")).ShouldBe("new");
        File.ReadAllText(_bed.InDestination("f1")).ShouldBe("old");
        File.ReadAllText(_bed.InDestination("f2")).ShouldBe("new");
        _bed.Leftovers().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFileThatCanNotBeNamedFailsAlone()
    {
        Files(20, "old");
        _bed.Run();
        Files(20, "new");
        _bed.SetUpDestination = destination => destination.Fail(TreeOperation.Publish, "f7", ErrorKind.InUse);

        _bed.Run().Troubles.ShouldBe(["f7 Failed InUse"]);

        File.ReadAllText(_bed.InDestination("f7")).ShouldBe("old");
        _bed.Leftovers().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFolderThatIsSwappedForALinkBeforeTheNamingGetsNothing()
    {
        _bed.Write("sub/x", "new");
        string outside = Directory.CreateDirectory(Path.Join(_bed.Root, "outside")).FullName;
        _bed.SetUpDestination = destination => destination.Before(TreeOperation.FlushFile, "sub/<tmp>", Swap, times: 1);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldContain("sub/x Failed LinkInPath");
        Directory.EnumerateFileSystemEntries(outside).ShouldBeEmpty();

        void Swap()
        {
            Directory.Move(_bed.InDestination("sub"), Path.Join(_bed.Root, "away"));
            File.CreateSymbolicLink(_bed.InDestination("sub"), outside);
        }
    }

    [SkippableFact]
    public void OpenFilesStayFewHoweverManyWaitForTheirNames()
    {
        Files(300, "new");
        int most = 0;
        _bed.SetUpDestination = destination => destination.Before(TreeOperation.CreateFile, "<tmp>", () => most = Math.Max(most, destination.OpenHandles));

        _bed.Run().Troubles.ShouldBeEmpty();

        most.ShouldBeLessThan(20);
        _bed.DestinationTree!.OpenHandles.ShouldBe(0);
    }

    private string[] Calls(params string[] kinds) => [.. _bed.DestinationTree!.Calls.Where(c => kinds.Contains(c.Split(' ')[0]))];

    private void Files(int count, string text)
    {
        for (int i = 0; i < count; i++)
        {
            _bed.Write($"f{i}", text);
        }
    }

    private void ShouldAllHold(int count, string text) =>
        Enumerable.Range(0, count).ShouldAllBe(i => File.ReadAllText(_bed.InDestination($"f{i}")) == text);
}
