using NSubstitute;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.TestKit;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Execution;

/// <summary>What is done at the live source, on a folder that only a test has: attributes as Windows keeps them.</summary>
public sealed class SourceReleaseTests : IDisposable
{
    private static readonly Entry File = new()
    {
        Name = "file",
        Kind = EntryKind.File,
        Size = 7,
        Modified = new Timestamp(1000, 0),
        Changed = new Timestamp(2000, 0),
        FileId = 42,
        LinkCount = 1,
        Attributes = 0x22,
    };

    private readonly TempFolder _folder = new();
    private readonly IDestinationTree _live = Substitute.For<IDestinationTree>();
    private readonly IDestinationFolder _root = Substitute.For<IDestinationFolder>();
    private readonly List<PathRecord> _records = [];

    public SourceReleaseTests()
    {
        _live.OpenFolder(RelativePath.Root).Returns(_root);
        ((ITree)_live).OpenFolder(RelativePath.Root).Returns(_root);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _live.Dispose();
        _root.Dispose();
    }

    public static TheoryData<string, Entry> Others => new()
    {
        { "another file", File with { FileId = 43 } },
        { "longer", File with { Size = 8 } },
        { "written since", File with { Modified = new Timestamp(1000, 100) } },
        { "changed since", File with { Changed = new Timestamp(2000, 100) } },
        { "a link now", File with { Kind = EntryKind.SymbolicLink } },
    };

    [Fact]
    public void TheArchiveAttributeOfAnUnchangedFileIsClearedAndNothingElse()
    {
        _root.Find("file").Returns(File);
        _root.ReadMetadata("file").Returns(new Metadata(File, []));

        (long cleared, _) = Run(new Job { Name = "x", Pairs = [], ResetsArchive = true });

        _root.Received(1).ApplyMetadata("file", Arg.Is<Metadata>(m => m.Entry.Attributes == 0x02), CopyParts.Attributes);
        _root.DidNotReceive().RemoveFile(Arg.Any<string>());
        cleared.ShouldBe(1);
    }

    [Fact]
    public void AFileWithoutTheAttributeIsNotTouched()
    {
        _root.Find("file").Returns(File with { Attributes = 0x02 });

        Run(new Job { Name = "x", Pairs = [], ResetsArchive = true }).Cleared.ShouldBe(0);

        _root.DidNotReceiveWithAnyArgs().ApplyMetadata(default, default!, default);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void WhatIsNotTheFileThatWasCopiedStaysAsItIs(string what, Entry now)
    {
        _root.Find("file").Returns(now);

        Run(new Job { Name = "x", Pairs = [], ResetsArchive = true });
        Run(new Job { Name = "x", Pairs = [], Move = MoveMode.All });

        _root.DidNotReceiveWithAnyArgs().ApplyMetadata(default, default!, default);
        _root.DidNotReceiveWithAnyArgs().RemoveFile(default!);
        _records.ShouldAllBe(r => r.Outcome == ActionOutcome.Withheld, what);
        _records.Count.ShouldBe(2);
    }

    [Fact]
    public void WhatCanNotBeRemovedIsAFailureThatIsNoFailedCopy()
    {
        _root.Find("file").Returns(File);
        _root.When(r => r.RemoveFile("file")).Do(_ => throw new TreeException(new ActionError(ErrorKind.AccessDenied, 5, "delete", "denied")));

        (_, long left) = Run(new Job { Name = "x", Pairs = [], Move = MoveMode.Files });

        left.ShouldBe(1);
        ExecutionTally tally = new();
        tally.Count(_records.Single());
        (tally.Failures, tally.FilesFailed).ShouldBe((1, 0));
    }

    private (long Cleared, long Left) Run(Job job)
    {
        using Plan plan = new(_folder.Root);
        plan.Copied.Append(new CopiedEntry(0, RelativePath.Root.Child("file"), File));
        using SourceRelease release = new(job, plan, _ => _live, _records.Add, CancellationToken.None);
        release.Run([]);
        return (release.ArchivesCleared, release.Left);
    }
}
