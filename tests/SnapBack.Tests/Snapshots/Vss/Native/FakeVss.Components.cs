using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SnapBack.Snapshots.Vss;
using SnapBack.Snapshots.Vss.Native;

namespace SnapBack.Tests.Snapshots.Vss.Native;

/// <content>The requester's object and its operations.</content>
internal sealed unsafe partial class FakeVss
{
    public static readonly Guid Set = new("11111111-2222-3333-4444-555555555555");
    public static readonly Guid Snapshot = new("a1111111-2222-3333-4444-555555555555");
    public static readonly Guid Provider = new("b5946137-7b9f-4925-af80-51abd60b20d5");
    public static readonly Guid Interface3 = new("c191bfbc-b602-4675-8bd1-67d642f529d5");
    public static readonly Guid MetadataInterface2 = new("ce115780-a611-431b-b57f-c38303ab6aee");

    private static readonly Guid Interface = new("665c1d5f-c218-414d-a05d-7fef5f9d5c86");

    private static readonly (int Slot, nint Function)[] ComponentFunctions =
    [
        (5, (nint)(delegate* unmanaged[Stdcall]<void*, nint, int>)&InitializeForBackup),
        (6, (nint)(delegate* unmanaged[Stdcall]<void*, byte, byte, int, byte, int>)&SetBackupState),
        (9, (nint)(delegate* unmanaged[Stdcall]<void*, void**, int>)&GatherWriterMetadata),
        (10, (nint)(delegate* unmanaged[Stdcall]<void*, int*, int>)&GetWriterMetadataCount),
        (11, (nint)(delegate* unmanaged[Stdcall]<void*, uint, Guid*, void**, int>)&GetWriterMetadata),
        (12, (nint)(delegate* unmanaged[Stdcall]<void*, int>)&FreeWriterMetadata),
        (14, (nint)(delegate* unmanaged[Stdcall]<void*, void**, int>)&PrepareForBackup),
        (15, (nint)(delegate* unmanaged[Stdcall]<void*, int>)&AbortBackup),
        (16, (nint)(delegate* unmanaged[Stdcall]<void*, void**, int>)&GatherWriterStatus),
        (17, (nint)(delegate* unmanaged[Stdcall]<void*, int*, int>)&GetWriterStatusCount),
        (18, (nint)(delegate* unmanaged[Stdcall]<void*, int>)&FreeWriterStatus),
        (19, (nint)(delegate* unmanaged[Stdcall]<void*, uint, Guid*, Guid*, nint*, int*, int*, int>)&GetWriterStatus),
        (27, (nint)(delegate* unmanaged[Stdcall]<void*, void**, int>)&BackupComplete),
        (35, (nint)(delegate* unmanaged[Stdcall]<void*, int, int>)&SetContext),
        (36, (nint)(delegate* unmanaged[Stdcall]<void*, Guid*, int>)&StartSnapshotSet),
        (37, (nint)(delegate* unmanaged[Stdcall]<void*, char*, Guid, Guid*, int>)&AddToSnapshotSet),
        (38, (nint)(delegate* unmanaged[Stdcall]<void*, void**, int>)&DoSnapshotSet),
        (39, (nint)(delegate* unmanaged[Stdcall]<void*, Guid, int, int, int*, Guid*, int>)&DeleteSnapshots),
        (42, (nint)(delegate* unmanaged[Stdcall]<void*, Guid, VssLayout.SnapshotProperties*, int>)&GetSnapshotProperties),
        (43, (nint)(delegate* unmanaged[Stdcall]<void*, Guid, int, int, void**, int>)&Query),
        (44, (nint)(delegate* unmanaged[Stdcall]<void*, Guid, char*, int*, int>)&IsVolumeSupported),
        (45, (nint)(delegate* unmanaged[Stdcall]<void*, Guid*, uint, int>)&DisableWriterClasses),
        (60, (nint)(delegate* unmanaged[Stdcall]<void*, uint, Guid*, Guid*, nint*, int*, int*, int*, nint*, int>)&GetWriterStatusEx),
    ];

    private static readonly nint AsyncTable = Table(
        6,
        (3, (nint)(delegate* unmanaged[Stdcall]<void*, int>)&Cancel),
        (4, (nint)(delegate* unmanaged[Stdcall]<void*, uint, int>)&Wait),
        (5, (nint)(delegate* unmanaged[Stdcall]<void*, int*, int*, int>)&QueryStatus));

