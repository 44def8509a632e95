namespace SnapBack.Snapshots.Vss.Native;

/// <summary>
/// IVssBackupComponentsEx3, as far as it tells more than its ancestor (Windows 7 and Server 2008 R2 and later;
/// https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssbackupcomponentsex3-getwriterstatusex).
/// </summary>
internal sealed unsafe class BackupComponents3 : ComPointer
{
    /// <summary>Takes over the reference.</summary>
    internal BackupComponents3(nint reference)
        : base(reference)
    {
    }

    internal VssWriterState GetWriterStatus(int index)
    {
        const string Step = "GetWriterStatusEx";
        Guid instance = VssAnswer.UntouchedId;
        Guid writer = VssAnswer.UntouchedId;
        nint name = 0;
        int state = VssAnswer.Untouched;
        int failure = VssAnswer.Untouched;
        // Both are filled only when the writer gave them.
        int applicationFailure = 0;
        nint message = 0;
        int result = ((delegate* unmanaged[Stdcall]<void*, uint, Guid*, Guid*, nint*, int*, int*, int*, nint*, int>)Slot(60))(
            This, (uint)index, &instance, &writer, &name, &state, &failure, &applicationFailure, &message);
        string named = VssText.TakeBstr(name);
        string words = VssText.TakeBstr(message);
        VssAnswer.Number(result, state, Step);
        return new VssWriterState(
            writer, instance, named, state, VssAnswer.Number(result, failure, Step), applicationFailure, words.Length > 0 ? words : null);
    }
}
