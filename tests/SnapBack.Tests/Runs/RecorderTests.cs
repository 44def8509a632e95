using Shouldly;
using SnapBack.Catalog;
using SnapBack.Runs;
using SnapBack.Tests.Catalog;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>What is committed is on disk, and nothing that was taken is lost.</summary>
public sealed class RecorderTests : CatalogTestBase
{
    private readonly CancellationTokenSource _stop = new();

    public override void Dispose()
    {
        _stop.Dispose();
        base.Dispose();
    }

    [Fact]
    public void ASealIsKeptHoweverFewThereAre()
    {
        using (CatalogWriter writer = Open())
        {
            writer.BeginRun(Some.Start());
            using (Recorder recorder = new(writer, _stop))
            {
                recorder.AddSeal(0, Some.Path("folder"), [1, 2, 3]);
                recorder.Commit();
                recorder.Complete();
            }

            writer.EndRun(Some.End());
        }

        using CatalogWriter next = Open();
        next.BeginRun(Some.Start());
        next.SealOf(0, Some.Path("folder")).ShouldBe(new byte[] { 1, 2, 3 });
    }

    [SkippableFact]
    public void WhatIsTakenDuringAFlushWaitsForTheNextOne()
    {
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start());
        using Recorder recorder = new(writer, _stop);
        recorder.Add(Some.Copied("before"));

        recorder.CommitAfter(() => recorder.Add(Some.Copied("meanwhile")));

        SpinWait.SpinUntil(() => Names().Length > 0, TimeSpan.FromSeconds(60)).ShouldBeTrue();
        Names().ShouldBe(["before"]);
        recorder.CommitAfter(() => { });
        SpinWait.SpinUntil(() => Names().Length > 1, TimeSpan.FromSeconds(60)).ShouldBeTrue();
        Names().ShouldBe(["before", "meanwhile"], ignoreOrder: true);
        recorder.Complete();
        writer.EndRun(Some.End());
    }

    [SkippableFact]
    public void AFlushThatFailsCommitsNothingAndLosesNothing()
    {
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start());
        using Recorder recorder = new(writer, _stop);
        recorder.Add(Some.Copied("a"));

        Should.Throw<IOException>(() => recorder.CommitAfter(() => throw new IOException("the disk")));

        recorder.Add(Some.Copied("b"));
        Names().ShouldBeEmpty();
        recorder.Commit();
        recorder.Complete();
        writer.EndRun(Some.End());
        Names().ShouldBe(["a", "b"], ignoreOrder: true);
    }

    private string[] Names() => Sqlite("SELECT CAST(p.name AS TEXT) FROM state s JOIN path p ON p.id = s.path_id");
}
