using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.House;

/// <summary>
/// The direction of dependency, held against the source: a stage may use the records of an earlier one, never the other way, and stages meet in
/// Runs only. A new line in the table is a decision; say why beside it.
/// </summary>
public sealed class RoomTests
{
    private const string Project = "src/SnapBack.Core/";

    // A room by its name allows all of it; Room.Type allows that type alone. Folders within a room add to what the room may use.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Errors"] = [],
        ["Paths"] = ["Errors"],
        ["Security"] = ["Errors"],
        ["Platform"] = ["Errors", "Paths"],
        ["Trees"] = ["Errors", "Paths", "Security"],
        // How a source is to be read is the snapshot's word: where the view lies, what is mounted in it.
        ["Trees/Unix"] = ["Platform", "Snapshots.SourceView"],
        ["Trees/Windows"] = ["Platform", "Snapshots.SourceView"],
        // The letters of /COPY are those of the job.
        ["Robocopy"] = ["Errors", "Paths", "Platform.PlainFile", "Jobs", "Trees.CopyLetters"],
        // Selection asks about entries; it opens nothing.
        ["Jobs"] = ["Errors", "Paths", "Platform", "Trees.Entry", "Trees.EntryKind", "Trees.ReservedNames", "Trees.Timestamp", "Trees.CopyParts", "Trees.CopyLetters", "Security.SecuritySections"],
        // A leftover that could not be removed is something the owner of the run must know.
        ["Snapshots"] = ["Errors", "Paths", "Jobs", "Platform", "Runs.Notice", "Trees.ReservedNames"],
        // The past comes in as values: planning opens no catalog. A plan in a file says the words of the catalog.
        ["Planning"] = ["Errors", "Paths", "Security", "Trees", "Jobs", "Catalog.KnownPath", "Catalog.PathState", "Catalog.Presence", "Catalog.CatalogWords", "Catalog.WordList"],
        ["Versions"] = ["Errors", "Paths", "Trees", "Jobs"],
        ["Execution"] = ["Errors", "Paths", "Security", "Trees", "Jobs", "Planning", "Versions", "Catalog.PathRecord", "Catalog.PathState", "Catalog.Presence"],
        ["Catalog"] =
        [
            // Platform: who owns the catalog's file and folder, and whether a run's process still lives.
            "Errors", "Paths", "Platform", "Security", "Trees", "Jobs", "Planning", "Execution",
            "Snapshots.ISnapshotLedger", "Snapshots.SnapshotNote", "Snapshots.SnapshotSet", "Snapshots.SourceView", "Snapshots.WriterStatus",
            "Versions.GoodRun", "Versions.KeptVersion", "Versions.WeighedVersion",
            "Runs.Counts", "Runs.Notice", "Runs.RunStatus", "Runs.RunTotals",
        ],
        // Reports are made from the catalog alone, so that any of them can be made again later.
        ["Reporting"] = ["Catalog", "Errors", "Paths", "Runs.Counts", "Runs.Notice", "Runs.RunTotals", "Snapshots.WriterStatus"],
        // It tells of a run by its record, and never takes part in one.
        ["Notifying"] =
        [
            "Errors", "Paths", "Platform.IEventLog", "Platform.EventLevel", "Platform.PlainFile", "Platform.WholeFile", "Jobs", "Catalog", "Reporting", "Runs.Counts",
            "Runs.ExitMask", "Runs.Notice", "Runs.RunTotals",
        ],
        ["Scheduling"] = ["Jobs", "Errors", "Paths"],
        // It looks through the ports of a run, and at the machine.
        ["Diagnosis"] =
        [
            "Errors", "Paths", "Platform", "Security", "Trees", "Jobs", "Snapshots", "Catalog", "Reporting.Amount", "Runs.ExitMask", "Runs.RunPorts", "Runs.RunStatus",
            "Runs.SnapshotStage",
        ],
        // It reads the record and writes elsewhere; a run never uses it.
        ["Restoring"] = ["Errors", "Paths", "Security", "Trees", "Jobs", "Versions", "Execution", "Catalog", "Snapshots.SourceView", "Runs.RunPorts"],
        ["Verifying"] = ["Errors", "Paths", "Security", "Trees", "Jobs", "Versions", "Execution", "Catalog", "Restoring", "Snapshots.SourceView", "Runs.RunPorts"],
        // How a program that a job names is started and ended; who asks for it is Runs.
        ["Hooks"] = ["Errors", "Paths", "Platform", "Jobs"],
        ["Runs"] =
        [
            "Errors", "Paths", "Platform", "Security", "Trees", "Jobs", "Snapshots", "Planning", "Versions", "Execution", "Catalog", "Reporting", "Scheduling", "Hooks",
        ],
    };

    [Fact]
    public void ARoomUsesOnlyTheRoomsBelowIt()
    {
        IReadOnlyList<RoomReference> all = RoomReader.Read(Sources());

        all.Count.ShouldBeGreaterThan(20, "the reader found next to nothing: it is broken");
        all.Where(reference => !IsAllowed(reference))
            .Select(reference => $"{reference.Place}: {reference.From} uses {reference.To}.{reference.Type}")
            .ShouldBeEmpty("The table in RoomTests says what each room may use.");
    }

    [Fact]
    public void EveryFolderIsInTheTable()
    {
        IEnumerable<string> rooms = Sources().Select(file => RoomReader.AreaOf(file.Path).Split('/')[0]).Where(room => room.Length > 0).Distinct();

        rooms.Except(Allowed.Keys).ShouldBeEmpty("A new room says in RoomTests what it may use.");
    }

    [Theory]
    [InlineData("Paths/Bad.cs", "namespace SnapBack.Paths; class Bad { Catalog.PathState? x; }", "Catalog.PathState")]
    [InlineData("Planning/Bad.cs", "using SnapBack.Runs; namespace SnapBack.Planning; class Bad { object x = RunPhase.Copying; }", "Runs.RunPhase")]
    [InlineData("Trees/Bad.cs", "namespace SnapBack.Trees; class Bad { object M() => SnapBack.Jobs.DeleteLimit.Default.Percent; }", "Jobs.DeleteLimit")]
    [InlineData("Jobs/Bad.cs", "using N = SnapBack.Trees.NameOrder; namespace SnapBack.Jobs; class Bad { object x = N.Exact; }", "Trees.NameOrder")]
    public void AForbiddenUseIsFound(string path, string text, string used)
    {
        IReadOnlyList<RoomReference> all = RoomReader.Read([.. Sources(), (path, text)], only: path);

        all.Where(reference => !IsAllowed(reference))
            .Select(reference => $"{reference.To}.{reference.Type}")
            .ShouldContain(used);
    }

    private static bool IsAllowed(RoomReference reference)
    {
        string area = reference.From;
        while (area.Length > 0)
        {
            if (Allowed.TryGetValue(area, out string[]? allowed) && (allowed.Contains(reference.To) || allowed.Contains($"{reference.To}.{reference.Type}")))
            {
                return true;
            }

            area = RoomReader.AreaOf(area);
        }

        return false;
    }

    private static IEnumerable<(string Path, string Text)> Sources() =>
        Checkout.Files(Project, "*.cs").Select(file => (file[Project.Length..], File.ReadAllText(Checkout.At(file))));
}
