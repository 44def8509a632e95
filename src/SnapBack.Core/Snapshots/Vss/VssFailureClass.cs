namespace SnapBack.Snapshots.Vss;

/// <summary>What follows from a failure of the shadow copy service. <c>docs/vss.md</c> has the table.</summary>
public enum VssFailureClass
{
    /// <summary>Another program makes a set: wait for it, with a new session, until all time is used up.</summary>
    Queue,

    /// <summary>It may pass: try again a few times, with growing pauses.</summary>
    Transient,

    /// <summary>The writers are to blame: go on without them, or without the one that failed.</summary>
    WithoutWriters,

    /// <summary>Somebody must do something first: no further try.</summary>
    Operator,

    /// <summary>This volume or this Windows can't: no further try; the job's policy decides.</summary>
    Capability,

    /// <summary>Rights are missing: no further try.</summary>
    Rights,

    /// <summary>This program did something wrong: no further try.</summary>
    OwnMistake,
}
