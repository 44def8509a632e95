using Shouldly;
using SnapBack.Security;
using Xunit;

namespace SnapBack.Tests.Security;

public sealed class SddlDifferenceTests
{
    [Fact]
    public void EqualDescriptorsHaveNone() => Difference("O:BAG:SYD:P(A;;FA;;;SY)", "O:BAG:SYD:P(A;;FA;;;SY)").ShouldBeEmpty();

    [Fact]
    public void AnEntryThatWasAddedAndOneThatWentAreNamedAlone() =>
        Difference("O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;BA)", "O:BAG:SYD:(A;;FA;;;SY)(D;;FW;;;WD)").ShouldBe(["- D:(A;;FA;;;BA)", "+ D:(D;;FW;;;WD)"]);

    [Fact]
    public void AnotherOwnerIsNamedWithBothOwners() => Difference("O:BAG:SYD:(A;;FA;;;SY)", "O:SYG:SYD:(A;;FA;;;SY)").ShouldBe(["- O:BA", "+ O:SY"]);

    [Fact]
    public void ThoseThatDifferInOrderOrFlagsOnlyAreShownWhole() =>
        Difference("O:BAG:SYD:(A;;FA;;;SY)", "O:BAG:SYD:P(A;;FA;;;SY)").ShouldBe(["- D:(A;;FA;;;SY)", "+ D:P(A;;FA;;;SY)"]);

    [Fact]
    public void AnEntryThatStandsTwiceAndThenOnceIsToldOnce() =>
        Difference("O:BAG:SYD:(A;;FA;;;SY)(A;;FA;;;SY)", "O:BAG:SYD:(A;;FA;;;SY)").ShouldBe(["- D:(A;;FA;;;SY)"]);

    [Fact]
    public void AuditingIsComparedToo() => Difference("O:BAG:SYD:(A;;FA;;;SY)", "O:BAG:SYD:(A;;FA;;;SY)S:(AU;SA;FA;;;WD)").ShouldContain("+ S:(AU;SA;FA;;;WD)");

    private static IReadOnlyList<string> Difference(string before, string after) => SddlDifference.Of(Sddl.Read(before), Sddl.Read(after));
}
