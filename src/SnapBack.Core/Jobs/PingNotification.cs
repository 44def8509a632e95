namespace SnapBack.Jobs;

/// <summary>
/// A call to a service that misses it when it does not come: <c>/start</c> before the run, the address itself after a good one, <c>/fail</c> after a bad one
/// (https://healthchecks.io/docs/http_api/). Immutable.
/// </summary>
/// <param name="When">After which runs; a start is told only with <see cref="NotifyWhen.Always"/>.</param>
/// <param name="Address">Where to.</param>
public sealed record PingNotification(NotifyWhen When, WebAddress Address) : Notification(When)
{
    /// <summary>The word for this kind.</summary>
    public const string Word = "ping";

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <inheritdoc/>
    public override IEnumerable<Secret> Secrets => Address.Secret is { } secret ? [secret] : [];
}
