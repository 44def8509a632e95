using Shouldly;
using SnapBack.Runs;
using SnapBack.Snapshots;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

public sealed class LeftoversTests
{
    private static readonly SnapshotNote Gone = new("scripted", "/a/.snapback-snapshot-1", "/a");
    private static readonly SnapshotNote Kept = new("scripted", "/b/.snapback-snapshot-2", "/b");
    private static readonly SnapshotNote Foreign = new("elsewhere", "{3}", "C:");

    [Fact]
    public void WhatIsGoneIsStruckOutAndWhatIsNotStaysNotedWithAWarning()
    {
        ScriptedSnapshotProvider provider = new() { LeftoverScript = note => note == Gone };
        RecordingLedger ledger = new();
        ledger.Open.AddRange([Gone, Kept, Foreign]);

        IReadOnlyList<Notice> notices = Leftovers.Remove([.. ledger.Open], [provider], ledger);

        ledger.Open.ShouldBe([Kept, Foreign]);
        notices.Select(notice => (notice.Code, notice.IsWarning)).ShouldBe(
            [("snapshot-leftover-removed", false), ("snapshot-leftover-kept", true), ("snapshot-leftover-kept", true)]);
        provider.Calls.ShouldBe(["remove-leftover /a/.snapback-snapshot-1", "remove-leftover /b/.snapback-snapshot-2"]);
    }
}
