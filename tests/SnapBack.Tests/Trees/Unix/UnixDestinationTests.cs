using Shouldly;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.TestKit;
using SnapBack.Trees;
using SnapBack.Trees.Unix;
using Xunit;

namespace SnapBack.Tests.Trees.Unix;

public sealed class UnixDestinationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public UnixDestinationTests() => Require.Linux();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void AMissingDestinationIsMadeWithItsFolders()
    {
        using IDestinationTree tree = UnixDestination.Open(_folder.At("a", "b", "c"), null, default);

        Directory.Exists(_folder.At("a", "b", "c")).ShouldBeTrue();
    }

    [SkippableFact]
    public void ADestinationThatIsAFileOrBelowOneIsRefused()
    {
        _folder.File("file", "precious");

        Should.Throw<SnapBackException>(() => UnixDestination.Open(_folder.At("file"), null, default)).Code.ShouldBe(ErrorCode.DestinationUnusable);
        Should.Throw<SnapBackException>(() => UnixDestination.Open(_folder.At("file", "below"), null, default)).Code.ShouldBe(ErrorCode.DestinationUnusable);
        File.ReadAllText(_folder.At("file")).ShouldBe("precious");
    }

    [SkippableFact]
    public void ASecondRunOnTheSameDestinationIsRefusedUntilTheFirstEnds()
    {
        using (UnixDestination.Open(_folder.Root, null, default))
        {
            Should.Throw<SnapBackException>(() => UnixDestination.Open(_folder.Root, null, default)).Code.ShouldBe(ErrorCode.DestinationLocked);
        }

        UnixDestination.Open(_folder.Root, null, default).Dispose();
    }

    [SkippableFact]
    public void TheLockHoldsAgainstAnotherProcessBothWays()
    {
        Require.Program("flock");
        using (UnixDestination.Open(_folder.Root, null, default))
        {
            Shell.Run("flock", ["-n", _folder.Root, "true"]).ExitCode.ShouldBe(1);
        }

        using System.Diagnostics.Process other = System.Diagnostics.Process.Start("flock", [_folder.Root, "sleep", "30"]);
        try
        {
            SpinWait.SpinUntil(() => Shell.Run("flock", ["-n", _folder.Root, "true"]).ExitCode == 1, TimeSpan.FromSeconds(60)).ShouldBeTrue();
            Should.Throw<SnapBackException>(() => UnixDestination.Open(_folder.Root, null, default)).Code.ShouldBe(ErrorCode.DestinationLocked);
        }
        finally
        {
            other.Kill(entireProcessTree: true);
            other.WaitForExit();
        }
    }

    [SkippableFact]
    public void ALeftoverOfAKilledProbeDoesNotMakeTheDestinationUnusable()
    {
        _folder.File(ReservedNames.Temporary("probe", Environment.ProcessId));

        using IDestinationTree tree = UnixDestination.Open(_folder.Root, null, default);

        Directory.EnumerateFileSystemEntries(_folder.Root).ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhatIsKnownOfTheVolumeSparesTheProbe()
    {
        DestinationTraits known = new() { FileSystem = "known" };
        DateTime before = Directory.GetLastWriteTimeUtc(_folder.Root);

        using IDestinationTree tree = UnixDestination.Open(_folder.Root, known, default);

        tree.Traits.ShouldBeSameAs(known);
        Directory.GetLastWriteTimeUtc(_folder.Root).ShouldBe(before);
    }

    [SkippableFact]
    public void AVolumeIsKnownAgainAndAnotherIsAnother()
    {
        using LoopVolume volume = LoopVolume.Create(VolumeKind.Tmpfs, 10);

        UnixDestination.VolumeOf(volume.MountPoint).ShouldNotBeNull();
        UnixDestination.VolumeOf(volume.MountPoint).ShouldBe(UnixDestination.VolumeOf(volume.MountPoint));
        UnixDestination.VolumeOf(volume.MountPoint).ShouldNotBe(UnixDestination.VolumeOf(_folder.Root));
        UnixDestination.VolumeOf(_folder.At("gone")).ShouldBeNull();
    }

    [SkippableTheory]
    [InlineData(VolumeKind.Ext4, "ext4", 64)]
    [InlineData(VolumeKind.Xfs, "xfs", 320)]
    [InlineData(VolumeKind.Btrfs, "btrfs", 200)]
    [InlineData(VolumeKind.Tmpfs, "tmpfs", 10)]
    public void LinuxFileSystemsKeepEverything(VolumeKind kind, string name, int megabytes)
    {
        using LoopVolume volume = LoopVolume.Create(kind, megabytes);
        using IDestinationTree tree = UnixDestination.Open(volume.MountPoint, null, default);

        tree.Traits.ShouldBe(new DestinationTraits
        {
            FileSystem = name,
            KeepsOwner = true,
            KeepsMode = true,
            KeepsExtendedAttributes = true,
            HasVolumeFlush = true,
        });
        using IFolder folder = tree.OpenFolder(RelativePath.Root);
        folder.List().Where(e => e.Name != "lost+found").ShouldBeEmpty();
    }

    [SkippableFact]
    public void NobodyCanNotGiveFilesAway()
    {
        Shell.Run("chmod", ["0777", _folder.Root]).MustSucceed();
        DestinationTraits? traits = null;

        UnprivilegedThread.Run(() =>
        {
            using IDestinationTree tree = UnixDestination.Open(_folder.Root, null, default);
            traits = tree.Traits;
        });

        traits!.KeepsOwner.ShouldBeFalse();
        traits.KeepsMode.ShouldBeTrue();
    }

    [SkippableFact]
    public void FatKeepsEvenSecondsNoCaseAndNoSecondNames()
    {
        using FatVolume fat = FatVolume.Create();

        using IDestinationTree tree = UnixDestination.Open(fat.MountPoint, null, default);

        tree.Traits.TimeGranularity.ShouldBe(TimeSpan.FromSeconds(2));
        tree.Traits.IsCaseInsensitive.ShouldBeTrue();
        tree.Order.IsCaseInsensitive.ShouldBeTrue();
        tree.Traits.KeepsOwner.ShouldBeFalse();
        tree.Traits.KeepsMode.ShouldBeFalse();
        tree.Traits.LacksHardLinks.ShouldBeTrue();
        tree.Traits.HasVolumeFlush.ShouldBeFalse();
    }

    [SkippableFact]
    public void ADiskThatDoesNotTakeTheDataFailsTheFlush()
    {
        // The volume lies in a file that can't grow: writes go to memory and fail only when they are to reach the disk.
        using LoopVolume small = LoopVolume.Create(VolumeKind.Tmpfs, 24);
        Directory.CreateDirectory(small.At("mnt"));
        Shell.Run("truncate", ["-s", "200M", small.At("image")]).MustSucceed();
        Shell.Run("mkfs.ext4", ["-q", "-F", "-O", "^has_journal", small.At("image")]).MustSucceed();
        Shell.Run("mount", ["-o", "loop", small.At("image"), small.At("mnt")]).MustSucceed();
        using IDestinationTree tree = UnixDestination.Open(small.At("mnt"), null, default);
        using IDestinationFolder folder = tree.OpenFolder(RelativePath.Root);
        using IDestinationFile file = folder.CreateFile("big");
        byte[] megabyte = new byte[1024 * 1024];
        Array.Fill(megabyte, (byte)7);
        for (int i = 0; i < 60; i++)
        {
            file.Write(megabyte, i * (long)megabyte.Length);
        }

        Should.Throw<TreeException>(file.Flush).Error.Kind.ShouldBeOneOf(ErrorKind.WriteFault, ErrorKind.DiskFull);
        Should.Throw<TreeException>(tree.FlushVolume).Error.Kind.ShouldBeOneOf(ErrorKind.WriteFault, ErrorKind.DiskFull);
    }
}
