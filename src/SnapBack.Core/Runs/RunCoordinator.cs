using SnapBack.Jobs;

namespace SnapBack.Runs;

/// <summary>The pipeline: job, snapshot, plan, execute, catalog. Stages meet here and nowhere else.</summary>
public sealed class RunCoordinator
{
    private readonly RunPorts _ports;

    /// <summary>Takes the ports of this system.</summary>
    public RunCoordinator(RunPorts ports)
    {
        _ports = ports;
    }

    /// <summary>Carries out a job.</summary>
    /// <exception cref="Errors.SnapBackException">Nothing was done, and why.</exception>
    public RunResult Run(Job job, IRunEvents events, CancellationToken cancellation)
    {
        throw new NotSupportedException($"{job} {events} {cancellation} {_ports}");
    }
}
