namespace SnapBack.Runs;

/// <summary>A look at a run in progress. Totals are known once planning is over; before that they are 0.</summary>
/// <param name="Phase">Where the run stands.</param>
/// <param name="FilesDone">Planned files handled so far; while planning, entries seen.</param>
/// <param name="FilesTotal">Files to handle.</param>
/// <param name="BytesDone">Bytes copied so far.</param>
/// <param name="BytesTotal">Bytes to copy.</param>
/// <param name="Failures">Items failed so far.</param>
/// <param name="Elapsed">Since the run began.</param>
public sealed record RunProgress(RunPhase Phase, long FilesDone, long FilesTotal, long BytesDone, long BytesTotal, long Failures, TimeSpan Elapsed);
