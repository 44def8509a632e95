namespace SnapBack.Robocopy;

/// <summary>The groups that help, manual and job files list the switches in; the order counts.</summary>
public enum SwitchGroup
{
    /// <summary>What is copied of a file, and how.</summary>
    Copy,

    /// <summary>How fast.</summary>
    Throttling,

    /// <summary>Which files.</summary>
    Selection,

    /// <summary>What follows a failure.</summary>
    Retry,

    /// <summary>What is told of it.</summary>
    Logging,

    /// <summary>Job files.</summary>
    Job,

    /// <summary>What robocopy does not have.</summary>
    SnapBack,
}
