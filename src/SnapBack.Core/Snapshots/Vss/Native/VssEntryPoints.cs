using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.Snapshots.Vss.Native;

/// <summary>The functions that lead into the service. Undecorated names, the same on all architectures.</summary>
internal sealed unsafe class VssEntryPoints
{
    private const int EveryServer = 0x17;

    private readonly delegate* unmanaged[Stdcall]<void**, int> _create;
    private readonly delegate* unmanaged[Stdcall]<VssLayout.SnapshotProperties*, void> _free;
    private readonly delegate* unmanaged[Stdcall]<Guid*, void*, uint, Guid*, void**, int> _coCreate;

    /// <summary>Takes the functions by their addresses.</summary>
    /// <param name="create">CreateVssBackupComponentsInternal.</param>
    /// <param name="free">VssFreeSnapshotPropertiesInternal.</param>
    /// <param name="coCreate">CoCreateInstance.</param>
    internal VssEntryPoints(nint create, nint free, nint coCreate)
    {
        _create = (delegate* unmanaged[Stdcall]<void**, int>)create;
        _free = (delegate* unmanaged[Stdcall]<VssLayout.SnapshotProperties*, void>)free;
        _coCreate = (delegate* unmanaged[Stdcall]<Guid*, void*, uint, Guid*, void**, int>)coCreate;
    }

    /// <summary>
    /// Finds the functions. The libraries are named by their full paths in the system's folder: the runtime would look beside the program first,
    /// where a download folder may hold a vssapi.dll of somebody else.
    /// </summary>
    /// <exception cref="DllNotFoundException">There is no such library.</exception>
    /// <exception cref="BadImageFormatException">It is for another processor.</exception>
    /// <exception cref="EntryPointNotFoundException">It lacks a function.</exception>
    [SupportedOSPlatform("windows")]
    internal static VssEntryPoints Load()
    {
        nint vss = NativeLibrary.Load(Path.Join(Environment.SystemDirectory, "vssapi.dll"));
        nint ole = NativeLibrary.Load(Path.Join(Environment.SystemDirectory, "ole32.dll"));
        return new VssEntryPoints(
            NativeLibrary.GetExport(vss, "CreateVssBackupComponentsInternal"),
            NativeLibrary.GetExport(vss, "VssFreeSnapshotPropertiesInternal"),
            NativeLibrary.GetExport(ole, "CoCreateInstance"));
    }

    /// <summary>Makes the requester's object.</summary>
    internal int CreateVssBackupComponents(void** made) => _create(made);

    /// <summary>Frees the strings of a snapshot's properties.</summary>
    internal void FreeSnapshotProperties(VssLayout.SnapshotProperties* properties) => _free(properties);

    /// <summary>Makes an object of a registered class, wherever it is served.</summary>
    internal int CoCreateInstance(Guid* type, Guid* id, void** made) => _coCreate(type, null, EveryServer, id, made);
}
