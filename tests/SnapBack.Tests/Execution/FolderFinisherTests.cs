using Shouldly;
using SnapBack.Errors;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Execution;

public sealed class FolderFinisherTests : IDisposable
{
    private readonly EngineBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void FoldersHaveTheirTimesAfterEverythingInThemWasMadeReplacedOrDeleted()
    {
        _bed.Write("a/b/c/file", "old");
        _bed.Write("a/b/gone", "x");
        Times("2019-05-06 07:08:09.123456789");
        _bed.Run();
        TreeListing.Of(_bed.Destination).ShouldBe(TreeListing.Of(_bed.Source));

        _bed.Write("a/b/c/file", "newer");
        _bed.Write("a/b/c/new", "x");
        File.Delete(_bed.InSource("a/b/gone"));
        Times("2018-05-06 07:08:09.123456789");
        _bed.Run().Troubles.ShouldBeEmpty();

        TreeListing.Of(_bed.Destination).ShouldBe(TreeListing.Of(_bed.Source));
    }

    [SkippableFact]
    public void TheDeepestFolderIsFinishedFirst()
    {
        _bed.Write("a/b/c/file");

        _bed.Run();

        _bed.DestinationTree!.Calls.Where(c => c.StartsWith("SetMetadata", StringComparison.Ordinal) && !c.Contains("<tmp>", StringComparison.Ordinal))
            .ShouldBe(["SetMetadata a/b/c", "SetMetadata a/b", "SetMetadata a", "SetMetadata ."]);
    }

    [SkippableFact]
    public void AFolderWhoseMetadataCanNotBeSetFailsAndIsNotSealed()
    {
        _bed.Write("a/file");
        _bed.SetUpDestination = destination => destination.Fail(TreeOperation.SetMetadata, "a", ErrorKind.MetadataNotApplied);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["a Failed MetadataNotApplied"]);
        run.Sealed.ShouldBeEmpty();
        run.Done.DirsFailed.ShouldBe(1);
    }

    [SkippableFact]
    public void AFolderWithAFailedFileIsNotSealed()
    {
        _bed.Write("a/file");
        _bed.Write("b/file");
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFile, "a/file", ErrorKind.AccessDenied);

        _bed.Run().Sealed.Order(StringComparer.Ordinal).ShouldBe([".", "b"]);
    }

    [SkippableFact]
    public void WhoeverIsNotRootBringsFoldersNobodyMayWriteInTo()
    {
        _bed.Write("locked/a", "one");
        _bed.Write("locked/deep/b", "one");
        Shell.Run("chmod", ["-R", "a+rwX", _bed.Root]).MustSucceed();
        Shell.Run("chown", ["-R", "nobody:nogroup", _bed.Root]).MustSucceed();
        Lock();
        UnprivilegedThread.Run(() => _bed.Run().Troubles.ShouldBeEmpty());
        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();

        Shell.Run("sh", ["-c", $"cd '{_bed.Source}/locked' && echo two > a && echo new > c && rm deep/b && chown -R nobody:nogroup ."]).MustSucceed();
        Lock();
        UnprivilegedThread.Run(() => _bed.Run().Troubles.ShouldBeEmpty());

        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
    }

    private void Lock() => Shell.Run("chmod", ["0555", _bed.InSource("locked"), _bed.InSource("locked/deep")]).MustSucceed();

    private void Times(string time) => Shell.Run("find", [_bed.Source, "-depth", "-exec", "touch", "-d", time, "{}", ";"]).MustSucceed();
}
