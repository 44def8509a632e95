using NSubstitute;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Trees;
using SnapBack.Trees.Unix;

namespace SnapBack.Tests.Runs;

/// <summary>
/// Two real trees and whole runs of a job between them, an hour after the files were made, so that no change time is too fresh to be trusted. After each
/// run the record is held against the disk.
/// </summary>
internal sealed class RuleBed : IDisposable
{
    private static readonly DateTime Usual = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TempFolder _folder;

    public RuleBed()
    {
        Require.Linux();
        _folder = new TempFolder();
        _folder.Folder("source");
        _folder.Folder("destination");
        Job = new Job
        {
            Name = "test",
            Pairs = [new JobPair(_folder.At("source"), _folder.At("destination"))],
            Snapshot = SnapshotPolicy.Never,
            Retry = 0,
            RetryWait = TimeSpan.Zero,
            MaxDelete = new DeleteLimit(null, 100),
            Catalog = _folder.At("catalog.db"),
        };
    }

    public Job Job { get; set; }

    public IRunEvents Events { get; set; } = Substitute.For<IRunEvents>();

    public TimeProvider Clock { get; set; } = new ClockAhead(TimeSpan.FromHours(1));

    /// <summary>Snapshots of <c>source</c> are the folder <c>source@snapshot</c>, when there is a provider.</summary>
    public ScriptedSnapshotProvider? Provider { get; set; }

    public string Root => _folder.Root;

    public string InSource(string path) => Path.Join(_folder.At("source"), path);

    public string InDestination(string path) => Path.Join(_folder.At("destination"), path);

    public string Write(string path, string text = "text", DateTime? modified = null) => Write("source", path, text, modified);

    public string WriteAtDestination(string path, string text = "text", DateTime? modified = null) => Write("destination", path, text, modified);

    public string Write(string root, string path, string text, DateTime? modified)
    {
        string file = _folder.File($"{root}/{path}", text);
        File.SetLastWriteTimeUtc(file, modified ?? Usual);
        return file;
    }

    /// <summary>The job as its file would say it: the text holds further members.</summary>
    public void Say(string members)
    {
        string file = _folder.File("job.json", $$"""{ "source": "source", "destination": "destination", "snapshot": "never", "retry": 0, "maxDelete": "100%", {{members}} }""");
        Job = JobFile.Load(file, JobOverrides.None, Clock) with { Catalog = _folder.At("catalog.db") };
    }

    public RunResult Run(CancellationToken cancellation = default)
    {
        RunResult result = new RunCoordinator(Ports()).Run(Job, Events, cancellation);
        RequireTrueRecord(result);
        RequireTrueVersions();
        return result;
    }

    public RunPorts Ports() => new()
    {
        OpenSource = UnixTree.OpenSource,
        OpenDestination = UnixDestination.Open,
        PeekDestination = UnixTree.Peek,
        VolumeOf = UnixDestination.VolumeOf,
        SnapshotProviders = Provider is null ? [] : [Provider],
        Clock = Clock,
    };

    /// <summary>Paths below the destination, folders with a slash at their end, in order.</summary>
    public string[] AtDestination() => Below("destination");

    public string[] AtSource() => Below("source");

    /// <summary>Path, class, action and reason of all that the run has to say, in order.</summary>
    public string[] Files(RunResult result)
    {
        using CatalogReader reader = CatalogReader.Open(_folder.At("catalog.db"));
        return [.. reader.Files(result.RunId).Where(f => f.Path != ".").Select(f => $"{f.Path} {f.Class} {f.Action}{(f.Reason is null ? "" : " " + f.Reason)}").Order(StringComparer.Ordinal)];
    }

    /// <summary>The entry of a file at the destination, or null.</summary>
    public Entry? Find(string path)
    {
        using ITree tree = UnixTree.Peek(_folder.At("destination"), default)!;
        RelativePath relative = path.Split('/').Aggregate(RelativePath.Root, (at, name) => at.Child(name));
        using IFolder folder = tree.OpenFolder(relative.Parent);
        return folder.Find(relative.Name);
    }

    /// <summary>What lies in the version store, by its path in it, in order.</summary>
    public string[] Versions() => Directory.Exists(InDestination(".snapback/versions"))
        ? [.. Shell.Run("find", [InDestination(".snapback/versions"), "!", "-type", "d", "-printf", "%P\\n"]).MustSucceed().Lines.Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The answer of sqlite3, which knows nothing of this program, to a question about the catalog.</summary>
    public string[] Ask(string sql) => Shell.Run(Require.Program("sqlite3"), ["-readonly", _folder.At("catalog.db"), sql]).MustSucceed().Lines;

    public void Dispose() => _folder.Dispose();

    // The record knows of exactly the versions that lie in the store.
    private void RequireTrueVersions()
    {
        string[] stored = Versions();
        if (stored.Length > 0 || Job.KeepsVersions)
        {
            Ask("SELECT substr(stored_as, 20) FROM v_versions WHERE dropped_by IS NULL").Order(StringComparer.Ordinal).ShouldBe(stored);
        }
    }

    private string[] Below(string root) =>
        [.. Shell.Run("find", [_folder.At(root), "-mindepth", "1", "-path", $"{_folder.At(root)}/.snapback", "-prune", "-o", "-mindepth", "1", "-type", "d", "-printf", "%P/\\n", "-o", "-mindepth", "1", "-printf", "%P\\n"]).MustSucceed().Lines.Order(StringComparer.Ordinal)];

    // What the record says is at the destination is there, with the size, time and content that it tells.
    private void RequireTrueRecord(RunResult result)
    {
        if (Job.IsDryRun)
        {
            return;
        }

        using CatalogReader reader = CatalogReader.Open(_folder.At("catalog.db"));
        foreach (ListRow row in reader.List(result.RunId).Where(r => r.Path != "."))
        {
            Entry? entry = Find(row.Path);
            entry.ShouldNotBeNull($"{row.Path} is told of and not there");
            CatalogWords.Kinds.Of(entry.Kind).ShouldBe(row.Kind, row.Path);
            if (entry.IsFile)
            {
                entry.Size.ShouldBe(row.Size, row.Path);
                Job.Times.AreSame(row.State.Modified, entry.Modified, TimeSpan.Zero).ShouldBeTrue(row.Path);
                entry.Mode.ShouldBe(row.State.Mode, row.Path);
                string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(InDestination(row.Path))));
                (row.Sha256 ?? hash).ShouldBe(hash, row.Path);
            }
        }
    }

    private sealed class ClockAhead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
