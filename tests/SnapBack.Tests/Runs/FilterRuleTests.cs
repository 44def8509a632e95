using Shouldly;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>Every filter on every class of file, in both modes, on real trees: what is filtered is neither copied nor set nor removed, and is told with its reason.</summary>
public sealed class FilterRuleTests : IDisposable
{
    private static readonly DateTime Usual = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Classes = ["lonely", "newer", "older", "changed", "tweaked", "same", "mismatch"];

    // A file system of Linux keeps no attributes of Windows: there each file lacks them all.
    private static readonly (SkipReason Reason, string Said)[] Rows =
    [
        (SkipReason.ExcludedFile, "\"excludeFile\": \"*\""),
        (SkipReason.NotIncluded, "\"includeFile\": \"other\""),
        (SkipReason.TooLarge, "\"maxSize\": 1"),
        (SkipReason.TooSmall, "\"minSize\": \"1K\""),
        (SkipReason.TooOld, "\"maxAge\": 20250101"),
        (SkipReason.TooNew, "\"minAge\": 20180101"),
        (SkipReason.UnusedTooLong, "\"maxLastAccess\": 20990101"),
        (SkipReason.UsedTooRecently, "\"minLastAccess\": 20180101"),
        (SkipReason.Attributes, "\"includeAttributes\": \"RH\""),
        (SkipReason.NotArchived, "\"onlyArchive\": true"),
        (SkipReason.Link, "\"fileLinks\": \"skip\""),
    ];

    // What is left out by its place, its kind or its class, and not because of a filter for files.
    private static readonly SkipReason[] NoFilters =
    [
        SkipReason.ReservedName, SkipReason.ExcludedDirectory, SkipReason.SpecialFile, SkipReason.NotCovered, SkipReason.PseudoFileSystem, SkipReason.CloudPlaceholder,
        SkipReason.UnknownReparsePoint, SkipReason.OmittedFromSnapshot, SkipReason.LinkLoop, SkipReason.Class, SkipReason.TooDeep, SkipReason.EmptyFolder,
        SkipReason.Conflict,
    ];

    private readonly RuleBed _bed = new();

    public static TheoryData<SkipReason, string, JobMode> Table
    {
        get
        {
            TheoryData<SkipReason, string, JobMode> table = [];
            foreach ((SkipReason reason, string said) in Rows)
            {
                table.Add(reason, said, JobMode.Incremental);
                table.Add(reason, said, JobMode.Mirror);
            }

            return table;
        }
    }

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void EveryReasonOfAFilterHasARow() => Rows.Select(r => r.Reason).Concat(NoFilters).Order().ShouldBe(Enum.GetValues<SkipReason>());

    [SkippableTheory]
    [MemberData(nameof(Table))]
    public void WhatAFilterMeansIsLeftAsItIsWhateverItsClass(SkipReason reason, string said, JobMode mode)
    {
        Array.ForEach(Classes, c => Make(c, isLink: reason == SkipReason.Link));
        Dictionary<string, Entry?> before = Classes.ToDictionary(c => c, _bed.Find);
        _bed.Say($"{said}, \"mode\": \"{mode.ToString().ToLowerInvariant()}\"");

        RunResult first = _bed.Run();
        RunResult second = _bed.Run();

        Classes.ToDictionary(c => c, _bed.Find).ShouldBe(before);
        int counted = reason == SkipReason.NotIncluded ? 0 : Classes.Length;
        first.Totals.Files.ShouldBe(new Counts { Total = counted, Skipped = counted });
        second.Totals.Files.ShouldBe(first.Totals.Files);
        (first.ExitCode, second.ExitCode, second.Totals.Deleted).ShouldBe((0, 0, 0));
        _bed.Files(first).ShouldBe([.. Classes.Order(StringComparer.Ordinal).Select(c => $"{c} excluded none {CatalogWords.Reasons.Of(reason)}")]);
    }

    private void Make(string name, bool isLink)
    {
        DateTime modified = name switch { "newer" => Usual.AddDays(1), "older" => Usual.AddDays(-1), _ => Usual };
        if (isLink)
        {
            Shell.Run("ln", ["-s", "nowhere", _bed.InSource(name)]).MustSucceed();
        }
        else
        {
            _bed.Write(name, name == "changed" ? "longer" : "text", modified);
            File.SetLastAccessTimeUtc(_bed.InSource(name), Usual);
        }

        if (name == "mismatch")
        {
            _bed.WriteAtDestination("mismatch/in");
        }
        else if (name != "lonely")
        {
            _bed.WriteAtDestination(name);
            Shell.Run("chmod", [name == "tweaked" ? "600" : "644", _bed.InDestination(name)]).MustSucceed();
        }
    }
}
