using Shouldly;
using SnapBack.Runs;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>How files are compared and copied where a job says it otherwise than usual.</summary>
public sealed class CopyRuleTests : IDisposable
{
    private static readonly DateTime Time = new(2020, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly RuleBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData("\"ignoreDst\": false", 0, 0)]
    [InlineData("\"ignoreDst\": false", 2, 1)]
    [InlineData("\"timeTolerance\": 2", 2, 0)]
    [InlineData("\"timeTolerance\": 2", -2, 0)]
    [InlineData("\"timeTolerance\": 2", 2.1, 1)]
    [InlineData("\"timeTolerance\": 2", 3600, 1)]
    [InlineData("\"ignoreDst\": true", 3600, 0)]
    [InlineData("\"ignoreDst\": true", -3600, 0)]
    [InlineData("\"ignoreDst\": true", 3601, 1)]
    [InlineData("\"ignoreDst\": true, \"timeTolerance\": 2", 3602, 0)]
    [InlineData("\"ignoreDst\": true, \"timeTolerance\": 2", 3603, 1)]
    [InlineData("\"ignoreDst\": true, \"timeTolerance\": 2", 7200, 1)]
    public void TimesAreEqualAsFarAsTheJobSays(string said, double secondsLater, int copied)
    {
        _bed.Write("file", modified: Time.AddSeconds(secondsLater));
        _bed.WriteAtDestination("file", modified: Time);
        _bed.Say(said);

        _bed.Run().Totals.Files.Copied.ShouldBe(copied);
    }

    [SkippableFact]
    public void StructureAloneIsFoldersAndFilesWithoutContentThatALaterRunFills()
    {
        _bed.Write("a/file", "content", Time);
        Directory.CreateDirectory(_bed.InSource("empty"));
        _bed.Say("\"structureOnly\": true");

        RunResult first = _bed.Run();
        RunResult again = _bed.Run();

        _bed.AtDestination().ShouldBe(["a/", "a/file", "empty/"]);
        FileInfo made = new(_bed.InDestination("a/file"));
        (made.Length, made.LastWriteTimeUtc).ShouldBe((0, Time));
        (first.Totals.Files.Copied, again.Totals.Files.Copied).ShouldBe((1, 0));

        _bed.Say("\"structureOnly\": false");
        RunResult filled = _bed.Run();

        File.ReadAllText(made.FullName).ShouldBe("content");
        _bed.Files(filled).ShouldContain("a/file changed copy");
    }

    [SkippableFact]
    public void StructureAloneNeverTakesContentAway()
    {
        _bed.Write("file", "newer content", Time);
        _bed.WriteAtDestination("file", "old", Time.AddDays(-1));
        _bed.Say("\"structureOnly\": true");

        _bed.Run();

        File.ReadAllText(_bed.InDestination("file")).ShouldBe("old");
    }

    [SkippableFact]
    public void ARuleOnTheLastUseIsAskedInEveryRun()
    {
        _bed.Write("file");
        _bed.Say("\"maxLastAccess\": 20210101");
        Touch(new DateTime(2020, 1, 1));
        RunResult first = _bed.Run();
        Touch(new DateTime(2022, 1, 1));

        RunResult second = _bed.Run();

        (first.Totals.Files.Copied, second.Totals.Files.Copied).ShouldBe((0, 1));
        _bed.Files(first).ShouldContain("file excluded none unused-too-long");
    }

    [SkippableFact]
    public void AFileThatWasUsedTooRecentlyIsLeftOut()
    {
        _bed.Write("file");
        Touch(new DateTime(2022, 1, 1));
        _bed.Say("\"minLastAccess\": 20210101");

        _bed.Files(_bed.Run()).ShouldContain("file excluded none used-too-recently");
    }

    private void Touch(DateTime used) => File.SetLastAccessTimeUtc(_bed.InSource("file"), used);
}
