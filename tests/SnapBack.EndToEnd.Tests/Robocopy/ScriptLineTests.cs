using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Robocopy;

/// <summary>Lines as administrators have them in their scripts, with paths of this machine: each does what the script's comment says.</summary>
public sealed class ScriptLineTests : IDisposable
{
    private readonly RobocopyBed _bed = new();

    private string Log => _bed.At("logs/backup-log.txt");

    public void Dispose() => _bed.Dispose();

    // robocopy D:\Data E:\Backup\Data /E /XO /R:3 /W:5 /LOG+:C:\bat\backup-log.txt /NP
    [SkippableFact]
    public void AnIncrementalBackupAddsAndUpdatesAndKeepsWhatIsNewerThere()
    {
        RobocopyBed.Write(_bed.Source, "new.txt");
        RobocopyBed.Write(_bed.Source, "deep/er/new.txt");
        Directory.CreateDirectory(Path.Join(_bed.Source, "empty"));
        RobocopyBed.Write(_bed.Source, "changed.txt", "v2", RobocopyBed.Usual.AddDays(1));
        RobocopyBed.Write(_bed.Destination, "changed.txt", "v1");
        RobocopyBed.Write(_bed.Source, "older.txt", "from source");
        RobocopyBed.Write(_bed.Destination, "older.txt", "newer here", RobocopyBed.Usual.AddDays(1));
        RobocopyBed.Write(_bed.Destination, "extra.txt");
        string[] words = ["/E", "/XO", "/R:3", "/W:5", $"/LOG+:{Log}", "/NP"];

        ShellResult first = _bed.Run(words);
        ShellResult second = _bed.Run(words);

        (first.ExitCode, second.ExitCode).ShouldBe((3, 2), first.Output + first.Error);
        RobocopyBed.Names(_bed.Destination).ShouldBe(["changed.txt", "deep/", "deep/er/", "deep/er/new.txt", "empty/", "extra.txt", "new.txt", "older.txt"]);
        File.ReadAllText(Path.Join(_bed.Destination, "changed.txt")).ShouldBe("v2");
        File.ReadAllText(Path.Join(_bed.Destination, "older.txt")).ShouldBe("newer here");
        string log = File.ReadAllText(Log);
        log.Split("Started :").Length.ShouldBe(3, "the second run is to be appended");
        log.ShouldContain("Options : *.* /S /E /DCOPY:DA /COPY:DAT /NP /XO /R:3 /W:5");
        log.ShouldNotContain("100%");
        first.Output.ShouldContain("Log File : ");
    }

    // robocopy D:\Data E:\Backup\Data /MIR /COPYALL /R:3 /W:5 /LOG:C:\bat\mirror-log.txt /NP
    [SkippableFact]
    public void AMirrorWithAllMetadataIsAnExactCopyAndItsLogIsOfTheLastRun()
    {
        Require.Root();
        RobocopyBed.Write(_bed.Source, "a.txt");
        RobocopyBed.Write(_bed.Source, "sub/b.txt", "b");
        RobocopyBed.Write(_bed.Destination, "gone/old.txt");
        string[] words = ["/MIR", "/COPYALL", "/R:3", "/W:5", $"/LOG:{Log}", "/NP"];

        _bed.Run(words).MustEndWith(3);
        _bed.Run(words).MustEndWith(0);

        RobocopyBed.Names(_bed.Destination).ShouldBe(RobocopyBed.Names(_bed.Source));
        File.ReadAllText(Log).Split("Started :").Length.ShouldBe(2, "the log is to be written anew");
    }

    // robocopy D:\Data E:\Backup\Data /MIR /L
    [SkippableFact]
    public void APreviewChangesNothing()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        RobocopyBed.Write(_bed.Destination, "gone/old.txt");

        ShellResult result = _bed.Run("/MIR", "/L");

