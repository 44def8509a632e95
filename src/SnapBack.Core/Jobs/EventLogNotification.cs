namespace SnapBack.Jobs;

/// <summary>An event in the Windows Event Log. Any system takes it in a job file; one without such a log tells that it could not be delivered. Immutable.</summary>
/// <param name="When">After which runs.</param>
/// <param name="TellsNames">Whether paths, and sentences that may hold some, are part of it: every user of the machine can read the log.</param>
public sealed record EventLogNotification(NotifyWhen When, bool TellsNames) : Notification(When)
{
    /// <summary>The word for this kind.</summary>
    public const string Word = "eventlog";

    /// <inheritdoc/>
    public override string Kind => Word;
}
