using System.Reflection;
using Shouldly;
using SnapBack.Snapshots.Vss;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss;

public sealed class VssFailuresTests
{
    // The retry table: one row per code that it names.
    [Theory]
    [InlineData(0x80042316, VssFailureClass.Queue)]
    [InlineData(0x80042313, VssFailureClass.Transient)]
    [InlineData(0x80042314, VssFailureClass.Transient)]
    [InlineData(0x80042306, VssFailureClass.Transient)]
    [InlineData(0x8004230F, VssFailureClass.Transient)]
    [InlineData(0x80042328, VssFailureClass.Transient)]
    [InlineData(0x80042329, VssFailureClass.Transient)]
    [InlineData(0x8004232E, VssFailureClass.Transient)]
    [InlineData(0x80042417, VssFailureClass.Transient)]
    [InlineData(0x800423F2, VssFailureClass.Transient)]
    [InlineData(0x800423F3, VssFailureClass.Transient)]
    [InlineData(0x800423F1, VssFailureClass.Transient)]
    [InlineData(0x80042318, VssFailureClass.WithoutWriters)]
    [InlineData(0x800423F4, VssFailureClass.WithoutWriters)]
    [InlineData(0x800423F0, VssFailureClass.WithoutWriters)]
    [InlineData(0x8004231F, VssFailureClass.Operator)]
    [InlineData(0x80042317, VssFailureClass.Operator)]
    [InlineData(0x80042312, VssFailureClass.Operator)]
    [InlineData(0x8004231E, VssFailureClass.Operator)]
    [InlineData(0x80042327, VssFailureClass.Operator)]
    [InlineData(0x8004231D, VssFailureClass.Operator)]
    [InlineData(0x8004230C, VssFailureClass.Capability)]
    [InlineData(0x8004230E, VssFailureClass.Capability)]
    [InlineData(0x8004232C, VssFailureClass.Capability)]
    [InlineData(0x8004232D, VssFailureClass.Capability)]
    [InlineData(0x8004232F, VssFailureClass.Capability)]
    [InlineData(0x8004231B, VssFailureClass.Capability)]
    [InlineData(0x80070005, VssFailureClass.Rights)]
    [InlineData(0x80042301, VssFailureClass.OwnMistake)]
    [InlineData(0x80042308, VssFailureClass.OwnMistake)]
    [InlineData(0x80070057, VssFailureClass.OwnMistake)]
    public void EachCodeHasItsClass(uint result, VssFailureClass expected) => VssFailures.Of(unchecked((int)result)).Class.ShouldBe(expected);

    [Fact]
    public void EachHasANameACauseAndAdviceInSentences()
    {
        VssFailures.All.Count().ShouldBeGreaterThan(40);
        foreach (VssFailure failure in VssFailures.All)
        {
            failure.Name.ShouldMatch("^[A-Z][A-Z0-9_]+$");
            failure.Cause.ShouldEndWith(".");
            failure.Cause[..^1].ShouldNotContain(". ", customMessage: failure.Name);
            failure.Advice.ShouldEndWith(".");
            (failure.Cause + failure.Advice).ShouldNotContain("0x");
        }
    }

    [Fact]
    public void EveryAnswerThatIsNamedIsInTheTable()
    {
        IEnumerable<int> named = typeof(VssResult).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (int)field.GetRawConstantValue()!)
            .Except([VssResult.VSS_S_ASYNC_CANCELLED, VssResult.RPC_E_TOO_LATE]);

        named.Except(VssFailures.All.Select(failure => failure.Result)).ShouldBeEmpty();
    }

    [Fact]
    public void AnUnknownAnswerMayPassAndIsNamedByItsNumber()
    {
        VssFailure failure = VssFailures.Of(unchecked((int)0x80041234));

        failure.Class.ShouldBe(VssFailureClass.Transient);
        failure.Name.ShouldBe("0x80041234");
    }

    [Fact]
    public void AnAnswerIsFoundByItsName()
    {
        VssFailures.Find("vss_e_provider_veto")!.Result.ShouldBe(VssResult.VSS_E_PROVIDER_VETO);
        VssFailures.Find("banana").ShouldBeNull();
    }
}
