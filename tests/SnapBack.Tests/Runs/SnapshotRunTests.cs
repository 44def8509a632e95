using NSubstitute;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Snapshots;
using SnapBack.TestKit;
using SnapBack.Trees.Unix;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>Whole runs through a scripted snapshot: what the view lacks, and what the record says of the set.</summary>
public sealed class SnapshotRunTests : IDisposable
{
    private readonly TempFolder _folder;

    public SnapshotRunTests()
    {
        Require.Linux();
        _folder = new TempFolder();
    }

    public void Dispose() => _folder.Dispose();

    // First night live, so that the mail file is copied; the second through a snapshot that lacks it; the third without the rule, when it is really gone.
    [SkippableFact]
    public void AFileThatTheSystemTakesOutOfTheSnapshotStaysAtTheDestinationAndInTheRecord()
    {
        _folder.File("source/mail/a.ost", "mail");
        _folder.File("source/mail/b.txt", "text");
        Run(SnapshotPolicy.Never).ExitCode.ShouldBe(1);
        _folder.File("source@snapshot/mail/b.txt", "text");
        Omissions rules = new([new Omission(RelativePath.Root.Child("mail"), new NamePattern("*.ost"), IsRecursive: false, "a test")]);

        RunResult second = Run(SnapshotPolicy.Require, _ => rules);

        File.ReadAllText(_folder.At("destination", "mail", "a.ost")).ShouldBe("mail");
        second.Totals.Deleted.ShouldBe(0);
        second.Notices.ShouldContain(notice => notice.Code == "omitted-from-snapshot" && notice.Text.StartsWith("1 file", StringComparison.Ordinal));
        FileRow row = Files(second.RunId).Single(file => file.Path == "mail/a.ost");
        (row.Class, row.Outcome, row.Reason, row.View).ShouldBe(("excluded", "skipped", "omitted-from-snapshot", "snapshot"));

        RunResult third = Run(SnapshotPolicy.Require);
        File.Exists(_folder.At("destination", "mail", "a.ost")).ShouldBeFalse("no rule speaks of it any more");
        third.Totals.Deleted.ShouldBe(1);
    }

    [SkippableFact]
    public void TheWritersLastWordIsInTheRecord()
    {
        _folder.File("source/a.txt");
        _folder.File("source@snapshot/a.txt");
        WriterStatus before = new("SQL", true, "waiting for the backup's end");
        WriterStatus after = new("SQL", false, "failed at the backup's end");

        RunResult run = Run(SnapshotPolicy.Require, writers: ([before], [after]));

        using CatalogReader reader = CatalogReader.Open(_folder.At("catalog.db"));
        RunDetails details = reader.Show(run.RunId);
        details.Writers.ShouldBe([after]);
        details.Notices.ShouldContain(notice => notice.Code == "writer-failed-late");
        run.Snapshot!.Writers.ShouldBe([after]);
    }

    private RunResult Run(
        SnapshotPolicy policy, Func<string, Omissions>? omitted = null, (IReadOnlyList<WriterStatus> Made, IReadOnlyList<WriterStatus>? Released)? writers = null)
    {
        ScriptedSnapshotProvider provider = new() { OmittedScript = omitted ?? (_ => Omissions.None), Writers = writers ?? ([], null) };
        RunPorts ports = new()
        {
            OpenSource = UnixTree.OpenSource,
            OpenDestination = UnixDestination.Open,
            PeekDestination = UnixTree.Peek,
            VolumeOf = UnixDestination.VolumeOf,
            SnapshotProviders = [provider],
        };
        Job job = new()
        {
            Name = "test",
            Pairs = [new JobPair(_folder.At("source"), _folder.At("destination"))],
            Mode = JobMode.Mirror,
            Snapshot = policy,
            Catalog = _folder.At("catalog.db"),
        };
        return new RunCoordinator(ports).Run(job, Substitute.For<IRunEvents>(), CancellationToken.None);
    }

    private List<FileRow> Files(long run)
    {
        using CatalogReader reader = CatalogReader.Open(_folder.At("catalog.db"));
        return [.. reader.Files(run)];
    }
}
