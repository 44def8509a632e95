using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Planning;
using SnapBack.Runs;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>The one mapping between this program's enums and the words that stand for them in the catalog and in output.</summary>
public static class CatalogWords
{
    /// <summary>Word of a run that acts.</summary>
    public const string Backup = "backup";

    /// <summary>Word of a dry run.</summary>
    public const string Plan = "plan";

    /// <summary>Word of a restore that only proves that one is possible.</summary>
    public const string Drill = "drill";

    /// <summary>Word of a view that is a point in time.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>Word of a view that is the live tree.</summary>
    public const string Live = "live";

    /// <summary>What a comparison found.</summary>
    public static readonly WordList<FileClass> Classes = new();

    /// <summary>What was to be done.</summary>
    public static readonly WordList<ActionKind> Actions = new();

    /// <summary>What became of it.</summary>
    public static readonly WordList<ActionOutcome> Outcomes = new();

    /// <summary>Kinds of entries.</summary>
    public static readonly WordList<EntryKind> Kinds = new();

    /// <summary>Where a path stands.</summary>
    public static readonly WordList<Presence> Presences = new();

    /// <summary>Why a path is left out.</summary>
    public static readonly WordList<SkipReason> Reasons = new();

    /// <summary>Why something failed.</summary>
    public static readonly WordList<ErrorKind> Errors = new();

    /// <summary>How a run stands.</summary>
    public static readonly WordList<RunStatus> Statuses = new();

    /// <summary>What a job may do.</summary>
    public static readonly WordList<JobMode> Modes = new();

    /// <summary>What became of a security descriptor at the destination.</summary>
    public static readonly WordList<SecurityResult> SecurityResults = new();

    /// <summary>What the vault's bytes are.</summary>
    public static readonly WordList<SecurityForm> SecurityForms = new();

    /// <summary>How much a job depends on a snapshot.</summary>
    public static readonly WordList<SnapshotPolicy> Policies = new();
}
