namespace SnapBack.Jobs;

/// <summary>What a hook that failed makes of the run. The words of the job file are these names in lower case.</summary>
public enum HookFailure
{
    /// <summary>The run goes on, or stays what it was, with a warning.</summary>
    Warn,

    /// <summary>Before the first change: nothing is backed up. After the run: it counts as failed.</summary>
    Fail,
}
