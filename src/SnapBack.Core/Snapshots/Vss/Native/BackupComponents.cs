namespace SnapBack.Snapshots.Vss.Native;

/// <summary>
/// IVssBackupComponents, the requester's object: one method, one call, at the places of the table that Microsoft's vsbackup.h gives
/// (https://learn.microsoft.com/windows/win32/api/vsbackup/nl-vsbackup-ivssbackupcomponents). All throw <see cref="VssException"/>.
/// </summary>
internal sealed unsafe class BackupComponents : ComPointer
{
    /// <summary>VSS_CTX_ALL: for questions only.</summary>
    internal const int EveryContext = -1;

    /// <summary>VSS_OBJECT_SNAPSHOT_SET.</summary>
    internal const int SnapshotSetObject = 2;

    /// <summary>VSS_OBJECT_SNAPSHOT.</summary>
    internal const int SnapshotObject = 3;

    /// <summary>VSS_OBJECT_PROVIDER.</summary>
    internal const int ProviderObject = 4;

    private const int NoObject = 1;
    private const int CopyBackup = 5;
    private const int LastSlot = 50;

    private static readonly Guid Interface = new("665c1d5f-c218-414d-a05d-7fef5f9d5c86");
    private static readonly Guid Interface3 = new("c191bfbc-b602-4675-8bd1-67d642f529d5");
    private static readonly Guid Nobody = new("7fffffff-7fff-7fff-7fff-7fffffffffff");

    private readonly TimeSpan _patience;

    private BackupComponents(nint reference, TimeSpan patience)
        : base(reference) => _patience = patience;

    /// <summary>Makes the object and holds its table against what it must answer.</summary>
    /// <param name="entry">The library.</param>
    /// <param name="patience">How long an answer to a cancellation is waited for.</param>
    internal static BackupComponents Create(VssEntryPoints entry, TimeSpan patience)
    {
        const string Step = "CreateVssBackupComponents";
        void* made = null;
        int result = entry.CreateVssBackupComponents(&made);
        BackupComponents components = new(VssAnswer.Object(result, made, Step), patience);
        try
        {
            components.CheckTable(Step);
            return components;
        }
        catch (VssException)
        {
            components.Dispose();
            throw;
        }
    }

    internal void InitializeForBackup()
    {
        const string Step = "InitializeForBackup";
        VssAnswer.Check(((delegate* unmanaged[Stdcall]<void*, nint, int>)Slot(5))(This, 0), Step);
        CheckCounting();
    }

    internal void SetContext(int context) =>
        VssAnswer.Check(((delegate* unmanaged[Stdcall]<void*, int, int>)Slot(35))(This, context), "SetContext");

    /// <summary>No components, no system state, no partial files, and type copy: no program takes this backup for its own and drops its logs.</summary>
    internal void SetBackupState() => VssAnswer.Check(
        ((delegate* unmanaged[Stdcall]<void*, byte, byte, int, byte, int>)Slot(6))(This, 0, 0, CopyBackup, 0), "SetBackupState");

    internal void DisableWriterClasses(ReadOnlySpan<Guid> classes)
    {
        fixed (Guid* first = classes)
        {
            VssAnswer.Check(
                ((delegate* unmanaged[Stdcall]<void*, Guid*, uint, int>)Slot(45))(This, first, (uint)classes.Length), "DisableWriterClasses");
        }
    }

    internal VssAsyncOperation GatherWriterMetadata() => Begin(9, "GatherWriterMetadata");

    internal int GetWriterMetadataCount()
    {
        int count = VssAnswer.Untouched;
        int result = ((delegate* unmanaged[Stdcall]<void*, int*, int>)Slot(10))(This, &count);
        return VssAnswer.Number(result, count, "GetWriterMetadataCount");
    }

    internal WriterMetadata GetWriterMetadata(int index)
    {
        const string Step = "GetWriterMetadata";
        Guid instance = VssAnswer.UntouchedId;
        void* metadata = null;
        int result = ((delegate* unmanaged[Stdcall]<void*, uint, Guid*, void**, int>)Slot(11))(This, (uint)index, &instance, &metadata);
        return new WriterMetadata(VssAnswer.Object(result, metadata, Step));
    }

    /// <summary>Its answer is of no interest: what stays is memory of this process, until the object goes.</summary>
    internal void FreeWriterMetadata() => ((delegate* unmanaged[Stdcall]<void*, int>)Slot(12))(This);

    internal VssAsyncOperation PrepareForBackup() => Begin(14, "PrepareForBackup");

    internal void AbortBackup() => VssAnswer.Check(((delegate* unmanaged[Stdcall]<void*, int>)Slot(15))(This), "AbortBackup");

    internal VssAsyncOperation GatherWriterStatus() => Begin(16, "GatherWriterStatus");

    internal int GetWriterStatusCount()
    {
        int count = VssAnswer.Untouched;
        int result = ((delegate* unmanaged[Stdcall]<void*, int*, int>)Slot(17))(This, &count);
        return VssAnswer.Number(result, count, "GetWriterStatusCount");
    }

    /// <summary>As <see cref="FreeWriterMetadata"/>.</summary>
    internal void FreeWriterStatus() => ((delegate* unmanaged[Stdcall]<void*, int>)Slot(18))(This);

