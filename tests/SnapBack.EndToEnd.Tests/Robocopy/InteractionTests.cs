using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Robocopy;

/// <summary>Switches together, on real trees: the rows of the table in docs/robocopy.md that are not refused.</summary>
public sealed class InteractionTests : IDisposable
{
    private readonly RobocopyBed _bed = new();

    public InteractionTests()
    {
        RobocopyBed.Write(_bed.Source, "new.txt");
        RobocopyBed.Write(_bed.Source, "sub/new.doc");
        _bed.WriteBoth("same.txt");
        RobocopyBed.Write(_bed.Source, "newer.txt", "v2", RobocopyBed.Usual.AddDays(1));
        RobocopyBed.Write(_bed.Destination, "newer.txt", "v1");
        RobocopyBed.Write(_bed.Destination, "extra.txt");
        RobocopyBed.Write(_bed.Destination, "extra.doc");
        RobocopyBed.Write(_bed.Destination, "gone/keep/deep.txt");
    }

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData("/Z /MT:4", null)]
    [InlineData("/J /Z", "/J")]
    [InlineData("/J /MT", null)]
    [InlineData("/Z /B", "/Z")]
    [InlineData("/COPY:DATX /B", "/COPY:X")]
    public void WaysOfCopyingGetAlong(string switches, string? remarked)
    {
        Require.Root();

        ShellResult result = _bed.Run(["/MIR", .. switches.Split(' ')]);

        result.ExitCode.ShouldBe(3, result.Output + result.Error);
        RobocopyBed.Names(_bed.Destination).ShouldBe(RobocopyBed.Names(_bed.Source));
        File.ReadAllText(Path.Join(_bed.Destination, "newer.txt")).ShouldBe("v2");
        if (remarked is not null)
        {
            result.Error.ShouldContain($": {remarked} ");
        }
    }

    [SkippableFact]
    public void AMirrorThatLeavesExtrasAloneDeletesNothing()
    {
        Run(3, "/MIR", "/XX").Error.ShouldContain("nothing is deleted");

        Destination("extra.doc", "extra.txt", "gone/", "gone/keep/", "gone/keep/deep.txt", "new.txt", "newer.txt", "same.txt", "sub/", "sub/new.doc");
    }

    [SkippableFact]
    public void AMirrorWithoutLonelyFilesOnlyRefreshesAndDeletes()
    {
        Run(3, "/MIR", "/XL");

        Destination("newer.txt", "same.txt");
        File.ReadAllText(Path.Join(_bed.Destination, "newer.txt")).ShouldBe("v2");
    }

    [SkippableFact]
    public void ExcludedNamesAreKeptAtEveryDepth()
    {
        Run(3, "/MIR", "/XD", "keep", "/XF", "extra.doc");

        Destination("extra.doc", "gone/", "gone/keep/", "gone/keep/deep.txt", "new.txt", "newer.txt", "same.txt", "sub/", "sub/new.doc");
    }

    [SkippableFact]
    public void OnlyExtrasThatMatchAreDeleted()
    {
        Run(3, "*.txt", "/S", "/PURGE");

        RobocopyBed.Names(_bed.Destination).ShouldContain("extra.doc");
        RobocopyBed.Names(_bed.Destination).ShouldNotContain("extra.txt");
        RobocopyBed.Names(_bed.Destination).ShouldNotContain("sub/new.doc");
    }

    [SkippableFact]
    public void AMirrorThatMovesKeepsExtrasAndLeavesOnlyWhatItDidNotCopy()
    {
        Run(3, "/MIR", "/MOVE").Error.ShouldContain("keeps extras");

        Destination("extra.doc", "extra.txt", "gone/", "gone/keep/", "gone/keep/deep.txt", "new.txt", "newer.txt", "same.txt", "sub/", "sub/new.doc");
        RobocopyBed.Names(_bed.Source).ShouldBe(["same.txt"]);
    }

    [SkippableTheory]
    [InlineData("/MIR /L")]
    [InlineData("/MIR /MOVE /L")]
    [InlineData("/MIR /QUIT")]
    [InlineData("/MIR /MOVE /QUIT")]
    [InlineData("/MIR /MAXDELETE:1")]
    [InlineData("/MIR /MT /IPG:1")]
    [InlineData("/MIR /NOSUCHSWITCH")]
    public void NothingIsTouched(string switches)
    {
        string[] source = RobocopyBed.Names(_bed.Source);
        string[] destination = RobocopyBed.Names(_bed.Destination);

        _bed.Run(switches.Split(' '));

        RobocopyBed.Names(_bed.Source).ShouldBe(source);
        RobocopyBed.Names(_bed.Destination).ShouldBe(destination);
        File.ReadAllText(Path.Join(_bed.Destination, "newer.txt")).ShouldBe("v1");
    }

    [SkippableFact]
    public void OnlyListingWritesTheLog()
    {
        string log = _bed.At("log.txt");

        Run(3, "/MIR", "/L", $"/LOG:{log}");

        File.ReadAllText(log).ShouldContain("*EXTRA File");
    }

    private ShellResult Run(int exitCode, params string[] words)
    {
        ShellResult result = _bed.Run(words);
        result.ExitCode.ShouldBe(exitCode, result.Output + result.Error);
        return result;
    }

    private void Destination(params string[] names) => RobocopyBed.Names(_bed.Destination).ShouldBe(names);
}
