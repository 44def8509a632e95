using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.TestKit;

public sealed class RsyncTests
{
    [SkippableFact]
    public void EqualTreesHaveNoDifferenceAndEveryChangeIsOne()
    {
        Require.Linux();
        using TempFolder temp = new();
        VarietyTree.Create(temp.At("source"));
        Shell.Run("cp", ["-a", temp.At("source"), temp.At("copy")]).MustSucceed();

        Rsync.Differences(temp.At("source"), temp.At("copy")).ShouldBeEmpty();
        temp.File("copy/nested/one/two/surplus");
        Rsync.Differences(temp.At("source"), temp.At("copy")).ShouldContain(line => line.Contains("surplus", StringComparison.Ordinal));
        Rsync.Differences(temp.At("source"), temp.At("copy"), "surplus", "/nested/one/two/").ShouldBeEmpty();
    }
}