        result.ExitCode.ShouldBe(3, result.Error);
        RobocopyBed.Names(_bed.Destination).ShouldBe(["gone/", "gone/old.txt"]);
        result.Output.ShouldContain("New File");
        result.Output.ShouldContain("*EXTRA Dir");
    }

    // robocopy D:\AppRoot E:\Backup\AppRoot /E /XO /XD Temp Cache .git node_modules /XF *.log *.tmp *.bak /R:3 /W:5 /LOG+:C:\bat\backup-log.txt /NP
    [SkippableFact]
    public void ExclusionsHoldAtEveryDepth()
    {
        foreach (string path in (string[])["a.txt", "x.log", "deep/x.TMP", "deep/y.txt", "Temp/t.txt", "deep/Cache/c.txt", "deep/.git/HEAD", "node_modules/m.js", "old.bak"])
        {
            RobocopyBed.Write(_bed.Source, path);
        }

        _bed.Run("/E", "/XO", "/XD", "Temp", "Cache", ".git", "node_modules", "/XF", "*.log", "*.tmp", "*.bak", "/R:3", "/W:5", $"/LOG+:{Log}", "/NP").MustEndWith(1);

        RobocopyBed.Names(_bed.Destination).ShouldBe(["a.txt", "deep/", "deep/y.txt"]);
    }

    // robocopy D:\Data E:\Backup\Data /E /XO /XD Temp Cache .git /R:3 /W:5 /LOG+:C:\bat\backup-log.txt /NP /NDL
    [SkippableFact]
    public void ALogWithoutFoldersHasFullPaths()
    {
        RobocopyBed.Write(_bed.Source, "deep/a.txt");

        _bed.Run("/E", "/XO", "/XD", "Temp", "Cache", ".git", "/R:3", "/W:5", $"/LOG+:{Log}", "/NP", "/NDL").MustEndWith(1);

        string[] lines = File.ReadAllLines(Log);
        lines.ShouldContain(l => l.EndsWith($"\t{_bed.Source}/deep/a.txt", StringComparison.Ordinal));
        lines.ShouldNotContain(l => l.StartsWith('\t') && l.EndsWith('/'));
    }

    // robocopy C:\Source D:\Destination /MIR /R:3 /W:5
    [SkippableFact]
    public void AMirrorRemovesWhatTheSourceNoLongerHas()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        _bed.WriteBoth("same.txt");
        RobocopyBed.Write(_bed.Destination, "gone/deep/old.txt");

        _bed.Run("/MIR", "/R:3", "/W:5").MustEndWith(3);

        RobocopyBed.Names(_bed.Destination).ShouldBe(["a.txt", "same.txt"]);
    }

    // robocopy \\SRV-PROD-01\Scripts$ \\SRV-REMOTE-01\Scripts$ /MIR /Z /R:5 /W:15 /LOG+:C:\bat\sync-log.txt /NP
    [SkippableFact]
    public void ARestartableMirrorCopiesLargeFiles()
    {
        byte[] content = [.. Enumerable.Range(0, 3_000_000).Select(i => unchecked((byte)(i * 31)))];
        File.WriteAllBytes(Path.Join(_bed.Source, "large.bin"), content);

        _bed.Run("/MIR", "/Z", "/R:5", "/W:15", $"/LOG+:{Log}", "/NP").MustEndWith(1);

        File.ReadAllBytes(Path.Join(_bed.Destination, "large.bin")).SequenceEqual(content).ShouldBeTrue();
        RobocopyBed.Names(_bed.Destination).ShouldBe(["large.bin"]);
    }

    // robocopy \\SRV-PROD-01\Scripts$ \\SRV-PROD-02\Scripts$ /MIR /XD .git node_modules Temp obj bin /XF *.log *.tmp *.user ...
    [SkippableFact]
    public void AMirrorWithExclusionsKeepsThemAtTheDestination()
    {
        foreach (string path in (string[])["a.cs", "obj/o.dll", "src/bin/b.dll", "x.user"])
        {
            RobocopyBed.Write(_bed.Source, path);
        }

        RobocopyBed.Write(_bed.Destination, "kept.log");
        RobocopyBed.Write(_bed.Destination, "src/bin/kept.dll");
        RobocopyBed.Write(_bed.Destination, "gone.cs");

        _bed.Run("/MIR", "/XD", ".git", "node_modules", "Temp", "obj", "bin", "/XF", "*.log", "*.tmp", "*.user", "/R:3", "/W:5", $"/LOG+:{Log}", "/NP").MustEndWith(3);

        RobocopyBed.Names(_bed.Destination).ShouldBe(["a.cs", "kept.log", "src/", "src/bin/", "src/bin/kept.dll"]);
    }

    // robocopy \\SRV-PROD-01\Scripts$ \\NAS-BACKUP-01\Scripts /MIR /FFT /R:3 /W:5 /NP
    [SkippableFact]
    public void TimesOfAFatDiskDoNotMakeFilesNewer()
    {
        RobocopyBed.Write(_bed.Source, "a.txt", "text", RobocopyBed.Usual.AddSeconds(1.5));
        RobocopyBed.Write(_bed.Destination, "a.txt");
        RobocopyBed.Write(_bed.Source, "b.txt", "text", RobocopyBed.Usual.AddSeconds(3));
        RobocopyBed.Write(_bed.Destination, "b.txt");

        _bed.Run("/MIR", "/FFT", "/R:3", "/W:5", "/NP").MustEndWith(1);

        File.GetLastWriteTimeUtc(Path.Join(_bed.Destination, "a.txt")).ShouldBe(RobocopyBed.Usual);
        File.GetLastWriteTimeUtc(Path.Join(_bed.Destination, "b.txt")).ShouldBe(RobocopyBed.Usual.AddSeconds(3));
    }

    // /SAVE:jobname and later /JOB:jobname
    [SkippableFact]
    public void ASavedJobRunsLater()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        RobocopyBed.Write(_bed.Source, "a.tmp");
        string job = _bed.At("sync");

        _bed.Run("/MIR", "/XF", "*.tmp", "/R:3", "/W:5", $"/SAVE:{job}", "/QUIT").MustEndWith(0);
        Directory.Exists(_bed.Destination).ShouldBeFalse();
        _bed.RunWords($"/JOB:{job}").MustEndWith(1);

        RobocopyBed.Names(_bed.Destination).ShouldBe(["a.txt"]);
    }

    // A mirror whose source is empty although the last run saw files, as an unmounted disk is.
    [SkippableFact]
    public void TheGuardsOfAMirrorHoldHereToo()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        _bed.Run("/MIR").MustEndWith(1);
        File.Delete(Path.Join(_bed.Source, "a.txt"));

        ShellResult refused = _bed.Run("/MIR");
        ShellResult agreed = _bed.Run("/MIR", "/MAXDELETE:100%");

        refused.ExitCode.ShouldBe(16, refused.Output);
        refused.Error.ShouldContain("SB1202");
        refused.Error.ShouldContain("/MAXDELETE:100%");
        agreed.MustEndWith(2);
        RobocopyBed.Names(_bed.Destination).ShouldBeEmpty();
    }

    [SkippableFact]
    public void TheLimitOfDeletionsHoldsHereToo()
    {
        _bed.WriteBoth("a.txt");
        RobocopyBed.Write(_bed.Destination, "1");
        RobocopyBed.Write(_bed.Destination, "2");

        _bed.Run("/MIR", "/MAXDELETE:1").MustEndWith(16);
        RobocopyBed.Names(_bed.Destination).ShouldBe(["1", "2", "a.txt"]);

        _bed.Run("/MIR", "/MAXDELETE:2").MustEndWith(2);
        RobocopyBed.Names(_bed.Destination).ShouldBe(["a.txt"]);
    }

    [SkippableFact]
    public void ALogInTheMirroredFolderSurvivesTheMirror()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        string log = Path.Join(_bed.Destination, "log.txt");

        _bed.Run("/MIR", $"/LOG+:{log}").ExitCode.ShouldBeLessThan(8);
        _bed.Run("/MIR", $"/LOG+:{log}").ExitCode.ShouldBeLessThan(8);

        File.ReadAllText(log).Split("Started :").Length.ShouldBe(3);
    }

    [SkippableFact]
    public void CleaningUpCopiesNothing()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        _bed.WriteBoth("same.txt");
        RobocopyBed.Write(_bed.Destination, "old.txt");

        ShellResult result = _bed.Run("/E", "/NOCOPY", "/PURGE");

        RobocopyBed.Names(_bed.Destination).ShouldBe(["same.txt"], result.Output);
        result.ExitCode.ShouldBe(2, result.Output);
    }
}
