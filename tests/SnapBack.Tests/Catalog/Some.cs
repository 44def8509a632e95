using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Runs;
using SnapBack.Trees;

namespace SnapBack.Tests.Catalog;

/// <summary>Values for tests that do not care which.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Night = new(2026, 1, 15, 2, 0, 0, TimeSpan.Zero);

    public static RelativePath Path(string text)
    {
        RelativePath.TryParse(text, out RelativePath path).ShouldBeTrue(text);
        return path;
    }

    public static RunStart Start(bool isDryRun = false, string job = "nightly", params JobPair[] pairs) => new()
    {
        Job = job,
        IsDryRun = isDryRun,
        Mode = JobMode.Mirror,
        Pairs = pairs.Length == 0 ? [new JobPair("/data", "/backup")] : pairs,
        Snapshot = SnapshotPolicy.Prefer,
        Version = "0.1.0",
        Started = Night,
    };

    public static RunEnd End(RunStatus status = RunStatus.Completed, int exitCode = 1) => new()
    {
        Status = status,
        ExitCode = exitCode,
        Totals = new RunTotals { Files = new Counts { Total = 5, Copied = 3, Failed = 1 }, Bytes = new Counts { Copied = 1234 }, Deleted = 2 },
        Ended = Night.AddMinutes(5),
    };

    public static PathState State(long size = 1, EntryKind kind = EntryKind.File, Presence presence = Presence.Held) => new()
    {
        Presence = presence,
        Kind = kind,
        Size = size,
        Modified = new Timestamp(1_700_000_000 + size, 123_456_789),
        Changed = new Timestamp(1_700_000_001, 5),
        Mode = 0x1A4,
        Owner = uint.MaxValue,
        FileId = ulong.MaxValue,
        LinkCount = 1,
    };

    public static PathRecord Copied(string path, long size = 1, int pair = 0) => new()
    {
        Pair = pair,
        Path = Path(path),
        Kind = EntryKind.File,
        Class = FileClass.New,
        Action = ActionKind.Copy,
        Outcome = ActionOutcome.Done,
        State = State(size),
        Bytes = size,
    };

    public static PathRecord Folder(string path, int pair = 0) => new()
    {
        Pair = pair,
        Path = Path(path),
        Kind = EntryKind.Directory,
        Class = FileClass.New,
        Action = ActionKind.CreateFolder,
        Outcome = ActionOutcome.Done,
        State = State(0, EntryKind.Directory),
    };

    public static PathRecord Deleted(string path) => new()
    {
        Pair = 0,
        Path = Path(path),
        Kind = EntryKind.File,
        Class = FileClass.Extra,
        Action = ActionKind.Delete,
        Outcome = ActionOutcome.Done,
        EndsState = true,
    };

    public static PathRecord Failed(string path, EntryKind kind = EntryKind.File, ActionKind action = ActionKind.Copy) => new()
    {
        Pair = 0,
        Path = Path(path),
        Kind = kind,
        Class = FileClass.New,
        Action = action,
        Outcome = ActionOutcome.Failed,
        Error = new ActionError(ErrorKind.AccessDenied, 13, "open source", "Permission denied"),
        Attempts = 4,
        Bytes = 77,
    };
}
