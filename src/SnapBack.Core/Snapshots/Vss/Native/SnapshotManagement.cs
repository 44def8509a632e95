namespace SnapBack.Snapshots.Vss.Native;

/// <summary>IVssSnapshotMgmt, the way to a provider's own settings (https://learn.microsoft.com/windows/win32/api/vsmgmt/nn-vsmgmt-ivsssnapshotmgmt).</summary>
internal sealed unsafe class SnapshotManagement : ComPointer
{
    // The coclass of vsmgmt.h, the Microsoft software shadow copy provider, and the interface to its diff areas.
    private static readonly Guid Class = new("0b5a2c52-3eb9-470a-96e2-6c6d4570e40f");
    private static readonly Guid Interface = new("fa7df749-66e7-4986-a27f-e2f04ae53772");
    private static readonly Guid SystemProvider = new("b5946137-7b9f-4925-af80-51abd60b20d5");
    private static readonly Guid DiffAreaInterface = new("214a0f28-b737-4026-b847-4f9e37d79529");

    private SnapshotManagement(nint reference)
        : base(reference)
    {
    }

    /// <summary>Makes the object.</summary>
    internal static SnapshotManagement Create(VssEntryPoints entry)
    {
        Guid type = Class;
        Guid id = Interface;
        void* made = null;
        int result = entry.CoCreateInstance(&type, &id, &made);
        return new SnapshotManagement(VssAnswer.Object(result, made, "CoCreateInstance"));
    }

    /// <summary>The diff areas of the system's provider.</summary>
    internal DiffAreaManagement GetDiffAreaManagement()
    {
        Guid id = DiffAreaInterface;
        void* made = null;
        int result = ((delegate* unmanaged[Stdcall]<void*, Guid, Guid*, void**, int>)Slot(3))(This, SystemProvider, &id, &made);
        return new DiffAreaManagement(VssAnswer.Object(result, made, "GetProviderMgmtInterface"));
    }
}
