using Shouldly;
using SnapBack.Jobs;
using SnapBack.Planning;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class ActionPolicyTests
{
    private static readonly (FileClass Class, JobMode Mode, ActionKind File, ActionKind Folder)[] Rows =
    [
        (FileClass.New, JobMode.Incremental, ActionKind.Copy, ActionKind.CreateFolder),
        (FileClass.New, JobMode.Mirror, ActionKind.Copy, ActionKind.CreateFolder),
        (FileClass.Newer, JobMode.Incremental, ActionKind.Copy, ActionKind.None),
        (FileClass.Newer, JobMode.Mirror, ActionKind.Copy, ActionKind.None),
        (FileClass.Older, JobMode.Incremental, ActionKind.Copy, ActionKind.None),
        (FileClass.Older, JobMode.Mirror, ActionKind.Copy, ActionKind.None),
        (FileClass.Changed, JobMode.Incremental, ActionKind.Copy, ActionKind.None),
        (FileClass.Changed, JobMode.Mirror, ActionKind.Copy, ActionKind.None),
        (FileClass.Tweaked, JobMode.Incremental, ActionKind.UpdateMetadata, ActionKind.UpdateMetadata),
        (FileClass.Tweaked, JobMode.Mirror, ActionKind.UpdateMetadata, ActionKind.UpdateMetadata),
        (FileClass.Modified, JobMode.Incremental, ActionKind.Recheck, ActionKind.None),
        (FileClass.Modified, JobMode.Mirror, ActionKind.Recheck, ActionKind.None),
        (FileClass.Same, JobMode.Incremental, ActionKind.None, ActionKind.None),
        (FileClass.Same, JobMode.Mirror, ActionKind.None, ActionKind.None),
        (FileClass.Extra, JobMode.Incremental, ActionKind.None, ActionKind.None),
        (FileClass.Extra, JobMode.Mirror, ActionKind.Delete, ActionKind.Delete),
        (FileClass.Mismatch, JobMode.Incremental, ActionKind.None, ActionKind.None),
        (FileClass.Mismatch, JobMode.Mirror, ActionKind.Replace, ActionKind.Replace),
        (FileClass.Excluded, JobMode.Incremental, ActionKind.None, ActionKind.None),
        (FileClass.Excluded, JobMode.Mirror, ActionKind.None, ActionKind.None),
    ];

    [Fact]
    public void EveryClassAndModeHasExactlyOneRow()
    {
        var expected = from found in Enum.GetValues<FileClass>() from mode in Enum.GetValues<JobMode>() select (found, mode);

        Rows.Select(r => (r.Class, r.Mode)).Order().ShouldBe(expected.Order());
    }

    [Fact]
    public void EveryRowHolds()
    {
        foreach (var row in Rows)
        {
            ActionPolicy.ForFile(row.Class, row.Mode).ShouldBe(row.File, row.ToString());
            ActionPolicy.ForFolder(row.Class, row.Mode).ShouldBe(row.Folder, row.ToString());
        }
    }

    [Fact]
    public void IncrementalNeverDeletesAndNeverReplaces()
    {
        foreach (FileClass found in Enum.GetValues<FileClass>())
        {
            ActionPolicy.ForFile(found, JobMode.Incremental).ShouldNotBeOneOf(ActionKind.Delete, ActionKind.Replace);
            ActionPolicy.ForFolder(found, JobMode.Incremental).ShouldNotBeOneOf(ActionKind.Delete, ActionKind.Replace);
        }
    }
}
