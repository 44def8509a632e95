namespace SnapBack.Jobs;

/// <summary>A file of metrics for the text file collector of Prometheus' node exporter, one file per job. Immutable.</summary>
/// <param name="When">After which runs.</param>
/// <param name="File">Full path.</param>
public sealed record PrometheusNotification(NotifyWhen When, string File) : Notification(When)
{
    /// <summary>The word for this kind.</summary>
    public const string Word = "prometheus";

    /// <inheritdoc/>
    public override string Kind => Word;
}
