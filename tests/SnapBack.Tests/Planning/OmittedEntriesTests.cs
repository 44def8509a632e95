using Shouldly;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Tests.Execution;
using Xunit;

namespace SnapBack.Tests.Planning;

/// <summary>Files that the system takes out of a snapshot: the source has them, the view lacks them, the destination keeps them.</summary>
public sealed class OmittedEntriesTests : IDisposable
{
    private readonly EngineBed _bed = new();

    public OmittedEntriesTests()
    {
        _bed.Omitted = new Omissions([Rule("mail", "*.ost"), Rule("cache", "*", isRecursive: true)]);
        _bed.Live = Path.Join(_bed.Root, "live");
        Directory.CreateDirectory(_bed.Live);
    }

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void WhatTheLiveFolderHasAndTheViewLacksIsRecordedAndNeverPurged()
    {
        _bed.Write("mail/a.txt");
        WriteLive("mail/a.txt", "mail/b.ost", "mail/z.tmp");
        _bed.WriteAtDestination("mail/b.ost", "of an earlier night");

        _bed.Decide().Lines.ShouldBe(["mail/a.txt New Copy", "mail/b.ost Excluded None OmittedFromSnapshot"]);
        EngineRun run = _bed.Run();

        File.ReadAllText(_bed.InDestination("mail/b.ost")).ShouldBe("of an earlier night");
        run.Records.Single(record => record.Path.Value == "mail/b.ost").State!.Presence.ShouldBe(Presence.Skipped);
    }

    [SkippableFact]
    public void WhatOnlyTheDestinationHasStaysByTheRuleAlone()
    {
        _bed.Live = null;
        Directory.CreateDirectory(_bed.InSource("mail"));
        _bed.WriteAtDestination("mail/b.ost");
        _bed.WriteAtDestination("mail/b.txt");
        _bed.WriteAtDestination("b.ost");

        _bed.Decide().Lines.ShouldBe(["b.ost Extra Delete", "mail/b.ost Excluded None OmittedFromSnapshot", "mail/b.txt Extra Delete"]);
    }

    [SkippableFact]
    public void WhatIsInTheViewAlthoughARuleMeansItIsAFileLikeAnyOther()
    {
        _bed.Write("mail/b.ost");
        WriteLive("mail/b.ost");

        _bed.Decide().Lines.ShouldBe(["mail New CreateFolder", "mail/b.ost New Copy"]);
    }

    [SkippableFact]
    public void TheSelectionSpeaksFirst()
    {
        _bed.Job = _bed.Job with { Selection = new Selection { ExcludeFiles = [new NamePattern("*.ost")] } };
        Directory.CreateDirectory(_bed.InSource("mail"));
        WriteLive("mail/b.ost");

        _bed.Decide().Lines.ShouldBe(["mail New CreateFolder", "mail/b.ost Excluded None ExcludedFile"]);
    }

    [SkippableFact]
    public void AnExtraFolderGoesButForTheFilesThatARuleMeans()
    {
        _bed.WriteAtDestination("cache/deep/x");
        _bed.WriteAtDestination("mail/b.ost");
        _bed.WriteAtDestination("mail/b.txt");

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["cache Withheld Unknown", "cache/deep Withheld Unknown", "mail Withheld Unknown"]);
        File.Exists(_bed.InDestination("cache/deep/x")).ShouldBeTrue();
        File.Exists(_bed.InDestination("mail/b.ost")).ShouldBeTrue();
        File.Exists(_bed.InDestination("mail/b.txt")).ShouldBeFalse();
    }

    [SkippableFact]
    public void TheSecondNightHasNothingNewToSay()
    {
        _bed.Write("mail/a.txt");
        WriteLive("mail/b.ost");
        _bed.WriteAtDestination("mail/b.ost");
        _bed.WriteAtDestination("mail/c.ost");
        _bed.Run();

        EngineRun second = _bed.Run();

        second.Records.ShouldBeEmpty();
        File.Exists(_bed.InDestination("mail/b.ost")).ShouldBeTrue();
        File.Exists(_bed.InDestination("mail/c.ost")).ShouldBeTrue();
    }

    [SkippableFact]
    public void OmittedNamesAreMetInTheOrderOfTheListing()
    {
        foreach (string name in new[] { "b", "d", "f" })
        {
            _bed.Write($"cache/{name}");
        }

        WriteLive("cache/a", "cache/b", "cache/c", "cache/g");
        _bed.WriteAtDestination("cache/c");
        _bed.WriteAtDestination("cache/e");

        _bed.Decide().Lines.ShouldBe(
        [
            "cache/a Excluded None OmittedFromSnapshot",
            "cache/b New Copy",
            "cache/c Excluded None OmittedFromSnapshot",
            "cache/d New Copy",
            "cache/e Excluded None OmittedFromSnapshot",
            "cache/f New Copy",
            "cache/g Excluded None OmittedFromSnapshot",
        ]);
    }

    [SkippableFact]
    public void AFileThatComesBackIntoTheViewIsCopied()
    {
        Directory.CreateDirectory(_bed.InSource("mail"));
        WriteLive("mail/b.ost");
        _bed.WriteAtDestination("mail/b.ost", "old");
        _bed.Run();
        _bed.Omitted = Omissions.None;
        _bed.Write("mail/b.ost", "new");

        _bed.Run();

        File.ReadAllText(_bed.InDestination("mail/b.ost")).ShouldBe("new");
    }

    private static Omission Rule(string folder, string pattern, bool isRecursive = false) =>
        new(RelativePath.Root.Child(folder), new NamePattern(pattern), isRecursive, "a test");

    private void WriteLive(params string[] paths)
    {
        foreach (string path in paths)
        {
            string full = Path.Join(_bed.Live, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, "live");
        }
    }
}
