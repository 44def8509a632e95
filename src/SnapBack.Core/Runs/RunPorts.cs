using Serilog;
using SnapBack.Snapshots;
using SnapBack.Trees;

namespace SnapBack.Runs;

/// <summary>What a run needs from the system it runs on. Put together in Cli/Composition, the only place that asks which system this is.</summary>
public sealed record RunPorts
{
    /// <summary>Opens the tree behind a view for reading; it lists names in the order of the destination's names.</summary>
    public required Func<string, SourceView, NameOrder, ITree> OpenSource { get; init; }

    /// <summary>
    /// Opens a destination (full path) for changes, making it when missing. The traits are those found by an earlier run on the same
    /// volume, or null to probe them.
    /// </summary>
    public required Func<string, DestinationTraits?, IDestinationTree> OpenDestination { get; init; }

    /// <summary>Opens a destination for reading only, for a dry run; null when it does not exist.</summary>
    public required Func<string, ITree?> PeekDestination { get; init; }

    /// <summary>Identity of the volume under a full path, or null when there is nothing.</summary>
    public required Func<string, string?> VolumeOf { get; init; }

    /// <summary>The snapshot providers of this system, in the order in which they are asked.</summary>
    public required IReadOnlyList<ISnapshotProvider> SnapshotProviders { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The log.</summary>
    public ILogger Log { get; init; } = Serilog.Core.Logger.None;
}
