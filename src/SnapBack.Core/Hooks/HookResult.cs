namespace SnapBack.Hooks;

/// <summary>In which way the start of a hook came to an end.</summary>
public enum HookResult
{
    /// <summary>It ended by itself, with an exit code.</summary>
    Ended,

    /// <summary>It could not be started.</summary>
    NotStarted,

    /// <summary>Its time was up, and it was ended with all that it had started.</summary>
    TimedOut,

    /// <summary>The run was cancelled, and it was ended with all that it had started.</summary>
    Cancelled,
}
