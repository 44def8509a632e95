using System.Globalization;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Robocopy;

/// <summary>
/// Robocopy's exit codes as Microsoft lists them, produced by real trees
/// (https://learn.microsoft.com/troubleshoot/windows-server/backup-and-storage/return-codes-used-robocopy-utility), and the two that the list leaves out.
/// </summary>
public sealed class ExitCodeRowTests : IDisposable
{
    private readonly RobocopyBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void Code0NoFilesWereCopiedAsAllExistInTheDestination()
    {
        _bed.WriteBoth("a.txt");
        _bed.WriteBoth("sub/b.txt");

        Ends(0);
    }

    [SkippableFact]
    public void Code0AlsoWhereNoFileMatches()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");

        Ends(0, "*.doc");
        RobocopyBed.Names(_bed.Destination).ShouldBeEmpty();
    }

    [SkippableFact]
    public void Code1AllFilesWereCopied()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");

        Ends(1);
        RobocopyBed.Names(_bed.Destination).ShouldBe(["a.txt"]);
    }

    [SkippableFact]
    public void Code2ThereAreAdditionalFilesInTheDestination()
    {
        _bed.WriteBoth("a.txt");
        RobocopyBed.Write(_bed.Destination, "extra.txt");

        Ends(2);
        RobocopyBed.Names(_bed.Destination).ShouldContain("extra.txt");
    }

    [SkippableFact]
    public void Code2AlsoWhereAMirrorOnlyDeletes()
    {
        _bed.WriteBoth("a.txt");
        RobocopyBed.Write(_bed.Destination, "old/extra.txt");

        Ends(2, "/MIR");
        RobocopyBed.Names(_bed.Destination).ShouldBe(["a.txt"]);
    }

    [SkippableFact]
    public void Code3SomeFilesWereCopiedAndAdditionalFilesWerePresent()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        RobocopyBed.Write(_bed.Destination, "extra.txt");

        Ends(3);
    }

    [SkippableFact]
    public void Code4SomeFilesWereMismatched()
    {
        Mismatch();

        Ends(4);
        Directory.Exists(Path.Join(_bed.Destination, "clash")).ShouldBeTrue();
    }

    [SkippableFact]
    public void Code5SomeFilesWereCopiedAndSomeWereMismatched()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        Mismatch();

        Ends(5);
    }

    [SkippableFact]
    public void Code6AdditionalAndMismatchedFilesExist()
    {
        _bed.WriteBoth("a.txt");
        RobocopyBed.Write(_bed.Destination, "extra.txt");
        Mismatch();

        Ends(6);
    }

    [SkippableFact]
    public void Code7FilesWereCopiedAndMismatchedAndAdditionalFilesExist()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        RobocopyBed.Write(_bed.Destination, "extra.txt");
        Mismatch();

        Ends(7);
    }

    [SkippableFact]
    public void Code8SeveralFilesWereNotCopied()
    {
        Lock("locked.txt");

        Ends(8, "/R:0");
        File.ReadAllText(Path.Join(_bed.Destination, "locked.txt")).ShouldBe("old");
    }

    [SkippableFact]
    public void Code9SomeFilesWereCopiedAndSeveralWereNot()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        Lock("locked.txt");

        Ends(9, "/R:0");
    }

    [SkippableFact]
    public void Code16TheSourceIsNotThere()
    {
        Directory.Delete(_bed.Source);

        Ends(16);
        Directory.Exists(_bed.Destination).ShouldBeFalse();
    }

    [SkippableFact]
    public void Code16TheLineCantBeUnderstood()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");

        Ends(16, "/NONSENSE").Output.ShouldContain("ERROR : Invalid Parameter #4 : \"/NONSENSE\"");
        Directory.Exists(_bed.Destination).ShouldBeFalse();
    }

    [SkippableFact]
    public void OnlyListingEndsAsTheRunWouldAndChangesNothing()
    {
        RobocopyBed.Write(_bed.Source, "a.txt");
        RobocopyBed.Write(_bed.Destination, "extra.txt");
        Mismatch();

        Ends(7, "/L");
        RobocopyBed.Names(_bed.Destination).ShouldBe(["clash/", "extra.txt"]);
    }

    [SkippableFact]
    public void ExtrasThatAreLeftAloneCountAllTheSame()
    {
        _bed.WriteBoth("a.txt");
        RobocopyBed.Write(_bed.Destination, "extra.txt");

        Ends(2, "/MIR", "/XX");
        RobocopyBed.Names(_bed.Destination).ShouldContain("extra.txt");
    }

    [SkippableTheory]
    [InlineData(false, 8)]
    [InlineData(true, 0)]
    public void AFailedDeletionIsAFailureUnlessRobocopysOwnCodesAreAskedFor(bool isStrict, int failed)
    {
        Require.Root();
        _bed.WriteBoth("a.txt");
        RobocopyBed.Write(_bed.Destination, "extra.txt");
        MakeImmutable("extra.txt");

        Ends(2 + failed, ["/MIR", "/R:0", .. isStrict ? ["/STRICT"] : Array.Empty<string>()]);
        RobocopyBed.Names(_bed.Destination).ShouldContain("extra.txt");
    }

    private ShellResult Ends(int code, params string[] words)
    {
        ShellResult result = _bed.Run(["/E", .. words]);
        result.ExitCode.ShouldBe(code, string.Create(CultureInfo.InvariantCulture, $"{result.Output}\n{result.Error}"));
        return result;
    }

    private void Mismatch()
    {
        RobocopyBed.Write(_bed.Source, "clash");
        Directory.CreateDirectory(Path.Join(_bed.Destination, "clash"));
    }

    private void Lock(string name)
    {
        Require.Root();
        RobocopyBed.Write(_bed.Source, name, "new", RobocopyBed.Usual.AddDays(1));
        RobocopyBed.Write(_bed.Destination, name, "old");
        MakeImmutable(name);
    }

    private void MakeImmutable(string name) => Require.That(
        Shell.Run(Require.Program("chattr"), ["+i", Path.Join(_bed.Destination, name)]).ExitCode == 0, "needs a file system with immutable files");
}
