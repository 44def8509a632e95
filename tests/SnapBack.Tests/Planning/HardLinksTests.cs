using Shouldly;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class HardLinksTests
{
    private readonly HardLinks _links = new();

    [Fact]
    public void TheFirstNameLeadsAndTheOthersFollowIt()
    {
        Join("a", 3).ShouldBeNull();
        Join("b", 3)!.Value.Path.Value.ShouldBe("a");
        Join("c", 3)!.Value.Path.Value.ShouldBe("a");
    }

    [Fact]
    public void AFileWhoseNamesWereAllSeenIsForgotten()
    {
        Join("a", 2);
        Join("b", 2);

        Join("c", 2).ShouldBeNull("the number may belong to another file by now");
    }

    [Fact]
    public void TheSameNumberOnAnotherVolumeOrInAnotherPairIsAnotherFile()
    {
        Join("a", 2);

        Join("b", 2, volume: 8).ShouldBeNull();
        Join("c", 2, pair: 1).ShouldBeNull();
    }

    private HardLinks.Leader? Join(string name, uint links, ulong volume = 7, int pair = 0) => _links.Join(
        pair,
        new Entry { Name = name, Kind = EntryKind.File, LinkCount = links, FileId = 5, VolumeNumber = volume },
        new HardLinks.Leader(RelativePath.Root.Child(name), 0, IsSettled: true));
}
