using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SnapBack.Snapshots.Vss.Native;

namespace SnapBack.Tests.Snapshots.Vss.Native;

/// <summary>
/// A shadow copy service made of tables of functions, as the real one is: it can be asked by the native engine on any system. It writes down every
/// call with its values, counts references, and fails or keeps silent where a test says so. The functions that have no object find the service by
/// the thread, so a test asks one service at a time.
/// </summary>
internal sealed unsafe partial class FakeVss
{
    /// <summary>VSS_S_ASYNC_PENDING.</summary>
    public const int Pending = 0x00042309;

    /// <summary>VSS_S_ASYNC_FINISHED.</summary>
    public const int Finished = 0x0004230A;

    /// <summary>VSS_S_ASYNC_CANCELLED.</summary>
    public const int Cancelled = 0x0004230B;

    [ThreadStatic]
    private static FakeVss? CurrentFake;

    private readonly List<FakeVssObject> _objects = [];
    private readonly HashSet<nint> _strings = [];

    /// <summary>An engine on this service that waits a second for answers to a cancellation.</summary>
    public NativeVssEngine Engine => new(Load, TimeSpan.FromSeconds(1));

    /// <summary>Every call so far, with its values.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What a call answers instead of S_OK, by its name.</summary>
    public Dictionary<string, int> Results { get; } = [];

    /// <summary>Calls that answer S_OK and write nothing, as a function in a wrong place would.</summary>
    public HashSet<string> Silent { get; } = [];

    /// <summary>What an operation's status is: by the number of times that it was asked before, and whether it was cancelled.</summary>
    public Func<string, int, bool, int> Status { get; set; } = (_, _, _) => Finished;

    /// <summary>What Wait answers.</summary>
    public int WaitResult { get; set; }

    /// <summary>Interfaces that QueryInterface does not know.</summary>
    public HashSet<Guid> Unknown { get; } = [];

    /// <summary>A place of the requester's table that is empty; -1 for none.</summary>
    public int EmptySlot { get; set; } = -1;

    /// <summary>Whether Query and QueryDiffAreasForVolume find nothing.</summary>
    public bool IsEmpty { get; set; }

    /// <summary>References that nobody gave back.</summary>
    public IEnumerable<string> Live => _objects.Where(each => each.References != 0).Select(each => $"{each.Kind}: {each.References}");

    /// <summary>Strings of snapshot properties that nobody gave back.</summary>
    public int LiveStrings => _strings.Count;

    /// <summary>The calls of one name.</summary>
    public int Count(string name) => Calls.Count(call => call == name || call.StartsWith(name + "(", StringComparison.Ordinal));

    /// <summary>Writes a call down; true when its outputs are to be written.</summary>
    public bool Says(string call, out int result)
    {
        Calls.Add(call);
        string name = call.Split('(')[0];
        result = Results.GetValueOrDefault(name);
        return result >= 0 && !Silent.Contains(name);
    }

    private VssEntryPoints Load()
    {
        CurrentFake = this;
        return new VssEntryPoints(
            (nint)(delegate* unmanaged[Stdcall]<void**, int>)&CreateVssBackupComponents,
            (nint)(delegate* unmanaged[Stdcall]<VssLayout.SnapshotProperties*, void>)&FreeSnapshotProperties,
            (nint)(delegate* unmanaged[Stdcall]<Guid*, void*, uint, Guid*, void**, int>)&CoCreateInstance);
    }

    private static FakeVss Current => CurrentFake ?? throw new InvalidOperationException("No fake was made on this thread.");

    private void* Make(string kind, nint table, params Guid[] interfaces)
    {
        FakeVssObject made = new(this, kind, table, interfaces);
        _objects.Add(made);
        return made.Address;
    }

    // The runtime's BSTR and task memory, so that freeing them twice or with the wrong function ends the test program.
    private static nint Bstr(string text) => Marshal.StringToBSTR(text);

    private static nint TaskString(string text) => Marshal.StringToCoTaskMemUni(text);

    private nint Counted(string text)
    {
        nint made = TaskString(text);
        _strings.Add(made);
        return made;
    }

    private static nint Table(int length, params (int Slot, nint Function)[] functions)
    {
        nint* table = (nint*)NativeMemory.Alloc((nuint)length, (nuint)sizeof(nint));
        new Span<nint>(table, length).Fill((nint)(delegate* unmanaged[Stdcall]<void*, int>)&Trap);
        table[0] = (nint)(delegate* unmanaged[Stdcall]<void*, Guid*, void**, int>)&QueryInterface;
        table[1] = (nint)(delegate* unmanaged[Stdcall]<void*, uint>)&AddRef;
        table[2] = (nint)(delegate* unmanaged[Stdcall]<void*, uint>)&Release;
        foreach ((int slot, nint function) in functions)
        {
            table[slot] = function;
        }

        return (nint)table;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int CreateVssBackupComponents(void** made)
    {
        if (Current.Says("CreateVssBackupComponents", out int result))
        {
            *made = Current.MakeComponents();
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static void FreeSnapshotProperties(VssLayout.SnapshotProperties* properties)
    {
        nint[] strings = [properties->Volume, properties->Device, properties->OriginatingMachine, properties->ServiceMachine];
        foreach (nint text in strings.Where(text => text != 0))
        {
            if (!Current._strings.Remove(text))
            {
                Current.Calls.Add("a string was freed twice");
            }

            Marshal.FreeCoTaskMem(text);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int CoCreateInstance(Guid* type, void* outer, uint servers, Guid* id, void** made)
    {
        if (Current.Says($"CoCreateInstance({*type},{servers},{*id})", out int result))
        {
            *made = Current.MakeManagement();
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int QueryInterface(void* self, Guid* id, void** found)
    {
        FakeVssObject asked = FakeVssObject.At(self);
        if (asked.Service.Unknown.Contains(*id) || !asked.Interfaces.Contains(*id))
        {
            *found = null;
            return unchecked((int)0x80004002);
        }

        asked.References++;
        *found = self;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static uint AddRef(void* self) => (uint)++FakeVssObject.At(self).References;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static uint Release(void* self)
    {
        FakeVssObject released = FakeVssObject.At(self);
        if (--released.References < 0)
        {
            released.Service.Calls.Add($"{released.Kind} was released twice");
            return 0;
        }

        return (uint)released.References;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvStdcall)])]
    private static int Trap(void* self)
    {
        FakeVssObject.At(self).Service.Calls.Add("a function that the engine has no business with");
        return 0;
    }
}
