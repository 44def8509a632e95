using Shouldly;
using SnapBack.Catalog;
using SnapBack.Planning;
using SnapBack.Runs;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class OpenFailuresTests : CatalogTestBase
{
    [Fact]
    public void WhatWasBroughtOverLaterFailsNoMore()
    {
        Run(Some.Failed("a"), Some.Failed("b"));
        Run(Some.Copied("a"), Some.Failed("b"));

        Failures().ShouldBe(["b 1-2 2"]);
    }

    [Fact]
    public void ARunThatLookedAndHadNothingToComplainOfClearsAFailure()
    {
        Run(Some.Failed("a"));
        Run();

        Failures().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RunStatus.Interrupted, 130)]
    [InlineData(RunStatus.Failed, 16)]
    public void ARunThatDidNotLookClearsNothing(RunStatus status, int exitCode)
    {
        Run(Some.Failed("a"));
        Run(Some.Start(), Some.End(status, exitCode));

        Failures().ShouldBe(["a 1-1 1"]);
    }

    [Fact]
    public void AnInterruptedRunClearsWhatItBroughtOver()
    {
        Run(Some.Failed("a"), Some.Failed("b"));
        Run(Some.Start(), Some.End(RunStatus.Interrupted, 130), Some.Copied("a"));

        Failures().ShouldBe(["b 1-1 1"]);
    }

    [Fact]
    public void BelowAFolderThatCouldNotBeListedNothingIsCleared()
    {
        Run(Some.Folder("docs"), Some.Failed("docs/a"), Some.Failed("b"));
        Run(Some.Failed("docs", EntryKind.Directory, ActionKind.None));

        Failures().ShouldBe(["docs 2-2 1", "docs/a 1-1 1"]);
    }

    [Fact]
    public void AFailureThatWasClearedOnceCountsFromItsReturn()
    {
        Run(Some.Failed("a"));
        Run(Some.Copied("a"));
        Run(Some.Failed("a"));
        Run(Some.Failed("a"));

        Failures().ShouldBe(["a 3-4 2"]);
    }

    [Fact]
    public void ADryRunNeitherFailsNorClears()
    {
        Run(Some.Failed("a"));
        Run(Some.Start(isDryRun: true), Some.End(RunStatus.Planned), Some.Copied("a"), Some.Failed("b"));

        Failures().ShouldBe(["a 1-1 1"]);
    }

    private string[] Failures()
    {
        using CatalogReader reader = CatalogReader.Open(File);
        return [.. reader.Failures().Select(row => $"{row.Path} {row.FirstRun}-{row.LastRun} {row.Failures}")];
    }
}
