using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class PlanFormatTests
{
    private static readonly Entry Full = new()
    {
        Name = "n \uDCFF\n",
        Kind = EntryKind.SymbolicLink,
        Size = long.MaxValue,
        AllocatedBytes = 2,
        Modified = new(-5, 6),
        Accessed = new(7, 8),
        Changed = new(9, 10),
        Created = new(11, 12),
        Mode = 13,
        Owner = uint.MaxValue,
        Group = 15,
        LinkCount = 16,
        FileId = ulong.MaxValue,
        VolumeNumber = 18,
        Attributes = 19,
    };

    [Fact]
    public void TheListingOfABatchComesBackAsItWas()
    {
        PlannedAction listed = new() { Name = "x", Class = FileClass.Extra, Action = ActionKind.Delete, Entry = Full, IsListedOnly = true };
        PlannedBatch batch = new(3, RelativePath.Root.Child("a"), [listed]) { Heading = new FolderHeading(FileClass.New, long.MaxValue), IsListed = true, IsBelowExtra = true };

        PlannedBatch back = RoundTrip(batch);

        (back.Heading, back.IsListed, back.IsBelowExtra).ShouldBe((batch.Heading, true, true));
        back.Actions.ShouldBe([listed]);
    }

    private static PlannedBatch RoundTrip(PlannedBatch batch)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        PlanFormat.Write(writer, batch);
        writer.Flush();
        bytes.Position = 0;
        using BinaryReader reader = new(bytes);
        return PlanFormat.ReadBatch(reader);
    }

    [Fact]
    public void ABatchComesBackAsItWas()
    {
        PlannedAction full = new()
        {
            Name = "x\uDC80",
            Class = FileClass.Excluded,
            Action = ActionKind.Discard,
            Entry = Full,
            Reason = SkipReason.PseudoFileSystem,
            Leader = RelativePath.Root.Child("lead"),
            KnownSha256 = [1, 2, 3],
            Refusal = new ActionError(ErrorKind.OutOfResources, 24, "open", "why"),
            IsGone = true,
            IsNews = true,
        };
        PlannedAction bare = new() { Name = "y", Class = FileClass.New, Action = ActionKind.None, Entry = new Entry { Name = "y", Kind = EntryKind.File } };

        PlannedBatch read = Round(new PlannedBatch(3, RelativePath.Root.Child("a").Child("b"), [full, bare]), PlanFormat.Write, PlanFormat.ReadBatch);

        read.Pair.ShouldBe(3);
        read.Folder.Value.ShouldBe("a/b");
        read.Actions.ShouldBeEquivalentTo(new[] { full, bare });
    }

    [Fact]
    public void AFolderAndADeletionComeBackAsTheyWere()
    {
        PlannedFolder folder = new()
        {
            Pair = 1,
            Path = RelativePath.Root.Child("f"),
            Class = FileClass.Tweaked,
            Action = ActionKind.UpdateMetadata,
            Entry = Full,
            IsTouched = true,
            IsNews = true,
            SourceDigest = [1],
            DestinationDigest = [],
        };
        PlannedDeletion deletion = new(2, RelativePath.Root.Child("d"), Full, FileClass.Mismatch);

        Round(folder, PlanFormat.Write, PlanFormat.ReadFolder).ShouldBeEquivalentTo(folder);
        Round(folder with { IsTouched = false, SourceDigest = null }, PlanFormat.Write, PlanFormat.ReadFolder).ShouldBeEquivalentTo(folder with { IsTouched = false, SourceDigest = null });
        Round(deletion, PlanFormat.Write, PlanFormat.ReadDeletion).ShouldBeEquivalentTo(deletion);
    }

    private static T Round<T>(T value, Action<BinaryWriter, T> write, Func<BinaryReader, T> read)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        write(writer, value);
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        T back = read(reader);
        stream.Position.ShouldBe(stream.Length);
        return back;
    }
}
