namespace SnapBack.Snapshots.Vss.Native;

/// <summary>
/// IVssExamineWriterMetadata, what a writer says of itself and of its files
/// (https://learn.microsoft.com/windows/win32/api/vsbackup/nl-vsbackup-ivssexaminewritermetadata).
/// </summary>
internal sealed unsafe class WriterMetadata : ComPointer
{
    private static readonly Guid Interface2 = new("ce115780-a611-431b-b57f-c38303ab6aee");

    /// <summary>Takes over the reference.</summary>
    internal WriterMetadata(nint reference)
        : base(reference)
    {
    }

    /// <summary>Reads all of it.</summary>
    internal VssWriter Read()
    {
        (Guid writer, Guid instance, string name) = GetIdentity();
        return new VssWriter(writer, instance, name, ReadExcluded(), ReadExcludedFromSnapshot());
    }

    private (Guid Writer, Guid Instance, string Name) GetIdentity()
    {
        const string Step = "GetIdentity";
        Guid instance = VssAnswer.UntouchedId;
        Guid writer = VssAnswer.UntouchedId;
        nint name = 0;
        int usage = VssAnswer.Untouched;
        int source = VssAnswer.Untouched;
        int result = ((delegate* unmanaged[Stdcall]<void*, Guid*, Guid*, nint*, int*, int*, int>)Slot(3))(
            This, &instance, &writer, &name, &usage, &source);
        string named = VssText.TakeBstr(name);
        return (VssAnswer.Id(result, writer, Step), VssAnswer.Id(result, instance, Step), named);
    }

    private List<VssFileRule> ReadExcluded()
    {
        int included = VssAnswer.Untouched;
        int excluded = VssAnswer.Untouched;
        int components = VssAnswer.Untouched;
        int result = ((delegate* unmanaged[Stdcall]<void*, int*, int*, int*, int>)Slot(4))(This, &included, &excluded, &components);
        return ReadFiles(this, 6, VssAnswer.Number(result, excluded, "GetFileCounts"), "GetExcludeFile");
    }

    private List<VssFileRule> ReadExcludedFromSnapshot()
    {
        nint extended = QueryInterface(Interface2, out _);
        if (extended == 0)
        {
            return [];
        }

        using WriterMetadata second = new(extended);
        int count = VssAnswer.Untouched;
        int result = ((delegate* unmanaged[Stdcall]<void*, int*, int>)second.Slot(16))(second.This, &count);
        return ReadFiles(second, 17, VssAnswer.Number(result, count, "GetExcludeFromSnapshotCount"), "GetExcludeFromSnapshotFile");
    }

    private static List<VssFileRule> ReadFiles(WriterMetadata from, int slot, int count, string step)
    {
        List<VssFileRule> rules = [];
        for (int i = 0; i < count; i++)
        {
            void* description = null;
            int result = ((delegate* unmanaged[Stdcall]<void*, uint, void**, int>)from.Slot(slot))(from.This, (uint)i, &description);
            using WriterFiles files = new(VssAnswer.Object(result, description, step));
            rules.Add(files.Read());
        }

        return rules;
    }
}