    /// <summary>What the service knows of the one snapshot.</summary>
    public static VssSnapshot Known { get; } = new(
        Snapshot,
        Set,
        @"\\?\Volume{00000000-0000-0000-0000-000000000044}\",
        @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7",
        Provider,
        new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.Zero),
        0x420000,
        "PC1");

    private void* MakeComponents()
    {
        nint table = Table(64, ComponentFunctions);
        if (EmptySlot >= 0)
        {
            ((nint*)table)[EmptySlot] = 0;
        }

        return Make("IVssBackupComponents", table, Interface, Interface3);
    }

    private static FakeVss Of(void* self) => FakeVssObject.At(self).Service;

    private static int Begin(void* self, string call, void** operation)
    {
        if (Of(self).Says(call, out int result))
        {
            *operation = Of(self).Make(call, AsyncTable);
        }

        return result;
    }

    private VssLayout.SnapshotProperties Properties() => new()
    {
        SnapshotId = Known.Id,
        SetId = Known.SetId,
        Count = 1,
        Device = Counted(Known.Device),
        Volume = Counted(Known.Volume),
        OriginatingMachine = Counted(Known.Machine),
        ServiceMachine = Counted("PC2"),
        ProviderId = Known.ProviderId,
        Attributes = Known.Attributes,
        Created = Known.Created.ToFileTime(),
        Status = 12,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int InitializeForBackup(void* self, nint document)
    {
        Of(self).Says($"InitializeForBackup({document})", out int result);
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int SetBackupState(void* self, byte select, byte bootable, int type, byte partial)
    {
        Of(self).Says($"SetBackupState({select},{bootable},{type},{partial})", out int result);
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GatherWriterMetadata(void* self, void** operation) => Begin(self, "GatherWriterMetadata", operation);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetWriterMetadataCount(void* self, int* count)
    {
        if (Of(self).Says("GetWriterMetadataCount", out int result))
        {
            *count = Writers.Length;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetWriterMetadata(void* self, uint index, Guid* instance, void** metadata)
    {
        if (Of(self).Says($"GetWriterMetadata({index})", out int result))
        {
            *instance = Writers[index].InstanceId;
            *metadata = Of(self).MakeMetadata((int)index);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int FreeWriterMetadata(void* self)
    {
        Of(self).Says("FreeWriterMetadata", out int result);
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int PrepareForBackup(void* self, void** operation) => Begin(self, "PrepareForBackup", operation);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int AbortBackup(void* self)
    {
        Of(self).Says("AbortBackup", out int result);
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GatherWriterStatus(void* self, void** operation) => Begin(self, "GatherWriterStatus", operation);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetWriterStatusCount(void* self, int* count)
    {
        if (Of(self).Says("GetWriterStatusCount", out int result))
        {
            *count = States.Length;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int FreeWriterStatus(void* self)
    {
        Of(self).Says("FreeWriterStatus", out int result);
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetWriterStatus(void* self, uint index, Guid* instance, Guid* writer, nint* name, int* state, int* failure)
    {
        if (Of(self).Says($"GetWriterStatus({index})", out int result))
        {
            VssWriterState told = States[index];
            (*instance, *writer, *name, *state, *failure) = (told.InstanceId, told.ClassId, Bstr(told.Name), told.State, told.Failure);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetWriterStatusEx(
        void* self, uint index, Guid* instance, Guid* writer, nint* name, int* state, int* failure, int* application, nint* message)
    {
        if (Of(self).Says($"GetWriterStatusEx({index})", out int result))
        {
            VssWriterState told = States[index];
            (*instance, *writer, *name, *state, *failure) = (told.InstanceId, told.ClassId, Bstr(told.Name), told.State, told.Failure);
            if (told.ApplicationMessage is not null)
            {
                (*application, *message) = (told.ApplicationFailure, Bstr(told.ApplicationMessage));
            }
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int BackupComplete(void* self, void** operation) => Begin(self, "BackupComplete", operation);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int SetContext(void* self, int context)
    {
        Of(self).Says($"SetContext({context})", out int result);
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int StartSnapshotSet(void* self, Guid* set)
    {
        if (Of(self).Says("StartSnapshotSet", out int result))
        {
            *set = Set;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int AddToSnapshotSet(void* self, char* volume, Guid provider, Guid* snapshot)
    {
        if (Of(self).Says($"AddToSnapshotSet({new string(volume)},{provider})", out int result))
        {
            *snapshot = Snapshot;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int DoSnapshotSet(void* self, void** operation) => Begin(self, "DoSnapshotSet", operation);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int DeleteSnapshots(void* self, Guid id, int kind, int force, int* deleted, Guid* kept)
    {
        if (Of(self).Says($"DeleteSnapshots({id},{kind},{force})", out int result))
        {
            *deleted = 1;
            *kept = Guid.Empty;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetSnapshotProperties(void* self, Guid snapshot, VssLayout.SnapshotProperties* properties)
    {
        if (Of(self).Says($"GetSnapshotProperties({snapshot})", out int result))
        {
            *properties = Of(self).Properties();
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int Query(void* self, Guid queried, int queriedKind, int kind, void** found)
    {
        FakeVss service = Of(self);
        if (service.Says($"Query({queried},{queriedKind},{kind})", out int result))
        {
            *found = service.IsEmpty ? null : service.MakeEnumerator(kind);
            return service.IsEmpty ? 1 : 0;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int IsVolumeSupported(void* self, Guid provider, char* volume, int* supported)
    {
        if (Of(self).Says($"IsVolumeSupported({provider},{new string(volume)})", out int result))
        {
            *supported = 1;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int DisableWriterClasses(void* self, Guid* classes, uint count)
    {
        Of(self).Says($"DisableWriterClasses({string.Join(',', new ReadOnlySpan<Guid>(classes, (int)count).ToArray())})", out int result);
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int Cancel(void* self)
    {
        FakeVssObject operation = FakeVssObject.At(self);
        operation.IsCancelled = true;
        operation.Service.Says($"Cancel({operation.Kind})", out int result);
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int Wait(void* self, uint milliseconds)
    {
        Of(self).Says($"Wait({milliseconds})", out _);
        return Of(self).WaitResult;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int QueryStatus(void* self, int* status, int* reserved)
    {
        FakeVssObject operation = FakeVssObject.At(self);
        if (operation.Service.Says(reserved == null ? "QueryStatus" : "QueryStatus with a reserved value", out int result))
        {
            *status = operation.Service.Status(operation.Kind, operation.Asked++, operation.IsCancelled);
        }

        return result;
    }
}
