namespace SnapBack.Jobs;

/// <summary>After which runs a notification is sent. The words of the job file are these names in lower case.</summary>
public enum NotifyWhen
{
    /// <summary>After every run.</summary>
    Always,

    /// <summary>After a run that is not complete: it failed, did nothing or was interrupted.</summary>
    Failure,

    /// <summary>After a run that ended in another way than the job's run before, and after the first.</summary>
    Change,
}
