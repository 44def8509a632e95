using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Planning;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class RunDifferenceTests : CatalogTestBase
{
    [SkippableFact]
    public void WhatCameWentAndChangedBetweenTwoRunsIsNamed()
    {
        Run(Some.Folder("docs"), Some.Copied("docs/same"), Some.Copied("docs/grown"), Some.Copied("docs/gone"), Some.Copied("docs/secured"));
        Run(
            Some.Copied("docs/new"),
            Some.Copied("docs/grown") with { State = Some.State(99) },
            Some.Copied("docs/gone") with { State = null, EndsState = true, Action = ActionKind.Delete, Class = FileClass.Extra, Outcome = ActionOutcome.Done },
            Some.Copied("docs/secured") with { Action = ActionKind.UpdateSecurity, Class = FileClass.Modified, State = Secured(Some.Copied("docs/secured").State!) });

        Changes(1, 2).ShouldBe(["removed docs/gone", "changed docs/grown", "added docs/new", "security-changed docs/secured"]);
    }

    [SkippableFact]
    public void ThePairTurnedRoundTellsTheOpposite()
    {
        Run(Some.Copied("a"));
        Run(Some.Copied("b"));

        Changes(1, 2).ShouldBe(["added b"]);
        Changes(2, 1).ShouldBe(["removed b"]);
    }

    [SkippableFact]
    public void ARunDiffersInNothingFromItself()
    {
        Run(Some.Copied("a"));

        Changes(1, 1).ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhatWasLeftOutIsNoPartOfTheTree()
    {
        Run(Some.Copied("a"));
        Run(Some.Copied("a") with { Class = FileClass.Excluded, Action = ActionKind.None, Outcome = ActionOutcome.Skipped, State = Some.State(5) with { Presence = Presence.Skipped } });

        Changes(1, 2).ShouldBe(["removed a"]);
    }

    [SkippableFact]
    public void ARunThatIsNotThereIsNamed()
    {
        Run(Some.Copied("a"));

        using CatalogReader reader = CatalogReader.Open(File);
        Should.Throw<SnapBackException>(() => reader.Difference(1, 9)).Code.ShouldBe(ErrorCode.NotInCatalog);
    }

    private string[] Changes(long before, long after)
    {
        using CatalogReader reader = CatalogReader.Open(File);
        return [.. reader.Difference(before, after).Select(row => $"{row.Change} {row.Path}")];
    }

    private static PathState Secured(PathState state)
    {
        SecurityBlob blob = new(SecurityForm.SelfRelative, [.. SnapBack.Security.Sddl.Read("O:SYG:SYD:P(A;;FA;;;SY)").Bytes]);
        return state with { Security = blob, SecurityHash = blob.Hash, SecurityResult = SecurityResult.Exact };
    }
}
