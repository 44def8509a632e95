using Serilog;

namespace SnapBack.Snapshots.Vss;

/// <summary>What every part of making a set needs.</summary>
/// <param name="Engine">The way to the service.</param>
/// <param name="Host">What Windows gives beside the service.</param>
/// <param name="Volumes">What the machine knows of its volumes.</param>
/// <param name="Clock">The clock of all limits and pauses.</param>
/// <param name="Log">Tells operators what is waited for.</param>
internal sealed record VssSurroundings(IVssEngine Engine, IVssHost Host, IVolumes Volumes, TimeProvider Clock, ILogger Log);
