using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Snapshots;
using SnapBack.TestKit;
using SnapBack.Trees;
using SnapBack.Trees.Unix;

namespace SnapBack.Tests.Execution;

/// <summary>
/// Source and destination on a real file system, planned and carried out by the real engine, phase by phase as a run does it. What runs know of one
/// another lies in memory.
/// </summary>
internal sealed class EngineBed : IDisposable
{
    private readonly TempFolder _folder;

    public EngineBed(string? parent = null)
    {
        Require.Linux();
        _folder = new TempFolder(parent);
        Source = _folder.Folder("source");
        Destination = _folder.Folder("destination");
        SpoolFolder = _folder.Folder("spool");
        Job = new Job
        {
            Name = "test",
            Pairs = [new JobPair(Source, Destination)],
            Mode = JobMode.Mirror,
            Threads = 2,
            Retry = 0,
            RetryWait = TimeSpan.Zero,
        };
    }

    public string Root => _folder.Root;

    public string Source { get; }

    public string Destination { get; }

    public string SpoolFolder { get; }

    public Job Job { get; set; }

    public MemoryPast Past { get; } = new();

    /// <summary>Set up by a test before each run; its calls and open handles are those of the last run.</summary>
    public Action<FaultyTree> SetUpSource { get; set; } = _ => { };

    public Action<FaultyTree> SetUpDestination { get; set; } = _ => { };

    public FaultyTree? SourceTree { get; private set; }

    public FaultyTree? DestinationTree { get; private set; }

    public HashSet<RelativePath> NotCovered { get; } = [];

    /// <summary>Rules that take files out of the view; what the live tree has of them lies in <see cref="Live"/>.</summary>
    public Omissions Omitted { get; set; } = Omissions.None;

    /// <summary>The live tree, for what a view lacks; null when it can't be opened.</summary>
    public string? Live { get; set; }

    /// <summary>What the first run finds out, or a test sets; a probe in every run would move the root's times.</summary>
    public DestinationTraits? KnownTraits { get; set; }

    /// <summary>Far ahead of the files' change times, so that none of them is too fresh to be trusted; zero for a view of right now.</summary>
    public TimeSpan MomentAhead { get; set; } = TimeSpan.FromHours(1);

    public bool IsLive { get; set; }

    /// <summary>True for two file systems with named streams: the file <c>x:note</c> then is a stream of <c>x</c>.</summary>
    public bool HasStreams { get; set; }

    public bool HasPast { get; set; } = true;

    public string? WithheldBecause { get; set; }

    public string InSource(string path) => Path.Join(Source, path);

    public string InDestination(string path) => Path.Join(Destination, path);

    /// <summary>Writes a file at the source.</summary>
    public string Write(string path, string text = "text") => _folder.File($"source/{path}", text);

    /// <summary>Writes a file at the destination.</summary>
    public string WriteAtDestination(string path, string text = "text") => _folder.File($"destination/{path}", text);

    /// <summary>Decides and changes nothing.</summary>
    public Decisions Decide(CancellationToken cancellation = default)
    {
        using Plan plan = new(SpoolFolder);
        using PlanSidesHolder sides = Open();
        Make(plan, sides.Sides, cancellation);
        return Decisions.Of(plan);
    }

    /// <summary>Decides and does it.</summary>
    public EngineRun Run(CancellationToken cancellation = default)
    {
        using Plan plan = new(SpoolFolder);
        using PlanSidesHolder sides = Open();
        Make(plan, sides.Sides, CancellationToken.None);
        List<PathRecord> records = [];
        ExecutionSides execution = new(sides.Sides, (IDestinationTree)sides.Sides.Destination!, IsLive);
        Executor executor = new(Job, plan, [execution], Take, flush => flush(), TimeProvider.System, cancellation);
        executor.Copy();
        executor.Delete(WithheldBecause);
        executor.CopyLate();
        List<string> isSealed = [];
        foreach ((_, RelativePath folder, byte[] seal) in executor.FinishFolders())
        {
            Past.Seals[folder] = seal;
            isSealed.Add(folder.ToString());
        }

        executor.Flush();
        return new EngineRun(records, isSealed, plan.Tally, executor.Tally);

        void Take(PathRecord record)
        {
            lock (records)
            {
                records.Add(record);
                Past.Take(record);
            }
        }
    }

    /// <summary>Temporary names that lie anywhere at the destination.</summary>
    public string[] Leftovers() => Shell.Run("find", [Destination, "-name", ".snapback-*"]).MustSucceed().Lines;

    public void Dispose() => _folder.Dispose();

    private void Make(Plan plan, PlanSides sides, CancellationToken cancellation) =>
        new Planner(Job, HasPast ? Past.AsPast() : SnapBack.Planning.Past.Nothing, _ => { }).Make(plan, [sides], cancellation);

    private ITree WithStreams(ITree tree) => HasStreams ? new StreamTree(tree) : tree;

    private PlanSidesHolder Open()
    {
#pragma warning disable CA2000 // The holder disposes both.
        FaultyTree destinationTree = DestinationTree = new FaultyTree(WithStreams(UnixDestination.Open(Destination, KnownTraits, default)));
        FaultyTree sourceTree = SourceTree = new FaultyTree(WithStreams(UnixTree.OpenSource(Source, SourceView.Live(Source), destinationTree.Order, default)));
#pragma warning restore CA2000
        KnownTraits ??= destinationTree.Traits;
        SetUpSource(sourceTree);
        SetUpDestination(destinationTree);
        return new PlanSidesHolder(new PlanSides
        {
            Pair = 0,
            Source = sourceTree,
            Destination = destinationTree,
            Selection = Job.SelectionFor(Job.Pairs[0]),
            Traits = destinationTree.Traits,
            NotCovered = NotCovered,
            Omitted = Omitted,
            Live = Live is null ? null : UnixTree.OpenSource(Live, SourceView.Live(Live), destinationTree.Order, default),
            Moment = Timestamp.From(TimeProvider.System.GetUtcNow() + MomentAhead),
            Rules = [1],
            HasPast = HasPast,
        });
    }

    private sealed record PlanSidesHolder(PlanSides Sides) : IDisposable
    {
        public void Dispose()
        {
            Sides.Source.Dispose();
            Sides.Live?.Dispose();
            Sides.Destination!.Dispose();
        }
    }
}
