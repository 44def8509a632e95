using System.Runtime.InteropServices;

namespace SnapBack.Snapshots.Vss.Native;

/// <summary>
/// One reference to a COM object, given back exactly once: by disposal, or by the finalizer when nobody disposed. Calls go through the object's
/// own table of functions; no wrapper of the runtime takes part, so there is no apartment that could marshal and no moment of release other than
/// disposal. The owner disposes after the last call, which also keeps the object from the finalizer during one.
/// </summary>
internal abstract unsafe class ComPointer : SafeHandle
{
    private const int QueryInterfaceSlot = 0;
    private const int ReleaseSlot = 2;

    /// <summary>Takes over a reference.</summary>
    protected ComPointer(nint reference)
        : base(0, ownsHandle: true) => SetHandle(reference);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The object, as the first argument of its functions.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    protected void* This
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (void*)handle;
        }
    }

    /// <summary>The function at a place of the table.</summary>
    protected void* Slot(int number) => (*(void***)This)[number];

    /// <summary>Asks for another interface; 0 with an HRESULT when the object has none. What comes back is a reference of its own.</summary>
    protected nint QueryInterface(Guid id, out int result)
    {
        void* found = null;
        result = ((delegate* unmanaged[Stdcall]<void*, Guid*, void**, int>)Slot(QueryInterfaceSlot))(This, &id, &found);
        return result >= 0 ? (nint)found : 0;
    }

    /// <summary>Gives a reference back that no instance owns.</summary>
    protected static void Release(nint reference) =>
        ((delegate* unmanaged[Stdcall]<void*, uint>)(*(void***)reference)[ReleaseSlot])((void*)reference);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Release(handle);
        return true;
    }
}
