using Shouldly;
using SnapBack.Errors;
using SnapBack.Robocopy;
using Xunit;

namespace SnapBack.Tests.Robocopy;

/// <summary>How switches get along with each other, one test per row of the matrix in docs/robocopy.md.</summary>
public sealed class LineRulesTests
{
    [Theory]
    [InlineData("/MT /IPG:1", "/MT can't be used together with /IPG.")]
    [InlineData("/IPG:1 /MT:2", "/MT can't be used together with /IPG.")]
    [InlineData("/MT /EFSRAW", "/MT can't be used together with /EFSRAW.")]
    [InlineData("/LFSM /MT", "/MT can't be used together with /LFSM.")]
    [InlineData("/LFSM:1G /EFSRAW", "/LFSM can't be used together with /EFSRAW.")]
    public void TwoSwitchesExcludeEachOther(string switches, string message)
    {
        SnapBackException error = Should.Throw<SnapBackException>(() => SomeLine.Of($"a b {switches}"));

        (error.Code, error.Message).ShouldBe((ErrorCode.RobocopyClash, message));
    }

    [Theory]
    [InlineData("/SECFIX")]
    [InlineData("/SECFIX /COPY:DAT")]
    [InlineData("/SECFIX /NOCOPY")]
    public void SecurityIsNotFixedWhereNoneIsCopied(string switches)
    {
        Should.Throw<SnapBackException>(() => SomeLine.Of($"a b {switches}")).Code.ShouldBe(ErrorCode.RobocopyLine);
    }

    [Theory]
    [InlineData("/SECFIX /SEC")]
    [InlineData("/SECFIX /COPYALL")]
    [InlineData("/SECFIX /COPY:O")]
    [InlineData("/Z /MT")]
    [InlineData("/MIR /XL")]
    [InlineData("/MOVE /E")]
    [InlineData("/NOCOPY /PURGE")]
    [InlineData("/PURGE *.txt")]
    [InlineData("/L /MIR")]
    public void TwoSwitchesGetAlong(string switches)
    {
        LineRules.Remarks(SomeLine.Of($"a b {switches}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/COPY:DATX /B", "/COPY:X", true)]
    [InlineData("/COPY:DATX /ZB", "/COPY:X", true)]
    [InlineData("/MIR /XX", "/XX", true)]
    [InlineData("/PURGE /XX", "/XX", true)]
    [InlineData("/MIR /MOVE", "/MOVE", true)]
    [InlineData("/MOV /PURGE", "/MOV", true)]
    [InlineData("/Z /B", "/Z", false)]
    [InlineData("/J /Z", "/J", false)]
    [InlineData("/J /ZB", "/J", false)]
    public void ASwitchWithoutItsUsualEffectIsRemarked(string switches, string subject, bool isWarning)
    {
        LineRemark remark = LineRules.Remarks(SomeLine.Of($"a b {switches}")).ShouldHaveSingleItem();

        (remark.Subject, remark.IsWarning).ShouldBe((subject, isWarning));
    }

    [Fact]
    public void NothingIsDeletedWhereExtrasAreLeftAlone()
    {
        SomeLine.Of("a b /MIR").Purges.ShouldBeTrue();
        SomeLine.Of("a b /MIR /XX").Purges.ShouldBeFalse();
    }
}
