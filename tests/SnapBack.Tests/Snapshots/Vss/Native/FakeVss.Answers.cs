using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SnapBack.Snapshots.Vss;
using SnapBack.Snapshots.Vss.Native;

namespace SnapBack.Tests.Snapshots.Vss.Native;

/// <content>What the service hands out: writers' metadata, enumerators, the management of diff areas.</content>
internal sealed unsafe partial class FakeVss
{
    public static readonly Guid DisabledWriter = new("e8132975-6f93-4464-a53e-1050253ae220");

    private static readonly nint MetadataTable = Table(
        18,
        (3, (nint)(delegate* unmanaged[Stdcall]<void*, Guid*, Guid*, nint*, int*, int*, int>)&GetIdentity),
        (4, (nint)(delegate* unmanaged[Stdcall]<void*, int*, int*, int*, int>)&GetFileCounts),
        (6, (nint)(delegate* unmanaged[Stdcall]<void*, uint, void**, int>)&GetExcludeFile),
        (16, (nint)(delegate* unmanaged[Stdcall]<void*, int*, int>)&GetExcludeFromSnapshotCount),
        (17, (nint)(delegate* unmanaged[Stdcall]<void*, uint, void**, int>)&GetExcludeFromSnapshotFile));

    private static readonly nint FilesTable = Table(
        8,
        (3, (nint)(delegate* unmanaged[Stdcall]<void*, nint*, int>)&GetPath),
        (4, (nint)(delegate* unmanaged[Stdcall]<void*, nint*, int>)&GetFilespec),
        (5, (nint)(delegate* unmanaged[Stdcall]<void*, byte*, int>)&GetRecursive));

    private static readonly nint SnapshotsTable = Table(
        7, (3, (nint)(delegate* unmanaged[Stdcall]<void*, uint, VssLayout.ObjectProperties*, int*, int>)&NextSnapshot));

    private static readonly nint ProvidersTable = Table(
        7, (3, (nint)(delegate* unmanaged[Stdcall]<void*, uint, VssLayout.ObjectProperties*, int*, int>)&NextProvider));

    private static readonly nint AreasTable = Table(
        7, (3, (nint)(delegate* unmanaged[Stdcall]<void*, uint, VssLayout.ManagementProperties*, int*, int>)&NextArea));

    private static readonly nint ManagementTable = Table(
        6, (3, (nint)(delegate* unmanaged[Stdcall]<void*, Guid, Guid*, void**, int>)&GetProviderMgmtInterface));

    private static readonly nint AreaManagementTable = Table(
        9, (6, (nint)(delegate* unmanaged[Stdcall]<void*, char*, void**, int>)&QueryDiffAreasForVolume));

    /// <summary>The writers that the service knows.</summary>
    public static VssWriter[] Writers { get; } =
    [
        new(new("6ad56a36-0000-4000-8000-000000000001"), new("6ad56a36-0000-4000-8000-0000000000a1"), "Plain Writer", [], []),
        new(
            new("6ad56a36-0000-4000-8000-000000000002"),
            new("6ad56a36-0000-4000-8000-0000000000a2"),
            "Mail Writer – Ünïcode",
            [new(@"%ProgramData%\Mail", "*.tmp", true), new(@"C:\Mail", "lock", false)],
            [new(@"$UserProfile$\Mail", "*.ost", true)]),
    ];

    /// <summary>How they fare.</summary>
    public static VssWriterState[] States { get; } =
    [
        new(Writers[0].ClassId, Writers[0].InstanceId, Writers[0].Name, 1, 0, 0, null),
        new(Writers[1].ClassId, Writers[1].InstanceId, Writers[1].Name, 9, unchecked((int)0x800423F4), unchecked((int)0x80070020), "the database is busy"),
    ];

    /// <summary>The one other provider.</summary>
    public static VssProviderInfo KnownProvider { get; } = new(Provider, "Microsoft Software Shadow Copy provider 1.0", 1, "1.0.0.7");

