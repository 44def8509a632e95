using Shouldly;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Snapshots;
using SnapBack.TestKit;
using SnapBack.Trees;
using SnapBack.Trees.Unix;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class WalkQueueTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PlanSides _sides;
    private readonly WalkQueue _queue;

    public WalkQueueTests()
    {
        _sides = new PlanSides
        {
            Pair = 0,
            Source = UnixTree.OpenSource(_folder.Root, SourceView.Live(_folder.Root), NameOrder.Exact, default),
            Destination = null,
            Selection = Selection.Everything,
            Traits = new DestinationTraits { FileSystem = "none" },
            NotCovered = new HashSet<RelativePath>(),
            Moment = default,
            Rules = [],
            HasPast = false,
        };
        _queue = new WalkQueue(_folder.Root, [_sides]);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _sides.Source.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void FoldersBeyondTheMemoryWaitOnDiskAndNoneIsLost()
    {
        const int Many = 120_000;
        _queue.Add([.. Enumerable.Range(0, Many).Select(i => Task($"folder {i}"))]);
        _queue.Add([Task("one more")]);

        HashSet<string> taken = [];
        while (_queue.TryTake(out FolderTask task))
        {
            taken.Add(task.Path.Value);
            if (taken.Count == 100_000)
            {
                _queue.Add([Task("found late") with { Presence = FolderPresence.DestinationOnly, IsLate = true, ParentVolume = 77 }]);
            }

            task.Sides.ShouldBeSameAs(_sides);
            _queue.Done();
        }

        taken.Count.ShouldBe(Many + 2);
    }

    [Fact]
    public void WhatAWaitingFolderIsSurvivesTheDisk()
    {
        FolderTask spooled = Task("not \uDCFF text") with { Presence = FolderPresence.DestinationOnly, IsLate = true, ParentVolume = 77 };
        _queue.Add([spooled, .. Enumerable.Range(0, 50_000).Select(i => Task($"folder {i}"))]);

        FolderTask? last = null;
        while (_queue.TryTake(out FolderTask task))
        {
            last = task;
            _queue.Done();
        }

        last.ShouldBe(spooled);
    }

    [Fact]
    public async Task AWalkerWaitsWhileAnotherMayStillFindFolders()
    {
        _queue.Add([Task("first")]);
        _queue.TryTake(out _).ShouldBeTrue();
        Task<bool> second = System.Threading.Tasks.Task.Run(() => _queue.TryTake(out _));
        await System.Threading.Tasks.Task.Delay(50);
        second.IsCompleted.ShouldBeFalse();

        _queue.Add([Task("found")]);

        (await second.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
    }

    [Fact]
    public void StopEndsTheWaiting()
    {
        _queue.Add([Task("first"), Task("second")]);
        _queue.TryTake(out _).ShouldBeTrue();

        _queue.Stop();

        _queue.TryTake(out _).ShouldBeFalse();
    }

    private FolderTask Task(string name) => new(_sides, RelativePath.Root.Child(name), FolderPresence.Both, false, null, false, 0);
}
