namespace SnapBack.Snapshots.Vss;

/// <summary>How a writer says it fares at one moment.</summary>
/// <param name="ClassId">The kind of writer.</param>
/// <param name="InstanceId">This instance of it.</param>
/// <param name="Name">As it calls itself.</param>
/// <param name="State">VSS_WRITER_STATE: 1 stable, 2 to 5 waiting, 6 and more failed (https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_writer_state).</param>
/// <param name="Failure">HRESULT of the failure; 0 when there is none.</param>
/// <param name="ApplicationFailure">The application's own HRESULT; 0 when it gave none.</param>
/// <param name="ApplicationMessage">The application's own words, or null.</param>
public sealed record VssWriterState(
    Guid ClassId, Guid InstanceId, string Name, int State, int Failure, int ApplicationFailure, string? ApplicationMessage);
