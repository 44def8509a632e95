using Serilog;
using SnapBack.Hooks;
using SnapBack.Platform;
using SnapBack.Security;
using SnapBack.Snapshots;
using SnapBack.Trees;

namespace SnapBack.Runs;

/// <summary>What a run needs from the system it runs on. Put together in Cli/Composition, the only place that asks which system this is.</summary>
public sealed record RunPorts
{
    /// <summary>
    /// Opens the tree behind a view for reading; it lists names in the order of the destination's names, and tells the given parts of security
    /// descriptors.
    /// </summary>
    public required Func<string, SourceView, NameOrder, SecuritySections, ITree> OpenSource { get; init; }

    /// <summary>
    /// Opens a destination (full path) for changes, making it when missing. The traits are those found by an earlier run on the same
    /// volume, or null to probe them; of security descriptors the given parts will be set.
    /// </summary>
    public required Func<string, DestinationTraits?, SecuritySections, IDestinationTree> OpenDestination { get; init; }

    /// <summary>
    /// Opens a folder (full path) as it is, without making, locking or probing it; null when it does not exist. A dry run only reads through it; what a job
    /// wants changed at its live source is changed through it.
    /// </summary>
    public required Func<string, SecuritySections, IDestinationTree?> PeekDestination { get; init; }

    /// <summary>Identity of the volume under a full path, or null when there is nothing.</summary>
    public required Func<string, string?> VolumeOf { get; init; }

    /// <summary>The snapshot providers of this system, in the order in which they are asked.</summary>
    public required IReadOnlyList<ISnapshotProvider> SnapshotProviders { get; init; }

    /// <summary>Room on the volume under an existing folder (full path), or null when the system does not tell.</summary>
    public Func<string, (long Free, long Total)?> SpaceAt { get; init; } = VolumeSpace.Read;

    /// <summary>Runs a hook to its end; takes what it says line by line.</summary>
    public Func<HookCall, Action<string>, CancellationToken, HookEnd> RunHook { get; init; } = HookProgram.Run;

    /// <summary>What every run of this process must tell its owner, such as rights that are missing.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The log.</summary>
    public ILogger Log { get; init; } = Serilog.Core.Logger.None;
}
