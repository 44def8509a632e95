namespace SnapBack.Snapshots.Vss;

/// <summary>How a writer fares, for people.</summary>
/// <param name="Name">As it calls itself.</param>
/// <param name="IsHealthy">False when it failed.</param>
/// <param name="State">In words, with the reason where it failed.</param>
/// <param name="ClassId">The kind of writer.</param>
/// <param name="InstanceId">This instance of it.</param>
public sealed record WriterReport(string Name, bool IsHealthy, string State, Guid ClassId, Guid InstanceId)
{
    internal static WriterReport Of(VssWriterState writer) => new(writer.Name, !VssWords.HasFailed(writer), VssWords.State(writer), writer.ClassId, writer.InstanceId);
}
