using System.Security.Cryptography;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Execution;

public sealed class FileCopierTests : IDisposable
{
    private const int Mebibyte = 1024 * 1024;

    private readonly EngineBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_000_003)]
    public void ContentOfEverySizeArrivesWithItsHash(int size)
    {
        byte[] content = RandomNumberGenerator.GetBytes(size);
        File.WriteAllBytes(_bed.InSource("a"), content);

        EngineRun run = _bed.Run();

        File.ReadAllBytes(_bed.InDestination("a")).ShouldBe(content);
        run.Of("a").State!.Sha256.ShouldBe(SHA256.HashData(content));
        run.Of("a").Bytes.ShouldBe(size);
        run.Done.BytesMoved.ShouldBe(size);
        Handles().ShouldBe(0);
    }

    // Length, then where data lies, in units of 1 MiB; each stretch is 5,000 bytes.
    [SkippableTheory]
    [InlineData("only a hole", 50)]
    [InlineData("a hole at the end", 8, 0)]
    [InlineData("a hole at the start", 8, 7)]
    [InlineData("many holes", 9, 0, 2, 4, 6, 8)]
    public void HolesStayHolesAndCountAsZerosInTheHash(string shape, int length, params int[] data)
    {
        using (FileStream file = File.Create(_bed.InSource(shape)))
        {
            file.SetLength((length * (long)Mebibyte) + 1);
            foreach (int at in data)
            {
                file.Position = at * (long)Mebibyte;
                file.Write(RandomNumberGenerator.GetBytes(5000));
            }
        }

        EngineRun run = _bed.Run();

        byte[] content = File.ReadAllBytes(_bed.InSource(shape));
        File.ReadAllBytes(_bed.InDestination(shape)).AsSpan().SequenceEqual(content).ShouldBeTrue();
        run.Of(shape).State!.Sha256.ShouldBe(SHA256.HashData(content));
        Blocks(_bed.InDestination(shape)).ShouldBeLessThanOrEqualTo(Blocks(_bed.InSource(shape)) + 16);
    }

    [SkippableFact]
    public void WithoutHolesAFileIsAllZerosAndOfTheSameHash()
    {
        using (FileStream file = File.Create(_bed.InSource("holes")))
        {
            file.SetLength(4L * Mebibyte);
        }

        _bed.Job = _bed.Job with { KeepsHoles = false, SharesBlocks = false };
        EngineRun run = _bed.Run();

        Blocks(_bed.InSource("holes")).ShouldBeLessThan(16);
        Blocks(_bed.InDestination("holes")).ShouldBeGreaterThanOrEqualTo(4 * Mebibyte / 512);
        run.Of("holes").State!.Sha256.ShouldBe(SHA256.HashData(new byte[4 * Mebibyte]));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void BlocksAreSharedOnlyWhereTheJobAllowsIt(bool isAllowed)
    {
        using LoopVolume volume = LoopVolume.Create(VolumeKind.Btrfs);
        using EngineBed bed = new(volume.MountPoint);
        File.WriteAllBytes(bed.InSource("a"), RandomNumberGenerator.GetBytes(Mebibyte));
        bed.Job = bed.Job with { SharesBlocks = isAllowed };

        EngineRun run = bed.Run();

        // What was shared never passed through, so there is no hash of it.
        (run.Of("a").State!.Sha256 is null).ShouldBe(isAllowed);
        File.ReadAllBytes(bed.InDestination("a")).ShouldBe(File.ReadAllBytes(bed.InSource("a")));
    }

    [SkippableTheory]
    [InlineData("longer")]
    [InlineData("shorter")]
    [InlineData("empty")]
    [InlineData("rewritten")]
    public void AFileThatChangesWhileItIsReadFailsAndTheOldCopyStays(string change)
    {
        BigFile(1);
        _bed.Run();
        byte[] old = File.ReadAllBytes(_bed.InDestination("big"));
        BigFile(2);
        _bed.IsLive = true;
        _bed.SetUpSource = source => source.Before(TreeOperation.Read, "big", () => Change(change), times: 1, after: 2);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["big Failed ChangedWhileRead"]);
        File.ReadAllBytes(_bed.InDestination("big")).AsSpan().SequenceEqual(old).ShouldBeTrue();
        _bed.Leftovers().ShouldBeEmpty();
        Handles().ShouldBe(0);
    }

    [SkippableFact]
    public void AFileThatHoldsStillAtTheSecondTryIsCopied()
    {
        BigFile(1);
        _bed.IsLive = true;
        _bed.Job = _bed.Job with { Retry = 1 };
        _bed.SetUpSource = source => source.Before(TreeOperation.Read, "big", () => Change("rewritten"), times: 1);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBeEmpty();
        run.Of("big").Attempts.ShouldBe(2);
        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
    }

    [SkippableFact]
    public void AByteThatTurnsBetweenWritingAndReadingBackIsFound()
    {
        BigFile(1);
        _bed.Job = _bed.Job with { Verify = VerifyMode.Written };
        _bed.Run().Troubles.ShouldBeEmpty();
        BigFile(2);
        byte[] old = File.ReadAllBytes(_bed.InDestination("big"));
        _bed.SetUpDestination = destination => destination.Before(TreeOperation.FlushFile, "<tmp>", FlipAByte, times: 1);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["big Failed VerifyMismatch"]);
        File.ReadAllBytes(_bed.InDestination("big")).AsSpan().SequenceEqual(old).ShouldBeTrue();
        _bed.Leftovers().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFileThatFailedHalfWayDoesNotSpoilTheHashOfTheNext()
    {
        using LoopVolume volume = LoopVolume.Create(VolumeKind.Btrfs, 200);
        using EngineBed bed = new(volume.MountPoint);
        File.WriteAllBytes(bed.InSource("a"), new byte[Mebibyte]);
        File.WriteAllBytes(bed.InSource("b"), RandomNumberGenerator.GetBytes(Mebibyte));
        bed.Job = bed.Job with { Verify = VerifyMode.Written, Threads = 1 };
        bed.SetUpDestination = destination => destination.Fail(TreeOperation.Read, "<tmp>", ErrorKind.ReadFault, times: 1, after: 2);

        EngineRun run = bed.Run();

        run.Troubles.ShouldBe(["a Failed ReadFault"], "b was cloned, so its hash is made for the comparison alone");
        run.Of("b").State!.Sha256.ShouldBeNull();
    }

    [SkippableFact]
    public void WhereBlocksCanBeSharedACopyTakesNoRoom()
    {
        using LoopVolume volume = LoopVolume.Create(VolumeKind.Btrfs, 200);
        using EngineBed bed = new(volume.MountPoint);
        File.WriteAllBytes(bed.InSource("a"), RandomNumberGenerator.GetBytes(8 * Mebibyte));

        bed.Run().Troubles.ShouldBeEmpty();

        bed.DestinationTree!.Calls.ShouldNotContain(c => c.StartsWith("Write ", StringComparison.Ordinal));
        Rsync.Differences(bed.Source, bed.Destination).ShouldBeEmpty();
        Shell.Run("filefrag", ["-v", bed.InDestination("a")]).MustSucceed().Output.ShouldContain("shared");
    }

    [SkippableFact]
    public void AReadThatFailsOnceIsTriedAgainAndOneThatKeepsFailingIsRecorded()
    {
        BigFile(1);
        _bed.Write("ok");
        _bed.Job = _bed.Job with { Retry = 2 };
        _bed.SetUpSource = source => source.Fail(TreeOperation.Read, "big", ErrorKind.ReadFault, times: 2, after: 3);
        EngineRun passing = _bed.Run();
        passing.Troubles.ShouldBeEmpty();
        passing.Of("big").Attempts.ShouldBe(3);

        BigFile(2);
        _bed.SetUpSource = source => source.Fail(TreeOperation.Read, "big", ErrorKind.ReadFault, after: 3);
        EngineRun failing = _bed.Run();

        failing.Troubles.ShouldBe(["big Failed ReadFault"]);
        failing.Of("big").Attempts.ShouldBe(3);
        _bed.Leftovers().ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData(TreeOperation.CreateFile, ErrorKind.DiskFull)]
    [InlineData(TreeOperation.Write, ErrorKind.DiskFull)]
    [InlineData(TreeOperation.Write, ErrorKind.WriteFault)]
    [InlineData(TreeOperation.SetMetadata, ErrorKind.MetadataNotApplied)]
    [InlineData(TreeOperation.FlushFile, ErrorKind.WriteFault)]
    public void AWriteThatFailsLeavesTheOldCopyAndNoTemporaryName(TreeOperation operation, ErrorKind kind)
    {
        BigFile(1);
        _bed.Run();
        byte[] old = File.ReadAllBytes(_bed.InDestination("big"));
        BigFile(2);
        _bed.SetUpDestination = destination => destination.Fail(operation, "<tmp>", kind);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe([$"big Failed {kind}"]);
        run.Of("big").State.ShouldBeNull();
        File.ReadAllBytes(_bed.InDestination("big")).AsSpan().SequenceEqual(old).ShouldBeTrue();
        _bed.Leftovers().ShouldBeEmpty();
        Handles().ShouldBe(0);
    }

    private static long Blocks(string path) => long.Parse(Shell.Run("stat", ["-c", "%b", path]).MustSucceed().Output, System.Globalization.CultureInfo.InvariantCulture);

    private int Handles() => _bed.SourceTree!.OpenHandles + _bed.DestinationTree!.OpenHandles;

    private void BigFile(int seed)
    {
        byte[] content = new byte[3 * Mebibyte];
        new Random(seed).NextBytes(content);
        File.WriteAllBytes(_bed.InSource("big"), content);
    }

    private void Change(string change)
    {
        using FileStream file = new(_bed.InSource("big"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        switch (change)
        {
            case "longer":
                file.Position = file.Length;
                file.Write(new byte[100]);
                break;
            case "shorter":
                file.SetLength(2 * Mebibyte);
                break;
            case "empty":
                file.SetLength(0);
                break;
            default:
                file.Write(new byte[100]);
                break;
        }
    }

    private void FlipAByte()
    {
        string temporary = _bed.Leftovers().Single();
        using FileStream file = new(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = Mebibyte;
        int was = file.ReadByte();
        file.Position = Mebibyte;
        file.WriteByte((byte)(was ^ 1));
    }
}
