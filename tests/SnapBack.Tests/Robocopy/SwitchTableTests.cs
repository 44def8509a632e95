using Shouldly;
using SnapBack.Robocopy;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Robocopy;

/// <summary>The table in code and the manual say the same, and the table has every switch that robocopy has.</summary>
public sealed class SwitchTableTests
{
    // As 'robocopy /?' lists them, and those that stand in job files only.
    private const string Robocopys =
        "/S /E /LEV /Z /B /ZB /J /EFSRAW /COPY /DCOPY /SEC /COPYALL /NOCOPY /SECFIX /TIMFIX /PURGE /MIR /MOV /MOVE /A+ /A- /CREATE /FAT /256 /MON /MOT /RH /PF /IPG /SJ /SL "
        + "/MT /NODCOPY /NOOFFLOAD /COMPRESS /SPARSE /NOCLONE /IoMaxSize /IoRate /Threshold /A /M /IA /XA /XF /XD /XC /XN /XO /XX /XL /IS /IM /IT /MAX /MIN /MAXAGE /MINAGE "
        + "/MAXLAD /MINLAD /FFT /DST /XJ /XJD /XJF /R /W /REG /TBD /LFSM /L /X /V /TS /FP /BYTES /NS /NC /NFL /NDL /NP /ETA /LOG /LOG+ /UNILOG /UNILOG+ /TEE /NJH /NJS /UNICODE "
        + "/JOB /SAVE /QUIT /NOSD /NODD /IF /SD /DD /DEBUG";

    private const string Own = "/VSS /CATALOG /VERIFY /VERSIONS /MAXDELETE /MAXCHANGE /ACCEPTSOURCE /ACCEPTDEST /JSONLOG /STRICT";

    [Fact]
    public void TheTableHasRobocopysSwitchesAndOurs()
    {
        SwitchTable.All.Select(s => s.Name).ShouldBe($"{Robocopys} {Own}".Split(' '), ignoreOrder: true);
        SwitchTable.All.Where(s => s.Group == SwitchGroup.SnapBack).Select(s => s.Name).ShouldBe(Own.Split(' '));
    }

    [Fact]
    public void AllSwitchesButTheSkippedAndTwoAreOffered()
    {
        SwitchTable.All.Where(s => !s.IsOffered).Select(s => s.Name).ShouldBe(["/EFSRAW", "/FAT", "/256", "/DEBUG"]);
        SwitchTable.All.Where(s => s.Priority == SwitchPriority.Skip).ShouldAllBe(s => !s.IsOffered);
    }

    [Fact]
    public void GroupsStandTogether()
    {
        SwitchTable.All.Select(s => s.Group).ShouldBe(SwitchTable.All.Select(s => s.Group).Order());
    }

    [Fact]
    public void EverySwitchSaysWhatItDoesInOneLine()
    {
        SwitchTable.All.ShouldAllBe(s => s.Help.Length > 8 && !s.Help.EndsWith('.') && !s.Help.Contains('\n'));
        SwitchTable.All.ShouldAllBe(s => s.TakesValue == (s.ValueName.Length > 0) || s.Form == SwitchForm.List);
        SwitchTable.All.ShouldAllBe(s => s.Difference.Length == 0 || s.Difference.EndsWith('.'));
        SwitchTable.All.ShouldAllBe(s => s.Refusal.Length == 0 || s.Refusal.EndsWith('.'));
    }

    [Fact]
    public void TheManualHasARowForEverySwitch()
    {
        string[] rows = [.. File.ReadAllLines(Checkout.At("docs", "robocopy.md")).TakeWhile(l => l != "## Switches together").Where(l => l.StartsWith("| `/", StringComparison.Ordinal))];

        rows.ShouldBe(SwitchTable.All.Select(Row));
    }

    [Fact]
    public void TheHelpHasARowForEverySwitch()
    {
        string help = Cli.CliCall.Of("robocopy", "/?").Output;

        foreach (Switch one in SwitchTable.All)
        {
            help.ShouldContain($"\n  {one.Usage}");
        }
    }

    private static string Row(Switch one)
    {
        string bare = one.Bare.Length > 0 ? $"; alone: {one.Bare}" : string.Empty;
        string different = one.IsOffered ? one.Difference : $"**Refused.** {one.Refusal}";
        return $"| `{one.Usage.Replace("|", "\\|", StringComparison.Ordinal)}` | {one.Help}{bare} | {one.Default} | {different} |";
    }
}