    /// <summary>The diff area of <see cref="Known"/>'s volume.</summary>
    public static VssDiffArea Area => new(Known.Volume, @"\\?\Volume{00000000-0000-0000-0000-000000000045}\", -1, 1L << 40, 12345678901);

    private void* MakeMetadata(int index)
    {
        FakeVssObject made = new(this, "IVssExamineWriterMetadata", MetadataTable, [MetadataInterface2]) { Index = index };
        _objects.Add(made);
        return made.Address;
    }

    private void* MakeEnumerator(int kind) => Make("IVssEnumObject", kind == 3 ? SnapshotsTable : ProvidersTable);

    private void* MakeManagement() => Make("IVssSnapshotMgmt", ManagementTable);

    // An index of files counts through: writer in the hundreds, from the snapshot or not in the tens.
    private static int MakeFiles(void* self, string call, uint index, bool fromSnapshot, void** description)
    {
        FakeVssObject metadata = FakeVssObject.At(self);
        if (metadata.Service.Says($"{call}({index})", out int result))
        {
            int number = (metadata.Index * 100) + (fromSnapshot ? 10 : 0) + (int)index;
            FakeVssObject made = new(metadata.Service, "IVssWMFiledesc", FilesTable, []) { Index = number };
            metadata.Service._objects.Add(made);
            *description = made.Address;
        }

        return result;
    }

    private static VssFileRule Rule(void* self)
    {
        int number = FakeVssObject.At(self).Index;
        VssWriter writer = Writers[number / 100];
        return (number / 10 % 10 == 1 ? writer.ExcludedFromSnapshot : writer.Excluded)[number % 10];
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetIdentity(void* self, Guid* instance, Guid* writer, nint* name, int* usage, int* source)
    {
        if (Of(self).Says("GetIdentity", out int result))
        {
            VssWriter told = Writers[FakeVssObject.At(self).Index];
            (*instance, *writer, *name, *usage, *source) = (told.InstanceId, told.ClassId, Bstr(told.Name), 3, 2);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetFileCounts(void* self, int* include, int* exclude, int* components)
    {
        if (Of(self).Says("GetFileCounts", out int result))
        {
            (*include, *exclude, *components) = (17, Writers[FakeVssObject.At(self).Index].Excluded.Count, 18);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetExcludeFile(void* self, uint index, void** description) => MakeFiles(self, "GetExcludeFile", index, false, description);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetExcludeFromSnapshotCount(void* self, int* count)
    {
        if (Of(self).Says("GetExcludeFromSnapshotCount", out int result))
        {
            *count = Writers[FakeVssObject.At(self).Index].ExcludedFromSnapshot.Count;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetExcludeFromSnapshotFile(void* self, uint index, void** description) =>
        MakeFiles(self, "GetExcludeFromSnapshotFile", index, true, description);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetPath(void* self, nint* text)
    {
        if (Of(self).Says("GetPath", out int result))
        {
            *text = Bstr(Rule(self).Folder);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetFilespec(void* self, nint* text)
    {
        if (Of(self).Says("GetFilespec", out int result))
        {
            *text = Bstr(Rule(self).Pattern);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetRecursive(void* self, byte* recursive)
    {
        if (Of(self).Says("GetRecursive", out int result))
        {
            *recursive = Rule(self).IsRecursive ? (byte)1 : (byte)0;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int NextSnapshot(void* self, uint count, VssLayout.ObjectProperties* place, int* fetched)
    {
        FakeVss service = Of(self);
        if (service.Says($"NextSnapshot({count})", out int result))
        {
            bool more = FakeVssObject.At(self).Asked++ < 1;
            *place = more ? new VssLayout.ObjectProperties { Kind = 3, Snapshot = service.Properties() } : default;
            *fetched = more ? 1 : 0;
            return more ? 0 : 1;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int NextProvider(void* self, uint count, VssLayout.ObjectProperties* place, int* fetched)
    {
        if (Of(self).Says($"NextProvider({count})", out int result))
        {
            bool more = FakeVssObject.At(self).Asked++ < 1;
            *fetched = more ? 1 : 0;
            if (more)
            {
                place->Kind = 4;
                place->Provider.ProviderId = KnownProvider.Id;
                place->Provider.Name = TaskString(KnownProvider.Name);
                place->Provider.Kind = KnownProvider.Kind;
                place->Provider.Version = TaskString(KnownProvider.Version);
            }

            return more ? 0 : 1;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int NextArea(void* self, uint count, VssLayout.ManagementProperties* place, int* fetched)
    {
        if (Of(self).Says($"NextArea({count})", out int result))
        {
            bool more = FakeVssObject.At(self).Asked++ < 1;
            *fetched = more ? 1 : 0;
            if (more)
            {
                place->Kind = 3;
                place->DiffArea.Volume = TaskString(Area.Volume);
                place->DiffArea.AreaVolume = TaskString(Area.AreaVolume);
                place->DiffArea.MaximumBytes = Area.MaximumBytes;
                place->DiffArea.AllocatedBytes = Area.AllocatedBytes;
                place->DiffArea.UsedBytes = Area.UsedBytes;
            }

            return more ? 0 : 1;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int GetProviderMgmtInterface(void* self, Guid provider, Guid* id, void** made)
    {
        if (Of(self).Says($"GetProviderMgmtInterface({provider},{*id})", out int result))
        {
            *made = Of(self).Make("IVssDifferentialSoftwareSnapshotMgmt", AreaManagementTable);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int QueryDiffAreasForVolume(void* self, char* volume, void** found)
    {
        FakeVss service = Of(self);
        if (service.Says($"QueryDiffAreasForVolume({new string(volume)})", out int result))
        {
            *found = service.IsEmpty ? null : service.Make("IVssEnumMgmtObject", AreasTable);
            return service.IsEmpty ? 1 : 0;
        }

        return result;
    }
}
