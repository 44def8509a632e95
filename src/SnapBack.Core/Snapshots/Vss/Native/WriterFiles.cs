namespace SnapBack.Snapshots.Vss.Native;

/// <summary>IVssWMFiledesc, a group of files that a writer names (https://learn.microsoft.com/windows/win32/api/vswriter/nl-vswriter-ivsswmfiledesc).</summary>
internal sealed unsafe class WriterFiles : ComPointer
{
    private const byte Untouched = 0x7F;

    /// <summary>Takes over the reference.</summary>
    internal WriterFiles(nint reference)
        : base(reference)
    {
    }

    internal VssFileRule Read() => new(Text(3, "GetPath"), Text(4, "GetFilespec"), IsRecursive());

    private string Text(int slot, string step)
    {
        nint text = 0;
        int result = ((delegate* unmanaged[Stdcall]<void*, nint*, int>)Slot(slot))(This, &text);
        VssAnswer.Check(result, step);
        return VssText.TakeBstr(text);
    }

    private bool IsRecursive()
    {
        byte recursive = Untouched;
        int result = ((delegate* unmanaged[Stdcall]<void*, byte*, int>)Slot(5))(This, &recursive);
        return VssAnswer.Number(result, recursive == Untouched ? VssAnswer.Untouched : recursive, "GetRecursive") != 0;
    }
}
