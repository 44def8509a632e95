namespace SnapBack.Snapshots.Vss.Native;

/// <summary>IVssEnumObject, the answer to a query (https://learn.microsoft.com/windows/win32/api/vss/nn-vss-ivssenumobject).</summary>
internal sealed unsafe class ObjectEnumerator : ComPointer
{
    /// <summary>Takes over the reference.</summary>
    internal ObjectEnumerator(nint reference)
        : base(reference)
    {
    }

    /// <summary>The next one; its strings are the caller's. False at the end.</summary>
    internal bool Next(out VssLayout.ObjectProperties properties)
    {
        const string Step = "IVssEnumObject::Next";
        int fetched = VssAnswer.Untouched;
        fixed (VssLayout.ObjectProperties* place = &properties)
        {
            *place = default;
            int result = ((delegate* unmanaged[Stdcall]<void*, uint, VssLayout.ObjectProperties*, int*, int>)Slot(3))(This, 1, place, &fetched);
            return VssAnswer.Number(result, fetched, Step) > 0;
        }
    }
}
