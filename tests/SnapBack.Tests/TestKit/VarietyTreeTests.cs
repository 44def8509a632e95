using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.TestKit;

public sealed class VarietyTreeTests
{
    [SkippableFact]
    public void TheSameSeedGivesTheSameTree()
    {
        Require.Linux();
        using TempFolder temp = new();

        VarietyTree.Create(temp.At("one"), seed: 7);
        VarietyTree.Create(temp.At("two"), seed: 7);
        VarietyTree.Create(temp.At("other"), seed: 8);

        Rsync.Differences(temp.At("one"), temp.At("two")).ShouldBeEmpty();
        Rsync.Differences(temp.At("one"), temp.At("other")).ShouldNotBeEmpty();
        TreeListing.Of(temp.At("two")).ShouldBe(TreeListing.Of(temp.At("one")));
        TreeListing.Of(temp.At("other")).ShouldNotBe(TreeListing.Of(temp.At("one")));
    }

    [SkippableFact]
    public void TheListingSeesTheBottomOfAPathBeyondTheSystemsLimit()
    {
        Require.Linux();
        using TempFolder temp = new();

        VarietyTree.AddDeepPath(temp.Root);

        string[] lines = TreeListing.Of(temp.Root);
        lines[^1].ShouldContain("/bottom file 0640");
        lines[^1].Length.ShouldBeGreaterThan(6000);
    }

    [SkippableTheory]
    [InlineData("metadata/mode-0644", "chmod", "0600")]
    [InlineData("metadata/mode-0755", "touch", "-d@5")]
    [InlineData("sizes/4096", "truncate", "-s4095")]
    public void TheListingSeesAChange(string file, string program, string argument)
    {
        Require.Linux();
        using TempFolder temp = new();
        VarietyTree.Create(temp.At("tree"));
        string[] before = TreeListing.Of(temp.At("tree"));

        Shell.Run(program, [argument, temp.At("tree", file)]).MustSucceed();

        TreeListing.Of(temp.At("tree")).Except(before).ShouldHaveSingleItem().ShouldStartWith($"./{file} ");
    }
}
