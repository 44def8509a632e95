using System.Runtime.InteropServices;

namespace SnapBack.Snapshots.Vss.Native;

/// <summary>
/// Structures of the service as a 64-bit process sees them, x64 and arm64 alike (https://learn.microsoft.com/windows/win32/api/vss/,
/// https://learn.microsoft.com/windows/win32/api/vsmgmt/). A GUID is 16 bytes, an enumeration 4, a string a pointer.
/// </summary>
internal static class VssLayout
{
    /// <summary>
    /// Fails when the runtime laid out a structure with another size than the service has: it would write past the end, or we would read
    /// something else than it wrote.
    /// </summary>
    /// <exception cref="InvalidOperationException">A size is wrong.</exception>
    internal static unsafe void Check()
    {
        Check(nameof(SnapshotProperties), sizeof(SnapshotProperties), 128);
        Check(nameof(ProviderProperties), sizeof(ProviderProperties), 72);
        Check(nameof(ObjectProperties), sizeof(ObjectProperties), 136);
        Check(nameof(DiffAreaProperties), sizeof(DiffAreaProperties), 40);
        Check(nameof(ManagementProperties), sizeof(ManagementProperties), 48);
        Check("pointer", sizeof(nint), 8);
    }

    private static void Check(string name, int size, int expected)
    {
        if (size != expected)
        {
            throw new InvalidOperationException($"{name} takes {size} bytes in this process, {expected} in the shadow copy service.");
        }
    }

    /// <summary>VSS_SNAPSHOT_PROP. Its strings belong to VssFreeSnapshotPropertiesInternal.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct SnapshotProperties
    {
        [FieldOffset(0)]
        internal Guid SnapshotId;
        [FieldOffset(16)]
        internal Guid SetId;
        [FieldOffset(32)]
        internal int Count;
        [FieldOffset(40)]
        internal nint Device;
        [FieldOffset(48)]
        internal nint Volume;
        [FieldOffset(56)]
        internal nint OriginatingMachine;
        [FieldOffset(64)]
        internal nint ServiceMachine;
        [FieldOffset(72)]
        internal nint ExposedName;
        [FieldOffset(80)]
        internal nint ExposedPath;
        [FieldOffset(88)]
        internal Guid ProviderId;
        [FieldOffset(104)]
        internal int Attributes;
        [FieldOffset(112)]
        internal long Created;
        [FieldOffset(120)]
        internal int Status;
    }

    /// <summary>VSS_PROVIDER_PROP. Its strings belong to CoTaskMemFree.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 72)]
    internal struct ProviderProperties
    {
        [FieldOffset(0)]
        internal Guid ProviderId;
        [FieldOffset(16)]
        internal nint Name;
        [FieldOffset(24)]
        internal int Kind;
        [FieldOffset(32)]
        internal nint Version;
        [FieldOffset(40)]
        internal Guid VersionId;
        [FieldOffset(56)]
        internal Guid ClassId;
    }

    /// <summary>VSS_OBJECT_PROP: which of the two it is, and it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 136)]
    internal struct ObjectProperties
    {
        [FieldOffset(0)]
        internal int Kind;
        [FieldOffset(8)]
        internal SnapshotProperties Snapshot;
        [FieldOffset(8)]
        internal ProviderProperties Provider;
    }

    /// <summary>VSS_DIFF_AREA_PROP. Its strings belong to CoTaskMemFree.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    internal struct DiffAreaProperties
    {
        [FieldOffset(0)]
        internal nint Volume;
        [FieldOffset(8)]
        internal nint AreaVolume;
        [FieldOffset(16)]
        internal long MaximumBytes;
        [FieldOffset(24)]
        internal long AllocatedBytes;
        [FieldOffset(32)]
        internal long UsedBytes;
    }

    /// <summary>VSS_MGMT_OBJECT_PROP: of its three kinds only the diff area is asked for.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 48)]
    internal struct ManagementProperties
    {
        [FieldOffset(0)]
        internal int Kind;
        [FieldOffset(8)]
        internal DiffAreaProperties DiffArea;
    }
}
