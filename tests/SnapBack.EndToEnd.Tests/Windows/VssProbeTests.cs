using System.Globalization;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>
/// The built-in engine in a single-file program, call by call, on the stand-in service: what it gets there, and that it leaves nothing behind on any way
/// out. The choreography of the backup program is tested with the backup program.
/// </summary>
public sealed class VssProbeTests : IClassFixture<SharedBed<VssBed>>
{
    private const string GuidPathOfD = @"\\?\Volume{00000000-0000-0000-0000-000000000044}\";

    private readonly WineBed _machine;
    private readonly VssDouble _service;
    private readonly string _d;

    public VssProbeTests(SharedBed<VssBed> shared)
    {
        VssBed bed = shared.Get();
        (_machine, _service, _d) = (bed.Machine, bed.Service, bed.D);
        _service.Reset();
        File.Delete(Go);
    }

    [SkippableFact]
    public void AllCallsOfABackupAreAnsweredAndNothingIsLeft()
    {
        File.WriteAllText(Path.Join(_d, "locked.txt"), "the content");
        using RunningProgram holder = _machine.HoldOpen("-", @"D:\locked.txt");

        ShellResult probe = Probe("snapshot", "--read", "locked.txt", @"D:\", @"E:\").MustSucceed();

        probe.Output.ShouldContain("locked.txt: the content");
        _service.Traces.Single().Steps.ShouldBe(
        [
            "InitializeForBackup", "SetContext", "SetBackupState", "GatherWriterMetadata", "IsVolumeSupported", "IsVolumeSupported", "StartSnapshotSet",
            "AddToSnapshotSet", "AddToSnapshotSet", "PrepareForBackup", "GatherWriterStatus", "DoSnapshotSet", "GatherWriterStatus",
            "GetSnapshotProperties", "GetSnapshotProperties", "BackupComplete", "GatherWriterStatus", "DeleteSnapshots",
        ]);
        _service.Traces.Single().Count("snapshot-made").ShouldBe(2);
        NothingIsLeft();
    }

    [SkippableFact]
    public void WithoutWritersNoWriterIsAsked()
    {
        File.WriteAllText(Path.Join(_d, "a.txt"), "the content");

        Probe("snapshot", "--no-writers", "--read", "a.txt", @"D:\").MustSucceed().Output.ShouldContain("a.txt: the content");

        _service.Traces.Single().Steps.ShouldBe(
        [
            "InitializeForBackup", "SetContext", "IsVolumeSupported", "StartSnapshotSet", "AddToSnapshotSet", "DoSnapshotSet", "GetSnapshotProperties",
            "DeleteSnapshots",
        ]);
        NothingIsLeft();
    }

    [SkippableFact]
    public void ReleasingTheObjectReleasesTheSnapshots()
    {
        Probe("snapshot", "--skip", "delete", @"D:\").MustSucceed();

        NothingIsLeft();
    }

    [SkippableFact]
    public void TheSnapshotKeepsItsMomentAndOtherProgramsSeeIt()
    {
        File.WriteAllText(Path.Join(_d, "a.txt"), "before");
        using RunningProgram probe = StartWithSnapshot();

        File.WriteAllText(Path.Join(_d, "a.txt"), "after");
        string device = DeviceOf(probe.Said);
        string read = _machine.RunProgram(CommandShell, "/c", "type", device + @"\a.txt").Output;
        string listed = Probe("list").MustSucceed().Output;
        File.WriteAllText(Go, string.Empty);

        probe.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        read.ShouldBe("before");
        listed.ShouldContain(device);
        listed.ShouldContain($"Volume = {GuidPathOfD}");
        NothingIsLeft();
    }

    [SkippableFact]
    public void AnotherProgramMayDeleteTheSnapshot()
    {
        using RunningProgram probe = StartWithSnapshot("--skip", "delete");

        Probe("delete", _service.Living.Single()).MustSucceed().Output.ShouldContain("deleted: 1");
        File.WriteAllText(Go, string.Empty);

        probe.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        probe.Said.ShouldContain("GetSnapshotProperties: 0x80042308");
        NothingIsLeft();
    }

    [SkippableFact]
    public void ALostSnapshotIsNotFound()
    {
        using RunningProgram probe = StartWithSnapshot();

        _service.LoseSnapshots();
        File.WriteAllText(Go, string.Empty);

        probe.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        probe.Said.ShouldContain("GetSnapshotProperties: 0x80042308");
        NothingIsLeft();
    }

    [SkippableFact]
    public void WhenTheProgramIsKilledTheSnapshotGoes()
    {
        using RunningProgram probe = StartWithSnapshot();

        probe.Kill();

        _service.IsCleanSoon().ShouldBeTrue();
        Probe("snapshot", @"D:\").MustSucceed();
        NothingIsLeft();
    }

    [SkippableTheory]
    [InlineData("GatherWriterMetadata")]
    [InlineData("PrepareForBackup")]
    [InlineData("GatherWriterStatus")]
    [InlineData("DoSnapshotSet")]
    [InlineData("BackupComplete")]
    public void CtrlCEndsAnOperationThatNeverAnswers(string step)
    {
        _service.Script = $"no-answer:{step}";
        using RunningProgram probe = StartProbe("snapshot", @"D:\");
        SpinWait.SpinUntil(() => _service.Traces.Any(trace => trace.Steps.Contains(step)), TimeSpan.FromMinutes(1)).ShouldBeTrue();

        probe.Signal("INT");

        probe.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        probe.ExitCode.ShouldBe(130, probe.Said);
        probe.Said.ShouldContain($"{step}: cancelled");
        NothingIsLeft();
    }

    [SkippableFact]
    public void CtrlCWhileTheSnapshotIsReadReleasesIt()
    {
        using RunningProgram probe = StartWithSnapshot();

        probe.Signal("INT");

        probe.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        probe.ExitCode.ShouldBe(130, probe.Said);
        NothingIsLeft();
    }

    [SkippableTheory]
    [InlineData("access-denied", "Open", 0x80070005)]
    [InlineData("refuse:InitializeForBackup=0x80042302", "Open", 0x80042302)]
    [InlineData("unsupported-context", "Open", 0x8004231B)]
    [InlineData("writer-infrastructure", "GatherWriterMetadata", 0x80042318)]
    [InlineData("in-progress", "StartSnapshotSet", 0x80042316)]
    [InlineData("nested-volume", "AddToSnapshotSet", 0x8004232C)]
    [InlineData("fail:PrepareForBackup=0x80042302", "PrepareForBackup", 0x80042302)]
    [InlineData("flush-timeout", "DoSnapshotSet", 0x80042313)]
    [InlineData("veto", "DoSnapshotSet", 0x80042306)]
    [InlineData("insufficient-storage", "DoSnapshotSet", 0x8004231F)]
    [InlineData("share-timeout", "DoSnapshotSet", 0x80042417)]
    [InlineData("refuse:DoSnapshotSet=0x80042301", "DoSnapshotSet", 0x80042301)]
    [InlineData("fail:BackupComplete=0x80042315", "BackupComplete", 0x80042315)]
    public void ARefusalArrivesWithItsNumberAndLeavesNothing(string script, string step, uint result)
    {
        _service.Script = script;

        ShellResult probe = Probe("snapshot", @"D:\");

        probe.MustEndWith(1);
        probe.Output.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"{step}: 0x{result:X8}"));
        NothingIsLeft();
    }

    [SkippableFact]
    public void WritersTellTheirFilesAndHowTheyFailed()
    {
        _service.AddWriter("Mail Writer", Guid.NewGuid(), @"exclude %ProgramData%\Mail|*.tmp|recursive", @"from-snapshot D:\mail|*.ost|recursive");
        _service.Script = "writer-failed:Mail Writer@freeze=retryable";

        string output = Probe("snapshot", @"D:\").MustSucceed().Output;

        output.ShouldContain(@"not in backups: VssFileRule { Folder = %ProgramData%\Mail, Pattern = *.tmp, IsRecursive = True }");
        output.ShouldContain(@"not in snapshots: VssFileRule { Folder = D:\mail, Pattern = *.ost, IsRecursive = True }");
        output.ShouldContain("Name = Mail Writer, State = 9, Failure = -2147212301, ApplicationFailure = -2147024726, ApplicationMessage = told to fail");
        NothingIsLeft();
    }

    [SkippableFact]
    public void WhatDoesNotBelongIntoASnapshotIsNotInIt()
    {
        Directory.CreateDirectory(Path.Join(_d, "Mail", "old"));
        File.WriteAllText(Path.Join(_d, "Mail", "old", "box.OST"), "cache");
        File.WriteAllText(Path.Join(_d, "Mail", "box.txt"), "text");
        File.WriteAllText(Path.Join(_d, "search.edb"), "index");
        _service.AddWriter("Mail Writer", Guid.NewGuid(), @"from-snapshot D:\mail|*.ost|recursive");
        const string Key = @"HKLM\SYSTEM\CurrentControlSet\Control\BackupRestore\FilesNotToSnapshot";
        _machine.RunProgram(Path.Join(_machine.DriveC, "windows", "system32", "reg.exe"), "add", Key, "/v", "Search", "/t", "REG_MULTI_SZ", "/d", @"D:\*.edb", "/f")
            .MustSucceed();
        using RunningProgram probe = StartWithSnapshot();

        string content = _service.ContentOf(DeviceOf(probe.Said)) + "/";
        string[] inSnapshot = [.. Directory.GetFiles(content, "*", SearchOption.AllDirectories).Select(file => file[content.Length..])];
        File.WriteAllText(Go, string.Empty);
        probe.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();

        inSnapshot.ShouldContain("Mail/box.txt");
        inSnapshot.ShouldNotContain("Mail/old/box.OST");
        inSnapshot.ShouldNotContain("search.edb");
        File.Exists(Path.Join(_d, "Mail", "old", "box.OST")).ShouldBeTrue();
        NothingIsLeft();
    }

    [SkippableFact]
    public void ASetOfTwoDrivesHasOneMoment()
    {
        using RunningProgram counters = Count("-");

        (int onD, int onE) = ReadCounters("--no-writers");

        // D is written first: between the two writes it is one ahead.
        (onD - onE).ShouldBeInRange(0, 1);
        onE.ShouldBeGreaterThan(0);
    }

    [SkippableFact]
    public void AWriterThatHoldsIsCaughtBetweenItsRounds()
    {
        _service.AddWriter("Counting Writer", Guid.NewGuid());
        _service.MakeLive("Counting Writer");
        using RunningProgram counters = Count(@"C:\vss-double\writers\Counting Writer.live");

        (int onD, int onE) = ReadCounters();

        onD.ShouldBe(onE);
        onE.ShouldBeGreaterThan(0);
        counters.IsRunning.ShouldBeTrue();
    }

    [SkippableFact]
    public void OnlyOneSetIsMadeAtATime()
    {
        _service.Script = "delay:DoSnapshotSet=60000";
        using RunningProgram first = StartProbe("snapshot", @"D:\");
        SpinWait.SpinUntil(() => _service.Traces.Any(trace => trace.Steps.Contains("DoSnapshotSet")), TimeSpan.FromMinutes(1)).ShouldBeTrue();
        _service.Script = string.Empty;

        Probe("snapshot", @"E:\").Output.ShouldContain("StartSnapshotSet: 0x80042316");
        first.Kill();

        Probe("snapshot", @"E:\").MustSucceed();
        NothingIsLeft();
    }

    [SkippableTheory]
    [InlineData("PrepareForBackup: 0x80042301", "--skip", "gather", @"D:\")]
    [InlineData("DoSnapshotSet: 0x80042301", "--skip", "prepare", @"D:\")]
    [InlineData("AddToSnapshotSet: 0x80042301", "--skip", "start", @"D:\")]
    [InlineData("AddToSnapshotSet: 0x8004230D", @"D:\", @"D:\")]
    [InlineData("AddToSnapshotSet: 0x8004230C", @"C:\")]
    [InlineData("IsVolumeSupported: 0x80042308", @"?\\?\Volume{00000000-0000-0000-0000-000000000044}")]
    public void TheServiceRefusesWhatWindowsRefuses(string refusal, params string[] arguments)
    {
        Probe(["snapshot", .. arguments]).Output.ShouldContain(refusal);

        NothingIsLeft();
    }

    [SkippableFact]
    public void AForgottenAbortIsSeen()
    {
        _service.Script = "veto";

        Probe("snapshot", "--skip", "abort", @"D:\").MustEndWith(1);

        _service.Unrest.Count.ShouldBe(2);
        _service.Unrest.ShouldAllBe(line => line.Contains("AbortBackup", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void ProvidersAndDiffAreasAreTold()
    {
        Probe("providers").MustSucceed().Output.ShouldContain("Id = b5946137-7b9f-4925-af80-51abd60b20d5");
        Probe("areas", @"D:\").MustSucceed().Output.ShouldContain($"Volume = {GuidPathOfD}, AreaVolume = {GuidPathOfD}, MaximumBytes = 314572800");
        Probe("areas", @"C:\").MustSucceed().Output.ShouldNotContain("AreaVolume");

        _service.Traces.Count(trace => trace.Calls.Any(call => call.Contains("QueryDiffAreasForVolume", StringComparison.Ordinal))).ShouldBe(2);
        NothingIsLeft();
    }

    [SkippableFact]
    public void ALibraryBesideTheProgramIsNotTaken()
    {
        using WineBed machine = new();
        VssDouble service = VssDouble.Install(machine);
        string library = Path.Join(machine.DriveC, "windows", "system32", "vssapi.dll");
        string folder = machine.Folder("download");
        File.WriteAllBytes(Path.Join(folder, "vssapi.dll"), File.ReadAllBytes(library));
        File.WriteAllBytes(Path.Join(folder, "vssprobe.exe"), File.ReadAllBytes(PublishedProbe.Program()));
        File.Delete(library);

        ShellResult probe = machine.RunProgram(Path.Join(folder, "vssprobe.exe"), "list");

        probe.MustEndWith(1);
        probe.Error.ShouldContain("The library of the shadow copy service, vssapi.dll, can't be used");
        service.Traces.ShouldBeEmpty();
    }

    private string Go => _machine.At("go");

    private string CommandShell => Path.Join(_machine.DriveC, "windows", "system32", "cmd.exe");

    private static string DeviceOf(string said) => DevicesOf(said)[0];

    private static string[] DevicesOf(string said) =>
        [.. said.Split('\n').Where(line => line.Contains("Device = ", StringComparison.Ordinal)).Select(line => line.Split("Device = ")[1].Split(',')[0])];

    private ShellResult Probe(params string[] arguments) => _machine.RunProgram(PublishedProbe.Program(), arguments);

    private RunningProgram StartProbe(params string[] arguments) => _machine.StartProgram(PublishedProbe.Program(), arguments);

    /// <summary>A probe with a snapshot of D: that it keeps until the bed's file <c>go</c> exists.</summary>
    private RunningProgram StartWithSnapshot(params string[] options)
    {
        RunningProgram probe = StartProbe(["snapshot", .. options, "--until", WineBed.WindowsPath(Go), @"D:\"]);
        probe.Says("The snapshot stays until").ShouldBeTrue(probe.Said);
        return probe;
    }

    private RunningProgram Count(string writerFolder)
    {
        string program = WineBed.Compile(Path.Join(AppContext.BaseDirectory, "Programs", "counters.c"));
        RunningProgram counters = _machine.StartProgram(program, writerFolder, @"D:\counter", @"E:\counter");
        counters.Says("counting").ShouldBeTrue(counters.Said);
        return counters;
    }

    private (int OnD, int OnE) ReadCounters(params string[] options)
    {
        using RunningProgram probe = StartProbe(["snapshot", .. options, "--until", WineBed.WindowsPath(Go), @"D:\", @"E:\"]);
        probe.Says("The snapshot stays until").ShouldBeTrue(probe.Said);
        int[] counters = [.. DevicesOf(probe.Said).Select(device => ReadNumber(Path.Join(_service.ContentOf(device), "counter")))];
        File.WriteAllText(Go, string.Empty);
        probe.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        NothingIsLeft();
        return (counters[0], counters[1]);
    }

    private static int ReadNumber(string file) => int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);

    private void NothingIsLeft()
    {
        _service.Unrest.ShouldBeEmpty();
        _service.Traces.ShouldNotBeEmpty();
    }
}
