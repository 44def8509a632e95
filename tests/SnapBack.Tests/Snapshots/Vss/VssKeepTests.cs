using Shouldly;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss;

/// <summary>Snapshots that outlive the program that made them.</summary>
public sealed class VssKeepTests
{
    private static readonly string Set = ScriptedVssEngine.Id(1).ToString("B");

    [Fact]
    public void ASetThatIsKeptStaysWhenItsSessionIsLetGo()
    {
        VssBed bed = new();
        bed.Volumes.Mount(@"C:\Data\in", VssBed.X);

        IReadOnlyList<KeptSnapshot> kept = bed.Provider.Keep([@"C:\Data"], bed.Ledger, CancellationToken.None);

        string[] calls = [.. bed.Calls.Select(call => call.Split(' ')[0])];
        calls.ShouldBe(["turn", "open", "supports", "supports", "start-set", "note", "add", "add", "make", "turn-over", "find", "find", "dispose"]);
        bed.Calls.ShouldContain("open ClientAccessible");
        kept.Select(snapshot => (snapshot.Source, snapshot.Path, snapshot.Note.Id)).ShouldBe(
        [
            (@"C:\Data", @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy2\Data", Set),
            (@"C:\Data\in", @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy3\", Set),
        ]);
        bed.Engine.Alive.Count.ShouldBe(2);
        bed.Engine.OpenSessions.ShouldBe(0);
        bed.Host.ThreadsInside.ShouldBe(0);
        SnapshotNote note = bed.Ledger.Open.ShouldHaveSingleItem();
        (note.Id, note.IsKept).ShouldBe((Set, true));

        bed.Provider.TryRemoveLeftover(note).ShouldBeTrue();
        bed.Engine.Alive.ShouldBeEmpty();
    }

    // A lasting snapshot does not go with its session: what was made before the failure must be deleted.
    [Theory]
    [InlineData("add", "abort; delete-set; dispose; strike; turn-over")]
    [InlineData("make", "abort; delete-set; dispose; strike; turn-over")]
    [InlineData("find", "abort; delete-set; dispose; strike")]
    public void ASetThatFailsLeavesNothing(string step, string undo)
    {
        VssBed bed = new();
        bed.Engine.Fail(step, VssResult.VSS_E_INSUFFICIENT_STORAGE);

        Should.Throw<SnapshotException>(() => bed.Provider.Keep([@"C:\"], bed.Ledger, CancellationToken.None));

        string[] words = [.. bed.Calls.Select(call => call.Split(' ')[0])];
        string.Join("; ", words[(Array.LastIndexOf(words, step) + 1)..]).ShouldBe(undo);
        bed.IsClean.ShouldBeTrue();
    }

    [Fact]
    public void AllShadowCopiesOfTheMachineCanBeListed()
    {
        VssBed bed = new();
        bed.Provider.Keep([@"C:\"], bed.Ledger, CancellationToken.None);

        bed.Provider.ListSnapshots().ShouldHaveSingleItem().SetId.ShouldBe(ScriptedVssEngine.Id(1));
        bed.Engine.Fail("list-snapshots", VssResult.E_ACCESSDENIED);
        Should.Throw<SnapshotException>(() => bed.Provider.ListSnapshots()).Hint.ShouldContain("administrator");
    }

    [Fact]
    public void TheWritersOfTheMachineCanBeAsked()
    {
        VssBed bed = new();
        bed.Engine.States.Clear();
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 9, 0x800423F2), VssBed.Writer("Registry", 1, instance: 2)]);

        IReadOnlyList<WriterReport> writers = bed.Provider.Writers(CancellationToken.None);

        writers.Select(writer => (writer.Name, writer.IsHealthy)).ShouldBe([("Registry", true), ("SQL", false)]);
        bed.Calls.ShouldBe(["open Backup", "gather", "states", "dispose"]);
        bed.IsClean.ShouldBeTrue();
    }
}
