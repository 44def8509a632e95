using Shouldly;
using SnapBack.Planning;
using SnapBack.TestKit;
using SnapBack.Tests.Execution;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class PlannerTests : IDisposable
{
    private readonly EngineBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ThePlanOfAMirroredPairIsEmpty(int seed)
    {
        RandomTree(_bed.Source, seed);
        RandomTree(_bed.Destination, seed + 100);
        _bed.Run().Troubles.ShouldBeEmpty();
        _bed.HasPast = false;

        _bed.Decide().Changes.ShouldBeEmpty();
        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData(4)]
    [InlineData(5)]
    public void OneWalkerAndTwoDecideTheSame(int seed)
    {
        // Without hard links: which of a file's names leads is whichever comes first.
        RandomTree(_bed.Source, seed, kinds: "dir dir file file file link empty");
        RandomTree(_bed.Destination, seed + 100);
        _bed.Job = _bed.Job with { Threads = 1 };
        Decisions one = _bed.Decide();
        _bed.Job = _bed.Job with { Threads = 2 };

        Decisions two = _bed.Decide();

        one.Lines.Length.ShouldBeGreaterThan(100);
        two.Lines.Except(one.Lines).Concat(one.Lines.Except(two.Lines)).ShouldBeEmpty();
        two.Tally.ShouldBeEquivalentTo(one.Tally);
        two.Folders.Select(f => f.Path.Value).Order(StringComparer.Ordinal).ShouldBe(one.Folders.Select(f => f.Path.Value).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void FoldersAreMadeBeforeWhatIsInThemAndDeletedAfter()
    {
        RandomTree(_bed.Source, 6);
        RandomTree(_bed.Destination, 106);
        IReadOnlyList<Decision> all = _bed.Decide().All;

        FoldersComeFirst(all.Where(d => d.Action is ActionKind.CreateFolder or ActionKind.Copy)).ShouldBeTrue();
        FoldersComeFirst(all.Where(d => d.Action == ActionKind.Delete).Reverse()).ShouldBeTrue();
    }

    [SkippableFact]
    public void ACancelledPlanIsThrownAway()
    {
        RandomTree(_bed.Source, 7);
        using CancellationTokenSource cancel = new();
        _bed.SetUpSource = source => source.Before(TreeOperation.List, "*", cancel.Cancel, times: 1);

        Should.Throw<OperationCanceledException>(() => _bed.Decide(cancel.Token));
    }

    private static void RandomTree(string root, int seed, string kinds = "dir dir file file file link empty hard")
    {
        // Few names on purpose, so that two trees share many paths and differ in kind, content, time and mode.
        const string Script = """
            import os, random, sys
            root, rng = sys.argv[1], random.Random(int(sys.argv[2]))
            def fill(folder, depth):
                for name in rng.sample(["a", "b", "c", "d", "e", "f", "g", "\u00e9", "long " * 20], rng.randrange(4, 9)):
                    path = os.path.join(folder, name)
                    kind = "dir" if depth == 0 and name != "a" else rng.choice(sys.argv[3].split())
                    if kind == "dir" and depth < 4:
                        os.mkdir(path)
                        fill(path, depth + 1)
                        os.chmod(path, rng.choice([0o755, 0o700, 0o2775]))
                        os.utime(path, ns=(0, rng.randrange(3) * 10**18 + 5))
                    elif kind == "link":
                        os.symlink(rng.choice(["a", "b", "/nowhere"]), path)
                    elif kind == "hard" and files:
                        os.link(rng.choice(files), path)
                    else:
                        # The time goes with the content: nothing tells apart what has the same size and time before a first run.
                        version = rng.randrange(3)
                        with open(path, "wb") as f:
                            f.write(b"%d" % version * rng.choice([0, 5, 5, 9000]) if kind != "empty" else b"")
                        os.chmod(path, rng.choice([0o644, 0o600]))
                        os.utime(path, ns=(0, version * 10**18 + 7))
                        files.append(path)
            files = []
            fill(root, 0)
            """;
        Shell.Run("python3", ["-c", Script, root, $"{seed}", kinds]).MustSucceed();
    }

    private static bool FoldersComeFirst(IEnumerable<Decision> order)
    {
        HashSet<string> seen = [];
        foreach (Decision decision in order)
        {
            if (seen.Any(path => path.StartsWith(decision.Path + "/", StringComparison.Ordinal)))
            {
                return false;
            }

            seen.Add(decision.Path);
        }

        return true;
    }
}
