namespace SnapBack.Snapshots.Vss.Native;

/// <summary>IVssEnumMgmtObject over diff areas (https://learn.microsoft.com/windows/win32/api/vsmgmt/nn-vsmgmt-ivssenummgmtobject).</summary>
internal sealed unsafe class DiffAreaEnumerator : ComPointer
{
    private const int DiffAreaObject = 3;

    /// <summary>Takes over the reference.</summary>
    internal DiffAreaEnumerator(nint reference)
        : base(reference)
    {
    }

    /// <summary>The next one, or null at the end.</summary>
    internal VssDiffArea? Next()
    {
        const string Step = "IVssEnumMgmtObject::Next";
        int fetched = VssAnswer.Untouched;
        VssLayout.ManagementProperties properties = default;
        int result = ((delegate* unmanaged[Stdcall]<void*, uint, VssLayout.ManagementProperties*, int*, int>)Slot(3))(
            This, 1, &properties, &fetched);
        if (VssAnswer.Number(result, fetched, Step) == 0)
        {
            return null;
        }

        if (properties.Kind != DiffAreaObject)
        {
            throw VssAnswer.WrongTable(Step);
        }

        VssLayout.DiffAreaProperties area = properties.DiffArea;
        return new VssDiffArea(
            VssText.TakeTaskString(area.Volume), VssText.TakeTaskString(area.AreaVolume), area.MaximumBytes, area.AllocatedBytes, area.UsedBytes);
    }
}
