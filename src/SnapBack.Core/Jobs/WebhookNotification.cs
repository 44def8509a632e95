namespace SnapBack.Jobs;

/// <summary>A POST of JSON with the numbers of the run. Immutable.</summary>
/// <param name="When">After which runs.</param>
/// <param name="Address">Where to.</param>
/// <param name="TellsNames">Whether paths, and sentences that may hold some, are part of it.</param>
public sealed record WebhookNotification(NotifyWhen When, WebAddress Address, bool TellsNames) : Notification(When)
{
    /// <summary>The word for this kind.</summary>
    public const string Word = "webhook";

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <inheritdoc/>
    public override IEnumerable<Secret> Secrets => Address.Secret is { } secret ? [secret] : [];
}
