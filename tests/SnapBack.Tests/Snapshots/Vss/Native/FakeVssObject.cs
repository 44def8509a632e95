using System.Runtime.InteropServices;

namespace SnapBack.Tests.Snapshots.Vss.Native;

/// <summary>
/// An object of <see cref="FakeVss"/>. In memory it is a pointer to its table and a handle to this instance; it is never freed, so that a call
/// after its last release is seen and does no harm.
/// </summary>
internal sealed unsafe class FakeVssObject
{
    public FakeVssObject(FakeVss service, string kind, nint table, Guid[] interfaces)
    {
        (Service, Kind, Interfaces) = (service, kind, interfaces);
        Address = (nint*)NativeMemory.Alloc(2, (nuint)sizeof(nint));
        Address[0] = table;
        Address[1] = GCHandle.ToIntPtr(GCHandle.Alloc(this));
    }

    public FakeVss Service { get; }

    public string Kind { get; }

    public Guid[] Interfaces { get; }

    public nint* Address { get; }

    public int References { get; set; } = 1;

    /// <summary>How often it was asked: status of an operation, elements of an enumerator.</summary>
    public int Asked { get; set; }

    /// <summary>For an operation: somebody cancelled it.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>For a writer's metadata or files: which.</summary>
    public int Index { get; init; }

    public static FakeVssObject At(void* address) => (FakeVssObject)GCHandle.FromIntPtr(((nint*)address)[1]).Target!;
}
