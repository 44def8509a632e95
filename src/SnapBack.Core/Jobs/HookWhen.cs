namespace SnapBack.Jobs;

/// <summary>At which point of a run a hook is started. The words of the job file are these names in camel case.</summary>
public enum HookWhen
{
    /// <summary>Before anything is looked at: the hook may connect a disk.</summary>
    Before,

    /// <summary>Once the view of the sources is there, and before anything is listed or copied.</summary>
    SnapshotReady,

    /// <summary>At the end, when nothing is held any more: the hook may take a disk away. Whatever became of the run.</summary>
    After,
}
