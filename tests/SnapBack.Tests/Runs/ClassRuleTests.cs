using Shouldly;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>Every class of file under every rule about classes, in both modes, on real trees.</summary>
public sealed class ClassRuleTests : IDisposable
{
    private static readonly DateTime Early = new(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Late = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Classes = ["lonely", "newer", "older", "changed", "tweaked", "modified", "same", "extra", "mismatch"];

    // A letter per class: C copied, M metadata set, D deleted, - left as it was.
    private static readonly (string Rule, JobMode Mode, string Done)[] Rows =
    [
        ("none", JobMode.Incremental, "CCCCMC---"),
        ("none", JobMode.Mirror, "CCCCMC-DC"),
        ("skip lonely", JobMode.Incremental, "-CCCMC---"),
        ("skip lonely", JobMode.Mirror, "-CCCMC-D-"),
        ("skip newer", JobMode.Incremental, "C-CCMC---"),
        ("skip newer", JobMode.Mirror, "C-CCMC-DC"),
        ("skip older", JobMode.Incremental, "CC-CMC---"),
        ("skip older", JobMode.Mirror, "CC-CMC-DC"),
        ("skip changed", JobMode.Incremental, "CCC-MC---"),
        ("skip changed", JobMode.Mirror, "CCC-MC-DC"),
        ("skip extra", JobMode.Incremental, "CCCCMC---"),
        ("skip extra", JobMode.Mirror, "CCCCMC---"),
        ("skip tweaked", JobMode.Incremental, "CCCC-C---"),
        ("skip tweaked", JobMode.Mirror, "CCCC-C-DC"),
        ("skip modified", JobMode.Incremental, "CCCCM----"),
        ("skip modified", JobMode.Mirror, "CCCCM--DC"),
        ("take same", JobMode.Incremental, "CCCCMCC--"),
        ("take same", JobMode.Mirror, "CCCCMCCDC"),
        ("take tweaked", JobMode.Incremental, "CCCCCC---"),
        ("take tweaked", JobMode.Mirror, "CCCCCC-DC"),
        ("take modified", JobMode.Incremental, "CCCCMC---"),
        ("take modified", JobMode.Mirror, "CCCCMC-DC"),
    ];

    private readonly RuleBed _bed = new();

    public static TheoryData<string, JobMode, string> Table
    {
        get
        {
            TheoryData<string, JobMode, string> table = [];
            Array.ForEach(Rows, row => table.Add(row.Rule, row.Mode, row.Done));
            return table;
        }
    }

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void EveryRuleAndModeHasExactlyOneRowWithALetterForEveryClass()
    {
        IEnumerable<string> rules = JobOptions.SkipClasses.Words.Select(w => $"skip {w}").Concat(JobOptions.TakeClasses.Words.Select(w => $"take {w}")).Prepend("none");
        var expected = from rule in rules from mode in Enum.GetValues<JobMode>() select (rule, mode);

        Rows.Select(r => (r.Rule, r.Mode)).Order().ShouldBe(expected.Order());
        Rows.ShouldAllBe(row => row.Done.Length == Classes.Length);
        Classes.ShouldBe(
            [.. Enum.GetValues<ClassSet>().Where(c => c != ClassSet.None).Select(c => c.ToString().ToLowerInvariant()), "mismatch"], ignoreOrder: true, "a class lacks a column");
    }

    [SkippableTheory]
    [MemberData(nameof(Table))]
    public void EachClassIsTreatedByTheRule(string rule, JobMode mode, string done)
    {
        MakeOneOfEachClass();
        Dictionary<string, Entry?> before = Classes.ToDictionary(c => c, _bed.Find);
        Say(rule, mode);

        RunResult run = _bed.Run();

        string.Concat(Classes.Select(c => WhatHappened(c, before[c], _bed.Find(c)))).ShouldBe(done);
        run.Totals.Files.Copied.ShouldBe(done.Count(letter => letter == 'C'));
        run.Totals.Files.Extras.ShouldBe(mode == JobMode.Mirror && done[^1] == 'C' ? 2 : 1, "an extra counts whatever becomes of it, and so does what stood in a folder of the wrong kind");
        run.Totals.MetadataUpdated.ShouldBe(done.Count(letter => letter == 'M'));
        run.ExitCode.ShouldBe(ExitMask.Copied | ExitMask.Extras | (done[^1] == '-' ? ExitMask.Mismatches : 0));
    }

    [SkippableTheory]
    [MemberData(nameof(Table))]
    public void ASecondRunHasNothingLeftToDo(string rule, JobMode mode, string done)
    {
        MakeOneOfEachClass();
        Say(rule, mode);
        _bed.Run();
        string[] left = _bed.AtDestination();

        RunResult second = _bed.Run();

        // Whoever takes what is the same takes everything again.
        int copied = rule == "take same" ? done.Count(letter => letter is 'C' or 'M') : 0;
        second.Totals.Files.Copied.ShouldBe(copied);
        (second.Totals.Deleted, second.Totals.MetadataUpdated).ShouldBe((0, 0));
        _bed.AtDestination().ShouldBe(left);
    }

    [SkippableFact]
    public void WhatIsLeftAloneIsToldWithItsClassAndCountsAsSkipped()
    {
        MakeOneOfEachClass();
        _bed.Say("\"skipClasses\": [\"lonely\", \"newer\", \"older\", \"changed\", \"tweaked\", \"modified\", \"extra\"]");

        RunResult run = _bed.Run();

        run.Totals.Files.Copied.ShouldBe(0);
        run.Totals.Files.Skipped.ShouldBe(7);
        _bed.Files(run).ShouldBe([
            "changed changed none class", "extra extra none", "lonely new none class", "mismatch mismatch none", "modified same none",
            "newer newer none class", "older older none class", "same same none", "tweaked tweaked none"]);
    }

    [SkippableFact]
    public void WhatIsTakenWinsOverWhatIsSkipped()
    {
        MakeOneOfEachClass();
        _bed.Say("\"skipClasses\": [\"tweaked\", \"modified\"], \"takeClasses\": \"tweaked\"");
        Entry before = _bed.Find("tweaked")!;

        _bed.Run();

        WhatHappened("tweaked", before, _bed.Find("tweaked")).ShouldBe('C');
    }

    [SkippableFact]
    public void ALonelyFolderThatIsLeftAloneIsNeitherMadeNorLookedInto()
    {
        _bed.Write("folder/deep/file");
        _bed.Write("both/new");
        Directory.CreateDirectory(_bed.InDestination("both"));
        _bed.Say("\"skipClasses\": \"lonely\"");

        RunResult first = _bed.Run();
        RunResult second = _bed.Run();

        _bed.AtDestination().ShouldBe(["both/"]);
        (first.Totals.Dirs.Total, first.Totals.Dirs.Skipped, first.Totals.Files.Total).ShouldBe((3, 3, 1));
        second.Totals.Dirs.ShouldBe(first.Totals.Dirs);
        second.ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void ARuleThatIsDroppedLetsTheNextRunCatchUp()
    {
        MakeOneOfEachClass();
        _bed.Say("\"skipClasses\": [\"lonely\", \"newer\", \"older\", \"changed\", \"tweaked\", \"modified\"]");
        _bed.Run();
        _bed.Run();
        _bed.Say("\"mode\": \"mirror\"");

        _bed.Run();

        foreach (string file in _bed.AtSource())
        {
            File.ReadAllText(_bed.InDestination(file)).ShouldBe(File.ReadAllText(_bed.InSource(file)), file);
        }
    }

    private static char WhatHappened(string name, Entry? before, Entry? now)
    {
        if (now is null)
        {
            return before is null ? '-' : 'D';
        }

        if (before is null || before.Kind != now.Kind || before.FileId != now.FileId)
        {
            now.IsFile.ShouldBeTrue(name);
            return 'C';
        }

        return before.Mode == now.Mode ? '-' : 'M';
    }

    private void Say(string rule, JobMode mode)
    {
        string[] words = rule.Split(' ');
        _bed.Say($"\"mode\": \"{mode.ToString().ToLowerInvariant()}\"{(rule == "none" ? "" : $", \"{words[0]}Classes\": \"{words[1]}\"")}");
    }

    // The first run knows the file whose content then changes without a trace in size and time.
    private void MakeOneOfEachClass()
    {
        _bed.Write("modified", "was");
        _bed.Run();
        _bed.Write("modified", "now");
        _bed.Write("lonely");
        Both("newer", Late, "text");
        Both("older", Early, "text");
        Both("changed", null, "longer");
        Both("tweaked", null, "text");
        Shell.Run("chmod", ["400", _bed.InSource("tweaked")]).MustSucceed();
        Both("same", null, "text");
        _bed.WriteAtDestination("extra");
        _bed.Write("mismatch");
        _bed.WriteAtDestination("mismatch/in");
    }

    private void Both(string name, DateTime? modified, string text)
    {
        _bed.Write(name, text, modified);
        _bed.WriteAtDestination(name);
    }
}
