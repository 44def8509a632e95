using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>
/// What to back up and how: parsed, checked and complete. Immutable. Comes from a job file, the command line or both; nothing
/// downstream reads an option from anywhere else.
/// </summary>
public sealed record Job
{
    /// <summary>Name that the catalog keeps the runs under.</summary>
    public required string Name { get; init; }

    /// <summary>One or more trees, backed up in one run from one snapshot set.</summary>
    public required IReadOnlyList<JobPair> Pairs { get; init; }

    /// <summary>Whether extras are deleted.</summary>
    public JobMode Mode { get; init; } = JobMode.Incremental;

    /// <summary>Whether a point-in-time view is needed.</summary>
    public SnapshotPolicy Snapshot { get; init; } = SnapshotPolicy.Prefer;

    /// <summary>Name of the snapshot provider, or null to choose by the volume.</summary>
    public string? SnapshotProvider { get; init; }

    /// <summary>How snapshots are asked of Windows.</summary>
    public VssOptions Vss { get; init; } = VssOptions.Default;

    /// <summary>Which files are in scope, for all pairs; ask <see cref="SelectionFor"/> for those of one pair.</summary>
    public Selection Selection { get; init; } = Selection.Everything;

    /// <summary>What of files is carried over.</summary>
    public CopyParts Copy { get; init; } = CopyLetters.Default;

    /// <summary>What of folders is carried over; their security goes with that of files.</summary>
    public CopyParts DirCopy { get; init; } = CopyLetters.Default;

    /// <summary>True when descriptors are compared with those of the destination, also of files that did not change, and set where they differ.</summary>
    public bool FixSecurity { get; init; }

    /// <summary>True when times are compared with those of the destination, creation included, and set where they differ.</summary>
    public bool FixTimes { get; init; }

    /// <summary>True when the destination's root gets the descriptor of the source's.</summary>
    public bool RootSecurity { get; init; }

    /// <summary>The parts of security descriptors that are carried over.</summary>
    public SecuritySections Security => CopyLetters.Sections(Copy);

    /// <summary>What of folders is carried over, their security included.</summary>
    public CopyParts FolderParts => DirCopy | (Copy & CopyLetters.InDescriptor);

    /// <summary>What of <paramref name="entry"/> is carried over.</summary>
    public CopyParts PartsOf(Entry entry) => entry.IsDirectory ? FolderParts : Copy;

    /// <summary>How far into folders.</summary>
    public Recursion Recurse { get; init; } = Recursion.All;

    /// <summary>How many levels of the source are looked at, its root being the first (robocopy's <c>/LEV</c>); null for all.</summary>
    public int? Levels { get; init; }

    /// <summary>Classes that are left alone, or taken although nothing asks for it.</summary>
    public ClassRules Classes { get; init; } = ClassRules.Usual;

    /// <summary>
    /// <see cref="Classes"/>, and what <see cref="IsStructureOnly"/> adds: a file without content never takes the place of one that has some.
    /// </summary>
    public ClassRules EffectiveClasses => !IsStructureOnly ? Classes : new ClassRules(
        Classes.Skip | ClassSet.Newer | ClassSet.Older | ClassSet.Changed | ClassSet.Tweaked | ClassSet.Modified, ClassSet.None);

    /// <summary>What becomes of links.</summary>
    public LinkRules Links { get; init; } = LinkRules.Recreate;

    /// <summary>Which write times count as equal.</summary>
    public TimeRules Times { get; init; } = TimeRules.Exact;

    /// <summary>What is removed from the live source after it was copied.</summary>
    public MoveMode Move { get; init; } = MoveMode.None;

    /// <summary>Only folders and files without content (robocopy's <c>/CREATE</c>).</summary>
    public bool IsStructureOnly { get; init; }

    /// <summary>Whether the archive attribute of the live source is cleared after a file was copied (robocopy's <c>/M</c>).</summary>
    public bool ResetsArchive { get; init; }

    /// <summary>True when something is done at the live source after copying. Never where content was not copied.</summary>
    public bool ChangesSource => (Move != MoveMode.None || ResetsArchive) && !IsStructureOnly && Copy.HasFlag(CopyParts.Data);

    /// <summary>Attributes that copied files get or lose.</summary>
    public AttributeChange Attributes { get; init; } = AttributeChange.None;

    /// <summary>Whether a big file that was cut off is taken up where it stopped (robocopy's <c>/Z</c>).</summary>
    public bool IsRestartable { get; init; }

