namespace SnapBack.Snapshots.Vss.Native;

/// <summary>
/// IVssDifferentialSoftwareSnapshotMgmt: where the system's provider keeps what changed since a snapshot
/// (https://learn.microsoft.com/windows/win32/api/vsmgmt/nn-vsmgmt-ivssdifferentialsoftwaresnapshotmgmt).
/// </summary>
internal sealed unsafe class DiffAreaManagement : ComPointer
{
    /// <summary>Takes over the reference.</summary>
    internal DiffAreaManagement(nint reference)
        : base(reference)
    {
    }

    /// <summary>The diff areas of a volume; null when it has none.</summary>
    internal DiffAreaEnumerator? QueryDiffAreasForVolume(string volume)
    {
        void* found = null;
        fixed (char* name = volume)
        {
            int result = ((delegate* unmanaged[Stdcall]<void*, char*, void**, int>)Slot(6))(This, name, &found);
            return result == VssAnswer.FewerThanAsked && found == null
                ? null
                : new DiffAreaEnumerator(VssAnswer.Object(result, found, "QueryDiffAreasForVolume"));
        }
    }
}
