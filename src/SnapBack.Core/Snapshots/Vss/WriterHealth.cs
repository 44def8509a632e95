using SnapBack.Paths;

namespace SnapBack.Snapshots.Vss;

/// <summary>How the writers fare over the life of one set: what each said last, and the first failure of each. Used by one thread at a time.</summary>
internal sealed class WriterHealth
{
    private readonly Dictionary<Guid, (VssWriterState Last, VssWriterState? Failed)> _writers = [];

    /// <summary>For the record, by name.</summary>
    public IReadOnlyList<WriterStatus> Statuses =>
    [
        .. _writers.Values.Select(writer => writer.Failed is { } failed
                ? new WriterStatus(NameOf(failed), IsHealthy: false, VssWords.State(failed))
                : new WriterStatus(NameOf(writer.Last), IsHealthy: true, VssWords.State(writer.Last)))
            .OrderBy(status => status.Name, StringComparer.Ordinal),
    ];

    /// <summary>Those that failed, by name.</summary>
    public IReadOnlyList<WriterStatus> Failed => [.. Statuses.Where(status => !status.IsHealthy)];

    /// <summary>Takes what the writers say now. Returns the first one that failed just now and may succeed when all is tried again, or null.</summary>
    public VssWriterState? Look(IReadOnlyList<VssWriterState> states)
    {
        VssWriterState? worthATry = null;
        foreach (VssWriterState state in states)
        {
            VssWriterState? before = _writers.GetValueOrDefault(state.InstanceId).Failed;
            VssWriterState? failed = before ?? (VssWords.HasFailed(state) ? state : null);
            _writers[state.InstanceId] = (state, failed);
            if (before is null && failed is not null && VssFailures.Of(failed.Failure).Class == VssFailureClass.Transient && failed.Failure != 0)
            {
                worthATry ??= failed;
            }
        }

        return worthATry;
    }

    private static string NameOf(VssWriterState writer) => DisplayText.Escape(writer.Name);
}
