using Serilog;
using SnapBack.Cli.Composition;
using SnapBack.Jobs;
using SnapBack.Notifying;
using SnapBack.Platform.Windows;
using SnapBack.Runs;
using SnapBack.Scheduling;
using SnapBack.Snapshots;

namespace SnapBack.Cli;

/// <summary>
/// All that a command may know of the world: streams, terminal, variables, clock, cancellation. Tests put their own in. Nothing here
/// is opened or created before a command asks for it.
/// </summary>
public sealed record CliEnvironment
{
    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input, for the commands that ask; only they read it.</summary>
    public TextReader In { get; init; } = Console.In;

    /// <summary>True when <see cref="Out"/> is looked at by a person.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Columns of the terminal, asked anew each time because a window can be resized.</summary>
    public Func<int> Width { get; init; } = () => 80;

    /// <summary>Environment variables; null when one is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Cancelled by the first Ctrl+C or SIGTERM.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>True when nobody reads <see cref="Out"/> any more, as with <c>| head</c>.</summary>
    public Func<bool> IsOutputClosed { get; init; } = () => false;

    /// <summary>Carries out a job. The catalog of the job is a full path.</summary>
    public Func<Job, ILogger, IRunEvents, CancellationToken, RunResult> RunJob { get; init; } =
        (job, log, events, cancellation) => new RepeatedRuns(SystemPorts.ForThisSystem(job, log)).Run(job, events, cancellation);

    /// <summary>How long those who are told of a run are tried.</summary>
    public Patience Patience { get; init; } = Patience.Usual;

    /// <summary>The event log of Windows; null on another system.</summary>
    public Func<IEventLog?> EventLog { get; init; } = SystemPorts.EventLog;

    /// <summary>The snapshot providers of this system, for commands without a job.</summary>
    public Func<VssOptions, ILogger, IReadOnlyList<ISnapshotProvider>> SnapshotProviders { get; init; } = SystemPorts.SnapshotProviders;

    /// <summary>The scheduler of this system.</summary>
    public Func<IScheduler> Scheduler { get; init; } = SystemScheduler.ForThisSystem;

    /// <summary>This program as a scheduler calls it, and what has to stand before its arguments.</summary>
    public Func<IReadOnlyList<string>> OwnProgram { get; init; } = SystemScheduler.OwnProgram;

    /// <summary>Full path of the folder with this program and its libraries.</summary>
    public string ProgramFolder { get; init; } = AppContext.BaseDirectory;

    /// <summary>True when this process may read and write past access rules (robocopy's /B).</summary>
    public Func<bool> HasBackupRights { get; init; } = SystemPorts.HasBackupRights;

    /// <summary>True when this process may read and write audit rules (the U of robocopy's /COPY).</summary>
    public Func<bool> HasAuditRights { get; init; } = SystemPorts.HasAuditRights;

    /// <summary>The code page that programs of the console write in; robocopy's logs and job files are in it.</summary>
    public Func<int> OemCodePage { get; init; } = Composition.OemCodePage.OfThisSystem;

    /// <summary>True when lines may be rewritten: a terminal that is not <c>dumb</c>.</summary>
    public bool CanRewriteLines => IsTerminal && Variable("TERM") != "dumb";

    /// <summary>True when colours may be used; <c>NO_COLOR</c> (https://no-color.org) forbids them.</summary>
    public bool CanColour => CanRewriteLines && string.IsNullOrEmpty(Variable("NO_COLOR"));
}