    /// <summary>Whether copies bypass the system's cache (robocopy's <c>/J</c>).</summary>
    public bool IsUnbuffered { get; init; }

    /// <summary>Whether copies may share the blocks of the source where a file system can do that; false for robocopy's <c>/NOCLONE</c>.</summary>
    public bool SharesBlocks { get; init; } = true;

    /// <summary>Whether a server may copy by itself what lies on it already; false for robocopy's <c>/NOOFFLOAD</c>.</summary>
    public bool Offloads { get; init; } = true;

    /// <summary>Whether holes of files stay holes; false for robocopy's <c>/SPARSE:N</c>.</summary>
    public bool KeepsHoles { get; init; } = true;

    /// <summary>Restraint in space, time and speed.</summary>
    public Pacing Pacing { get; init; } = Pacing.None;

    /// <summary>Whether and when to run again; null to run once.</summary>
    public Watch? Watch { get; init; }

    /// <summary>Whether a share that is not there is waited for, by <see cref="Retry"/> and <see cref="RetryWait"/> (robocopy's <c>/TBD</c>).</summary>
    public bool WaitsForShare { get; init; }

    /// <summary>Parallel copies.</summary>
    public int Threads { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Limit for all copies together in bytes per second; null for none.</summary>
    public long? BandwidthBytesPerSecond { get; init; }

    /// <summary>Further tries per file after a failure that may pass.</summary>
    public int Retry { get; init; } = 3;

    /// <summary>Pause before a further try.</summary>
    public TimeSpan RetryWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What is read back.</summary>
    public VerifyMode Verify { get; init; } = VerifyMode.None;

    /// <summary>Whether what the run overwrites or deletes is kept as an older version (<c>docs/versions.md</c>).</summary>
    public bool KeepsVersions { get; init; }

    /// <summary>Which runs stay restorable; null to keep every version.</summary>
    public KeepRules? Keep { get; init; }

    /// <summary>What becomes of a file at the destination that somebody changed since the last run wrote it.</summary>
    public ConflictPolicy Conflict { get; init; } = ConflictPolicy.Overwrite;

    /// <summary>Guard against a mirror that deletes too much.</summary>
    public DeleteLimit MaxDelete { get; init; } = DeleteLimit.Default;

    /// <summary>How many of the files that the backup holds may be changed or gone; null to go by what the job's own runs had.</summary>
    public DeleteLimit? MaxChange { get; init; }

    /// <summary>Whether this run takes the source as it is, on whatever volume it lies and whatever it is a backup of.</summary>
    public bool AcceptsSource { get; init; }

    /// <summary>Whether this run takes the destination as it is, whatever earlier runs wrote to.</summary>
    public bool AcceptsDestination { get; init; }

    /// <summary>Exit code style.</summary>
    public ExitCodeStyle ExitCodes { get; init; } = ExitCodeStyle.Robocopy;

    /// <summary>File that a dry run writes its plan to; null for none.</summary>
    public string? PlanOut { get; init; }

    /// <summary>File with the only plan that may be carried out; null for whatever is found.</summary>
    public string? PlanFile { get; init; }

    /// <summary>All decisions, no change at the destination.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>How much of what the run looks at is told path by path; set by front ends whose output lists folders and skipped files.</summary>
    public ListingDetail Listing { get; init; }

    /// <summary>Catalog file, or null for the machine's.</summary>
    public string? Catalog { get; init; }

    /// <summary>Log file, or null for the rolling log beside the catalog.</summary>
    public string? Log { get; init; }

    /// <summary>Folder that the overview of all jobs is written into after each run; null for none.</summary>
    public string? ReportIndex { get; init; }

    /// <summary>Programs that are run before and after each run, in order.</summary>
    public IReadOnlyList<Hook> Hooks { get; init; } = [];

    /// <summary>Who is told how a run went.</summary>
    public IReadOnlyList<Notification> Notifications { get; init; } = [];

    /// <summary>True when the job looks into the folder at <paramref name="path"/>; what it does not look into is neither copied nor removed.</summary>
    public bool Reaches(Paths.RelativePath path) => path.Depth < (Recurse == Recursion.None ? 1 : Levels ?? int.MaxValue);

    /// <summary>How much <paramref name="pair"/> depends on a point-in-time view: its own word, else the job's.</summary>
    public SnapshotPolicy SnapshotFor(JobPair pair) => pair.Snapshot ?? Snapshot;

    /// <summary>Which files of <paramref name="pair"/> are in scope: the selection with full paths put in relation to the pair.</summary>
    public Selection SelectionFor(JobPair pair) => Selection.For(pair);
}
