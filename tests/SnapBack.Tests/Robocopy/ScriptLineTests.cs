using Shouldly;
using SnapBack.Jobs;
using SnapBack.Robocopy;
using Xunit;

namespace SnapBack.Tests.Robocopy;

/// <summary>Lines as administrators have them in their scripts, with the options that a log's header shows for them.</summary>
public sealed class ScriptLineTests
{
    [Theory]
    [InlineData(@"D:\Data E:\Backup\Data /E /XO /R:3 /W:5 /LOG+:C:\bat\backup-log.txt /NP", "*.* /S /E /DCOPY:DA /COPY:DAT /NP /XO /R:3 /W:5")]
    [InlineData(@"D:\Data E:\Backup\Data /MIR /COPYALL /R:3 /W:5 /LOG:C:\bat\mirror-log.txt /NP", "*.* /S /E /DCOPY:DA /COPYALL /PURGE /MIR /NP /R:3 /W:5")]
    [InlineData(@"D:\Data E:\Backup\Data /MIR /L", "*.* /L /S /E /DCOPY:DA /COPY:DAT /PURGE /MIR /R:3 /W:5")]
    [InlineData(
        @"D:\AppRoot E:\Backup\AppRoot /E /XO /XD Temp Cache .git node_modules /XF *.log *.tmp *.bak /R:3 /W:5 /LOG+:C:\bat\backup-log.txt /NP",
        "*.* /S /E /DCOPY:DA /COPY:DAT /NP /XO /R:3 /W:5")]
    [InlineData(@"D:\Data E:\Backup\Data /E /XO /XD Temp Cache .git /R:3 /W:5 /LOG+:C:\bat\backup-log.txt /NP /NDL", "*.* /NDL /S /E /DCOPY:DA /COPY:DAT /NP /XO /R:3 /W:5")]
    [InlineData(@"\\SRV-PROD-01\Scripts$ \\SRV-REMOTE-01\Scripts$ /MIR /Z /R:5 /W:15 /LOG+:C:\bat\sync-log.txt /NP", "*.* /S /E /DCOPY:DA /COPY:DAT /PURGE /MIR /Z /NP /R:5 /W:15")]
    [InlineData(
        @"\\SRV-PROD-01\Scripts$ \\SRV-PROD-02\Scripts$ /MIR /XD .git node_modules Temp obj bin /XF *.log *.tmp *.user /R:3 /W:5 /LOG+:C:\bat\sync-log.txt /NP",
        "*.* /S /E /DCOPY:DA /COPY:DAT /PURGE /MIR /NP /R:3 /W:5")]
    [InlineData(@"\\SRV-PROD-01\Scripts$ \\NAS-BACKUP-01\Scripts /MIR /FFT /R:3 /W:5 /NP", "*.* /S /E /DCOPY:DA /COPY:DAT /PURGE /MIR /NP /FFT /R:3 /W:5")]
    public void ALineOfAScriptIsRead(string words, string options)
    {
        RobocopyLine line = SomeLine.Of(words);

        OptionsEcho.Of(line).ShouldBe(options);
        line.ExcludeFolders.Count.ShouldBe(words.Split(" /XD ").Skip(1).SelectMany(s => s.Split(' ').TakeWhile(w => !w.StartsWith('/'))).Count());
        line.Recursion.ShouldBe(Recursion.All);
        LineRules.Remarks(line).ShouldBeEmpty();
    }
}
