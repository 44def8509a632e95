using Shouldly;
using SnapBack.Robocopy;
using Xunit;

namespace SnapBack.Tests.Robocopy;

public sealed class OptionsEchoTests
{
    [Theory]
    [InlineData("", "*.* /DCOPY:DA /COPY:DAT /R:3 /W:5")]
    [InlineData("/STRICT", "*.* /DCOPY:DA /COPY:DAT /R:1000000 /W:30 /STRICT")]
    [InlineData("a.txt /R:1000000 /W:30", "/DCOPY:DA /COPY:DAT /R:1000000 /W:30")]
    [InlineData("/R:5 /E /W:15 /NFL", "*.* /NFL /S /E /DCOPY:DA /COPY:DAT /R:5 /W:15")]
    [InlineData("/BYTES /FP /W:1 /R:1 /E", "*.* /FP /BYTES /S /E /DCOPY:DA /COPY:DAT /R:1 /W:1")]
    [InlineData("/MIR /NP", "*.* /S /E /DCOPY:DA /COPY:DAT /PURGE /MIR /NP /R:3 /W:5")]
    [InlineData("/MIR /COPYALL /MT", "*.* /S /E /DCOPY:DA /COPYALL /PURGE /MIR /MT:8 /R:3 /W:5")]
    [InlineData("/S /SEC /NODCOPY", "*.* /S /NODCOPY /COPY:DATS /R:3 /W:5")]
    [InlineData("/NOCOPY /PURGE", "*.* /DCOPY:DA /NOCOPY /PURGE /R:3 /W:5")]
    [InlineData("/E /XO /XD Temp /LOG:x /TEE", "*.* /TEE /S /E /DCOPY:DA /COPY:DAT /XO /R:3 /W:5")]
    [InlineData("*.* /S", "*.* /S /DCOPY:DA /COPY:DAT /R:3 /W:5")]
    public void TheSwitchesThatHoldStandInAFixedOrder(string switches, string echo)
    {
        OptionsEcho.Of(SomeLine.Of($"a b {switches}")).ShouldBe(echo);
    }

    [Fact]
    public void EverySwitchWithoutALineOfItsOwnIsEchoed()
    {
        IEnumerable<Switch> elsewhere = SwitchTable.All.Where(s =>
            !s.IsOffered || s.Form is SwitchForm.Path or SwitchForm.List || s.Group is SwitchGroup.Job or SwitchGroup.SnapBack
            || s == SwitchTable.Remember || s == SwitchTable.UnicodeConsole);

        SwitchTable.All.Except(elsewhere).Except(SwitchTable.Echoed).ShouldBeEmpty();
        SwitchTable.Echoed.Except(SwitchTable.All).ShouldBeEmpty();
    }
}