    /// <summary>How a writer fares, with the application's own words where this Windows can tell them.</summary>
    internal VssWriterState GetWriterStatus(int index)
    {
        nint extended = QueryInterface(Interface3, out _);
        if (extended == 0)
        {
            return GetWriterStatusPlain(index);
        }

        using BackupComponents3 third = new(extended);
        return third.GetWriterStatus(index);
    }

    internal VssAsyncOperation BackupComplete() => Begin(27, "BackupComplete");

    internal Guid StartSnapshotSet()
    {
        Guid set = VssAnswer.UntouchedId;
        int result = ((delegate* unmanaged[Stdcall]<void*, Guid*, int>)Slot(36))(This, &set);
        return VssAnswer.Id(result, set, "StartSnapshotSet");
    }

    internal Guid AddToSnapshotSet(string volume, Guid provider)
    {
        Guid snapshot = VssAnswer.UntouchedId;
        fixed (char* name = volume)
        {
            int result = ((delegate* unmanaged[Stdcall]<void*, char*, Guid, Guid*, int>)Slot(37))(This, name, provider, &snapshot);
            return VssAnswer.Id(result, snapshot, "AddToSnapshotSet");
        }
    }

    internal VssAsyncOperation DoSnapshotSet() => Begin(38, "DoSnapshotSet");

    /// <summary>Deletes a set or a snapshot, by force; how many snapshots went.</summary>
    internal int DeleteSnapshots(Guid id, int kind)
    {
        int deleted = VssAnswer.Untouched;
        Guid kept = VssAnswer.UntouchedId;
        int result = ((delegate* unmanaged[Stdcall]<void*, Guid, int, int, int*, Guid*, int>)Slot(39))(This, id, kind, 1, &deleted, &kept);
        return VssAnswer.Number(result, deleted, "DeleteSnapshots");
    }

    /// <summary>What is known of a snapshot. Its strings are the caller's, who gives them to the library.</summary>
    internal VssLayout.SnapshotProperties GetSnapshotProperties(Guid snapshot)
    {
        // The pointers are zero and no mark: between processes they are read before they are written.
        VssLayout.SnapshotProperties properties = new() { Count = VssAnswer.Untouched, Status = VssAnswer.Untouched };
        int result = ((delegate* unmanaged[Stdcall]<void*, Guid, VssLayout.SnapshotProperties*, int>)Slot(42))(This, snapshot, &properties);
        VssAnswer.Number(result, properties.Status, "GetSnapshotProperties");
        return properties;
    }

    /// <summary>All snapshots or providers that this object's context sees; null when there are none.</summary>
    internal ObjectEnumerator? Query(int kind)
    {
        const string Step = "Query";
        void* found = null;
        int result = ((delegate* unmanaged[Stdcall]<void*, Guid, int, int, void**, int>)Slot(43))(This, Guid.Empty, NoObject, kind, &found);
        return result == VssAnswer.FewerThanAsked && found == null ? null : new ObjectEnumerator(VssAnswer.Object(result, found, Step));
    }

    internal bool IsVolumeSupported(Guid provider, string volume)
    {
        int supported = VssAnswer.Untouched;
        fixed (char* name = volume)
        {
            int result = ((delegate* unmanaged[Stdcall]<void*, Guid, char*, int*, int>)Slot(44))(This, provider, name, &supported);
            return VssAnswer.Number(result, supported, "IsVolumeSupported") != 0;
        }
    }

    private VssWriterState GetWriterStatusPlain(int index)
    {
        const string Step = "GetWriterStatus";
        Guid instance = VssAnswer.UntouchedId;
        Guid writer = VssAnswer.UntouchedId;
        nint name = 0;
        int state = VssAnswer.Untouched;
        int failure = VssAnswer.Untouched;
        int result = ((delegate* unmanaged[Stdcall]<void*, uint, Guid*, Guid*, nint*, int*, int*, int>)Slot(19))(
            This, (uint)index, &instance, &writer, &name, &state, &failure);
        string named = VssText.TakeBstr(name);
        VssAnswer.Number(result, state, Step);
        return new VssWriterState(writer, instance, named, state, VssAnswer.Number(result, failure, Step), 0, null);
    }

    private VssAsyncOperation Begin(int slot, string step)
    {
        void* operation = null;
        int result = ((delegate* unmanaged[Stdcall]<void*, void**, int>)Slot(slot))(This, &operation);
        return new VssAsyncOperation(VssAnswer.Object(result, operation, step), step, _patience);
    }

    // Before anything is asked of it: it is the object that its maker promised, and its first functions are what they should be.
    private void CheckTable(string step)
    {
        for (int slot = 0; slot <= LastSlot; slot++)
        {
            if (Slot(slot) == null)
            {
                throw VssAnswer.WrongTable(step);
            }
        }

        nint self = QueryInterface(Interface, out int found);
        VssAnswer.Check(found, step);
        if (self == 0)
        {
            throw VssAnswer.WrongTable(step);
        }

        Release(self);
        nint other = QueryInterface(Nobody, out int refused);
        if (other != 0 || refused >= 0)
        {
            throw VssAnswer.WrongTable(step);
        }
    }

    // In the middle of the table: before writers are gathered this is either refused or answered with a number, never answered with nothing.
    private void CheckCounting()
    {
        try
        {
            GetWriterMetadataCount();
        }
        catch (VssException refused) when (refused.InnerException is null)
        {
            // VSS_E_BAD_STATE, as https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssbackupcomponents-getwritermetadatacount has it.
        }
    }
}
