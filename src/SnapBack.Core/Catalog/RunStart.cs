using System.Reflection;
using SnapBack.Jobs;

namespace SnapBack.Catalog;

/// <summary>What the catalog is told when a run begins.</summary>
public sealed record RunStart
{
    /// <summary>Version of this program.</summary>
    public static string ThisVersion =>
        typeof(RunStart).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>True for a dry run: its records change no states.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>True for a drill of a restore: it looks at no source and claims nothing of any path.</summary>
    public bool IsDrill { get; init; }

    /// <summary>What the job may do.</summary>
    public required JobMode Mode { get; init; }

    /// <summary>The trees; their order gives the numbers of the pairs. No two may be equal.</summary>
    public required IReadOnlyList<JobPair> Pairs { get; init; }

    /// <summary>How much the job depends on a snapshot.</summary>
    public required SnapshotPolicy Snapshot { get; init; }

    /// <summary>Version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>Start of the run.</summary>
    public required DateTimeOffset Started { get; init; }
}
