using Shouldly;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Trees;

public sealed class ReservedNamesTests
{
    [Theory]
    [InlineData(".snapback", true, true)]
    [InlineData(".snapback", false, false)]
    [InlineData(".snapback-0a1b-7.tmp", true, true)]
    [InlineData(".snapback-0a1b-7.tmp", false, true)]
    [InlineData(".snapback-snapshot-5", false, true)]
    [InlineData(".snapback-notes.txt", true, false)]
    [InlineData("snapback", true, false)]
    [InlineData(".snapbackup", true, false)]
    [InlineData("x.snapback-1.tmp", true, false)]
    public void TheProgramsOwnNamesAreReserved(string name, bool atRoot, bool expected)
    {
        ReservedNames.IsReserved(name, atRoot).ShouldBe(expected);
    }

    [Fact]
    public void AnyTemporaryNameIsKnownAsOne()
    {
        ReservedNames.IsTemporary(ReservedNames.Temporary("0a1b2c", long.MaxValue)).ShouldBeTrue();
        ReservedNames.Temporary("a", 1).ShouldNotBe(ReservedNames.Temporary("a", 2));
    }
}
