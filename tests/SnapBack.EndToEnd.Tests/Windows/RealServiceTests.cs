using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>
/// What the stand-in shows under Wine, held against the shadow copy service of a real Windows. Run by <c>dotnet test</c> from an elevated prompt; the
/// folder for temporary files must lie on NTFS.
/// </summary>
public sealed class RealServiceTests : IDisposable
{
    private const int Copied = 1;
    private const int Failed = 8;

    private readonly TempFolder? _temp;
    private readonly SnapBackProgram? _program;

    public RealServiceTests()
    {
        if (OperatingSystem.IsWindows())
        {
            _temp = new TempFolder();
            _temp.Folder("source", "folder");
            _temp.Folder("state");
            _program = new SnapBackProgram(_temp.At("state"));
        }
    }

    private TempFolder Temp => _temp!;

    private SnapBackProgram Program => _program!;

    private string Source => Temp.At("source");

    private string Destination => Temp.At("copy");

    public void Dispose() => _temp?.Dispose();

    [SkippableTheory]
    [InlineData("native")]
    [InlineData("alphavss")]
    public void ALockedFileFailsLiveAndIsCopiedFromTheSnapshotByEitherEngine(string engine)
    {
        RequireElevatedWindows();
        string locked = Temp.At("source", "folder", "locked.txt");
        File.WriteAllText(locked, "open");
        File.WriteAllText(Temp.At("source", "free.txt"), "free");
        using FileStream holder = new(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        ShellResult live = Program.Mirror(Source, Destination, "--retry", "0");
        ShellResult snapshot = Program.Mirror(Source, Destination, "--snapshot", "require", "--vss-engine", engine);

        live.ExitCode.ShouldBe(Copied | Failed, live.Output + live.Error);
        snapshot.ExitCode.ShouldBe(Copied, snapshot.Output + snapshot.Error);
        File.ReadAllText(Path.Join(Destination, "folder", "locked.txt")).ShouldBe("open");
        JsonElement run = Program.Rows("show", "last")[0];
        run.GetProperty("snapshots")[0].GetProperty("provider").GetString()!.ShouldContain(engine);
        run.GetProperty("writers").GetArrayLength().ShouldBeGreaterThan(3);
        Program.Rows("files", "last").ShouldAllBe(file => file.GetProperty("view").GetString() == "snapshot");
    }

    [SkippableFact]
    public void ASecondRunFindsNothingToDoAndNoSnapshotIsLeft()
    {
        RequireElevatedWindows();
        File.WriteAllText(Temp.At("source", "a.txt"), "a");
        Program.Mirror(Source, Destination, "--snapshot", "require").MustEndWith(Copied);

        Program.Mirror(Source, Destination, "--snapshot", "require").MustEndWith(0);

        Program.Run("snapshot", "list").MustSucceed().Output.ShouldNotContain("SnapBack");
    }

    [SkippableFact]
    public void WhatIsDeletedWhileTheRunGoesOnIsCopiedAsItWas()
    {
        RequireElevatedWindows();
        File.WriteAllText(Temp.At("source", "a-large.bin"), new string('x', 8 * 1024 * 1024));
        File.WriteAllText(Temp.At("source", "z-late.txt"), "as it was");
        using RunningProgram run = Program.Start(
            [.. Program.BackupArguments(Source, Destination, "--mode", "mirror", "--snapshot", "require", "--json", "--threads", "1", "--bandwidth", "2M")]);
        run.Says("\"copying\"").ShouldBeTrue(run.Said);

        File.Delete(Temp.At("source", "z-late.txt"));

        run.EndsWithin(TimeSpan.FromMinutes(2)).ShouldBeTrue(run.Said);
        run.ExitCode.ShouldBe(Copied, run.Said);
        File.ReadAllText(Path.Join(Destination, "z-late.txt")).ShouldBe("as it was");
    }

    [SkippableFact]
    public void DoctorPassesOnAHealthyMachine()
    {
        RequireElevatedWindows();

        ShellResult doctor = Program.Run("doctor");

        doctor.ExitCode.ShouldBe(0, doctor.Output + doctor.Error);
        doctor.Output.ShouldContain("writers answer");
    }

    private static void RequireElevatedWindows()
    {
        Require.Windows();
        Require.Root();
    }
}
