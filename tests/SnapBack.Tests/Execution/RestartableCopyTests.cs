using System.Security.Cryptography;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Execution;

/// <summary>A big file that is cut off, and the try after that.</summary>
public sealed class RestartableCopyTests : IDisposable
{
    private const int Blocks = 4;
    private const long Size = (Blocks * (long)PartialCopy.BlockBytes) + 12345;

    private readonly EngineBed _bed = new() { HasPast = false };
    private readonly byte[] _content = RandomNumberGenerator.GetBytes((int)Size);

    public RestartableCopyTests()
    {
        File.WriteAllBytes(_bed.InSource("big"), _content);
        File.SetLastWriteTimeUtc(_bed.InSource("big"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _bed.Job = _bed.Job with { IsRestartable = true };

        // Shared blocks would bring the file over at once.
        _bed.SetUpDestination = tree => tree.MayClone = false;
    }

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void ACopyThatWasCutOffIsTakenUpWhereItStopped()
    {
        CutOff();
        Leftovers().ShouldBe([".snapback-part-", ".snapback-part-"]);

        EngineRun second = Complete(out int reads);

        second.Of("big").Outcome.ShouldBe(ActionOutcome.Done);
        reads.ShouldBeInRange(33, 40, "only the rest is read");
        RequireComplete(second);
    }

    [SkippableFact]
    public void ARetryOfTheSameRunTakesUpToo()
    {
        _bed.Job = _bed.Job with { Retry = 1 };
        _bed.SetUpSource = tree => tree.Fail(TreeOperation.Read, "big", ErrorKind.Network, times: 1, after: 100);

        EngineRun run = _bed.Run();

        run.Of("big").Attempts.ShouldBe(2);
        RequireComplete(run);
    }

    [SkippableTheory]
    [InlineData("content")]
    [InlineData("time")]
    [InlineData("another")]
    public void WhenTheSourceIsNotTheSameAnyMoreTheCopyBeginsAnew(string changed)
    {
        CutOff();
        string file = _bed.InSource("big");
        DateTime time = File.GetLastWriteTimeUtc(file);
        byte[] other = [.. _content];
        other[5] ^= 1;
        if (changed == "another")
        {
            File.Delete(file);
        }

        File.WriteAllBytes(file, other);
        File.SetLastWriteTimeUtc(file, changed == "time" ? time.AddSeconds(1) : time);

        EngineRun second = Complete(out _);

        File.ReadAllBytes(_bed.InDestination("big")).AsSpan().SequenceEqual(other).ShouldBeTrue();
        second.Troubles.ShouldBeEmpty();
        _bed.Leftovers().ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ABlockThatWasLostOnTheWayIsCopiedAgain(int block)
    {
        CutOff();
        string copy = _bed.Leftovers().Single(l => !l.Contains(".blocks", StringComparison.Ordinal));
        using (FileStream partial = new(copy, FileMode.Open))
        {
            partial.Position = (block * (long)PartialCopy.BlockBytes) + 7;
            partial.WriteByte((byte)(255 - _content[(int)partial.Position]));
        }

        RequireComplete(Complete(out _));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("nonsense")]
    public void AListThatIsDamagedIsWorthNothing(string list)
    {
        CutOff();
        File.WriteAllText(_bed.Leftovers().Single(l => l.Contains(".blocks", StringComparison.Ordinal)), list);

        RequireComplete(Complete(out _));
    }

    [SkippableFact]
    public void ALinkThatWasPlantedUnderTheNameIsNeverWrittenThrough()
    {
        string outside = Path.Join(_bed.Root, "outside");
        File.WriteAllText(outside, "untouched");
        CutOff();
        string copy = _bed.Leftovers().Single(l => !l.Contains(".blocks", StringComparison.Ordinal));
        File.Delete(copy);
        Shell.Run("ln", [outside, copy]).MustSucceed();

        RequireComplete(Complete(out _));
        File.ReadAllText(outside).ShouldBe("untouched");
    }

    [SkippableFact]
    public void WhatNoFileNeedsAnyMoreIsRemoved()
    {
        CutOff();
        File.Delete(_bed.InSource("big"));

        _bed.Run();

        _bed.Leftovers().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AJobThatIsNotRestartableRemovesWhatWasLeft()
    {
        CutOff();
        _bed.Job = _bed.Job with { IsRestartable = false };

        RequireComplete(Complete(out _));
    }

    [SkippableFact]
    public void ManyFilesAreTakenUpByManyThreads()
    {
        string[] files = ["a/big", "b/big", "c/big"];
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_bed.InSource(file))!);
            File.WriteAllBytes(_bed.InSource(file), _content);
        }

        _bed.Job = _bed.Job with { Threads = 4 };
        _bed.SetUpSource = tree => Array.ForEach(files, file => tree.Fail(TreeOperation.Read, file, ErrorKind.Network, after: 50));
        _bed.Run().Troubles.ShouldBe(["a/big Failed Network", "b/big Failed Network", "c/big Failed Network"]);
        _bed.Leftovers().Length.ShouldBe(6);
        _bed.SetUpSource = _ => { };

        EngineRun second = Complete(out _);

        second.Troubles.ShouldBeEmpty();
        Array.TrueForAll(files, f => File.ReadAllBytes(_bed.InDestination(f)).AsSpan().SequenceEqual(_content)).ShouldBeTrue();
        _bed.SourceTree!.Calls.Count(c => c == "Read a/big").ShouldBeLessThan(129 - 30);
        _bed.Leftovers().ShouldBeEmpty();
    }

    // The line goes down in the fourth block: a read is 256 KB.
    private void CutOff()
    {
        _bed.SetUpSource = tree => tree.Fail(TreeOperation.Read, "*", ErrorKind.Network, after: 112);
        _bed.Run().Of("big").Outcome.ShouldBe(ActionOutcome.Failed);
        _bed.SetUpSource = _ => { };
    }

    private EngineRun Complete(out int reads)
    {
        EngineRun run = _bed.Run();
        reads = _bed.SourceTree!.Calls.Count(c => c == "Read big");
        return run;
    }

    private void RequireComplete(EngineRun run)
    {
        File.ReadAllBytes(_bed.InDestination("big")).AsSpan().SequenceEqual(_content).ShouldBeTrue();
        run.Of("big").State!.Sha256.ShouldBe(SHA256.HashData(_content));
        _bed.Leftovers().ShouldBeEmpty();
    }

    private string[] Leftovers() => [.. _bed.Leftovers().Select(l => Path.GetFileName(l)[..".snapback-part-".Length])];
}
