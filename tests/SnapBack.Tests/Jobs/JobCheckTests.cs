using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class JobCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Stack<string> _mounts = new();

    public void Dispose()
    {
        while (_mounts.TryPop(out string? mount))
        {
            Shell.Run("umount", [mount]).MustSucceed();
        }

        _folder.Dispose();
    }

    [Fact]
    public void TwoFoldersSideBySideAreFine()
    {
        _folder.Folder("data");

        Check(("data", "data2")).ShouldBeNull();
        Check(("data", "new/deep/backup")).ShouldBeNull();
        Directory.Exists(_folder.At("new")).ShouldBeFalse();
        Directory.Exists(_folder.At("data2")).ShouldBeFalse();
    }

    [Fact]
    public void AMissingSourceIsNamed()
    {
        SnapBackException error = Check(("no", "backup")).ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.SourceMissing);
        error.Message.ShouldBe($"The source '{_folder.At("no")}' does not exist; nothing was touched.");
    }

    [Fact]
    public void ASourceThatIsAFileIsNamed()
    {
        _folder.File("data");

        Check(("data", "backup")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.SourceMissing);
        Check(("data/x", "backup")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.SourceMissing);
    }

    [Fact]
    public void ADestinationThatIsAFileOrLiesBelowOneIsRefused()
    {
        _folder.Folder("data");
        _folder.File("file");

        Check(("data", "file")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.DestinationUnusable);
        Check(("data", "file/x")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.DestinationUnusable);
    }

    [SkippableFact]
    public void ADestinationBehindADanglingLinkIsRefused()
    {
        Require.Linux();
        _folder.Folder("data");
        File.CreateSymbolicLink(_folder.At("disk"), _folder.At("unplugged"));

        Check(("data", "disk")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.DestinationUnusable);
        Check(("data", "disk/x")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.DestinationUnusable);
    }

    [Theory]
    [InlineData("data", "is the same folder as")]
    [InlineData("data/backup", "lies inside")]
    [InlineData("data/sub/deep/backup", "lies inside")]
    [InlineData("sub/../data/x", "lies inside")]
    [InlineData(".", "contains")]
    public void OverlapByNameIsRefused(string destination, string relation)
    {
        _folder.Folder("data", "sub");
        _folder.Folder("sub");

        SnapBackException error = Check(("data", destination)).ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.Overlap);
        error.Message.ShouldContain(relation);
        error.Message.ShouldContain("nothing was touched");
    }

    [SkippableTheory]
    [InlineData("data", "alias")]
    [InlineData("data", "alias/new/backup")]
    [InlineData("alias", "data/backup")]
    [InlineData("alias/sub", "data")]
    [InlineData("data/sub", "chain")]
    public void OverlapThroughALinkIsRefused(string source, string destination)
    {
        Require.Linux();
        _folder.Folder("data", "sub");
        File.CreateSymbolicLink(_folder.At("alias"), "data");
        File.CreateSymbolicLink(_folder.At("chain"), _folder.At("alias"));

        Check((source, destination)).ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
    }

    [SkippableTheory]
    [InlineData("data", "", "is the same folder as")]
    [InlineData("data", "/backup", "lies inside")]
    [InlineData("data/sub", "", "lies inside")]
    [InlineData("data/sub", "/backup", "lies inside")]
    [InlineData(".", "", "contains")]
    public void OverlapThroughABindMountIsRefused(string mounted, string below, string relation)
    {
        Require.Linux();
        Require.Root();
        _folder.Folder("data", "sub");
        using TempFolder elsewhere = new();
        Bind(_folder.At(mounted), elsewhere.Folder("with blank"));

        SnapBackException? error = Run(new JobPair(_folder.At("data"), elsewhere.At("with blank") + below));
        Unmount();

        error.ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
        error.Message.ShouldContain(relation);
    }

    [SkippableTheory]
    [InlineData("data/m", "backup")]
    [InlineData("data/m", "backup/sub")]
    [InlineData("backup/m", "data")]
    [InlineData("backup/m", "data/sub")]
    public void AMountThatCarriesOneTreeIntoTheOtherIsRefused(string mountPoint, string mounted)
    {
        Require.Linux();
        Require.Root();
        _folder.Folder(mounted);
        _folder.Folder("data");
        Bind(_folder.At(mounted), _folder.Folder(mountPoint));

        SnapBackException? error = Check(("data", "backup"));
        Unmount();

        error.ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
    }

    [SkippableFact]
    public void AFolderThatABindMountLeavesOutIsFine()
    {
        Require.Linux();
        Require.Root();
        _folder.Folder("data");
        Bind(_folder.Folder("other"), _folder.Folder("mnt"));

        SnapBackException? error = Check(("data", "mnt/backup"));
        Unmount();

        error.ShouldBeNull();
    }

    [SkippableFact]
    public void AnOvermountedFolderIsTakenForWhatItIsNow()
    {
        Require.Linux();
        Require.Root();
        _folder.Folder("data");
        _folder.Folder("mnt", "inner");
        Bind(_folder.At("data"), _folder.At("mnt", "inner"));
        Shell.Run("mount", ["-t", "tmpfs", "tmpfs", _folder.At("mnt")]).MustSucceed();
        _mounts.Push(_folder.At("mnt"));

        SnapBackException? error = Check(("data", "mnt/inner"));
        Unmount();

        error.ShouldBeNull();
    }

    [SkippableFact]
    public void SubvolumesMountedOnTheirOwnAreFoundInTheirFileSystem()
    {
        Require.Linux();
        Require.Root();
        string image = _folder.File("disk.img");
        Shell.Run("truncate", ["-s", "200M", image]).MustSucceed();
        Shell.Run(Require.Program("mkfs.btrfs"), ["-q", image]).MustSucceed();
        Mount(image, _folder.Folder("pool"), "loop");
        Shell.Run(Require.Program("btrfs"), ["subvolume", "create", _folder.At("pool", "home")]).MustSucceed();
        Shell.Run("btrfs", ["subvolume", "create", _folder.At("pool", "other")]).MustSucceed();
        string device = Shell.Run("findmnt", ["-n", "-o", "SOURCE", _folder.At("pool")]).MustSucceed().Lines[0];
        Mount(device, _folder.Folder("home"), "subvol=home");

        SnapBackException? inside = Check(("home", "pool/home/backup"));
        SnapBackException? around = Check(("pool", "home/backup"));
        SnapBackException? beside = Check(("home", "pool/other/backup"));
        Unmount();

        inside.ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
        around.ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
        beside.ShouldBeNull();
    }

    [Fact]
    public void DestinationsMayNotOverlapEachOther()
    {
        _folder.Folder("a");
        _folder.Folder("b");

        Check(("a", "x"), ("b", "x/b")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
        Check(("a", "x/y"), ("b", "x")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
        Check(("a", "x"), ("b", "x")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
        Check(("a", "x/Data"), ("b", "x/data")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
        Check(("a", "x/a"), ("b", "x/b")).ShouldBeNull();
        Check(("a", "x/a"), ("a", "x/b")).ShouldBeNull();
    }

    [Fact]
    public void ADestinationMayNotOverlapTheSourceOfAnotherPair()
    {
        _folder.Folder("a");
        _folder.Folder("b", "keep");

        Check(("a", "b"), ("b/keep", "x")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
        Check(("a", "x"), ("b", "a/y")).ShouldNotBeNull().Code.ShouldBe(ErrorCode.Overlap);
    }

    [Fact]
    public void AMirrorsCatalogAndLogLieOutsideOfEveryDestination()
    {
        _folder.Folder("data");
        Job job = new() { Name = "j", Pairs = [new(_folder.At("data"), _folder.At("backup"))], Mode = JobMode.Mirror };

        Run(job with { Catalog = _folder.At("backup", "catalog.db") }).ShouldNotBeNull().Code.ShouldBe(ErrorCode.JobInvalid);
        Run(job with { Log = _folder.At("backup", "logs", "x.log") }).ShouldNotBeNull().Message.ShouldContain("The log");
        Run(job with { Catalog = _folder.At("backup", ".snapback", "catalog.db") }).ShouldBeNull();
        Run(job with { Catalog = _folder.At("catalog.db") }).ShouldBeNull();
        Run(job with { Catalog = _folder.At("backup", "catalog.db"), Mode = JobMode.Incremental }).ShouldBeNull();
    }

    [Fact]
    public void TheRootOfTheSystemHoldsEveryDestination()
    {
        string root = Path.GetPathRoot(_folder.Root)!;

        Run(new JobPair(root, _folder.At("backup"))).ShouldNotBeNull().Message.ShouldContain("lies inside");
        Run(new JobPair(_folder.Root, root)).ShouldNotBeNull().Message.ShouldContain("contains");
    }

    private static SnapBackException? Run(JobPair pair) => Run(new Job { Name = "j", Pairs = [pair] });

    private static SnapBackException? Run(Job job)
    {
        try
        {
            JobCheck.Check(job);
            return null;
        }
        catch (SnapBackException e)
        {
            return e;
        }
    }

    private SnapBackException? Check(params (string Source, string Destination)[] pairs) => Run(new Job
    {
        Name = "j",
        Pairs = [.. pairs.Select(p => new JobPair(JobPath.Full(p.Source, _folder.Root), JobPath.Full(p.Destination, _folder.Root)))],
    });

    private void Bind(string folder, string mountPoint)
    {
        Shell.Run("mount", ["--bind", folder, mountPoint]).MustSucceed();
        _mounts.Push(mountPoint);
    }

    private void Mount(string device, string mountPoint, string options)
    {
        Shell.Run("mount", ["-t", "btrfs", "-o", options, device, mountPoint]).MustSucceed();
        _mounts.Push(mountPoint);
    }

    // Before anything can fail: a folder that is still mounted would be emptied through the mount by the clean-up of a failed test.
    private void Unmount()
    {
        while (_mounts.TryPop(out string? mount))
        {
            Shell.Run("umount", [mount]).MustSucceed();
        }
    }
}
