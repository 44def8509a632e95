using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.Snapshots.Vss.Native;

/// <summary>
/// The built-in engine: <c>vssapi.dll</c> through its tables of functions, with nothing between. Works on x64 and arm64, needs no other runtime and
/// no file beside the program, and so serves programs in one file.
/// </summary>
public sealed class NativeVssEngine : IVssEngine
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    // What a volume without a diff area, a foreign provider, or a system without the management class answers: nothing to tell, no failure.
    // VSS_E_PROVIDER_NOT_REGISTERED, OBJECT_NOT_FOUND, VOLUME_NOT_SUPPORTED, VOLUME_NOT_SUPPORTED_BY_PROVIDER, E_NOINTERFACE, REGDB_E_CLASSNOTREG.
    private static readonly int[] NothingToTell =
    [
        unchecked((int)0x80042304), VssAnswer.ObjectNotFound, unchecked((int)0x8004230C), unchecked((int)0x8004230E), VssAnswer.NoInterface,
        unchecked((int)0x80040154),
    ];

    private readonly Lazy<VssEntryPoints> _entry;
    private readonly TimeSpan _patience;

    /// <summary>An engine on the service of this computer. Nothing is loaded yet.</summary>
    [SupportedOSPlatform("windows")]
    public NativeVssEngine()
        : this(VssEntryPoints.Load, UsualPatience)
    {
    }

    /// <param name="load">Finds the library.</param>
    /// <param name="patience">How long the service may take to answer a cancellation.</param>
    internal NativeVssEngine(Func<VssEntryPoints> load, TimeSpan patience)
    {
        _entry = new Lazy<VssEntryPoints>(load, LazyThreadSafetyMode.PublicationOnly);
        _patience = patience;
    }

    /// <inheritdoc/>
    public string Name => "native";

    /// <inheritdoc/>
    public string? WhyUnavailable()
    {
        if (WhyNotHere(RuntimeInformation.ProcessArchitecture) is { } why)
        {
            return why;
        }

        try
        {
            VssLayout.Check();
            _ = _entry.Value;
            return null;
        }
        catch (Exception missing) when (missing is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            return $"The library of the shadow copy service, vssapi.dll, can't be used: {missing.Message.TrimEnd('.')}.";
        }
    }

    /// <inheritdoc/>
    public IVssSession Open(VssContext context, IReadOnlyList<Guid> disabledWriters)
    {
        BackupComponents components = Initialize((int)context);
        try
        {
            if (context == VssContext.Backup)
            {
                if (disabledWriters.Count > 0)
                {
                    components.DisableWriterClasses(disabledWriters.ToArray());
                }

                components.SetBackupState();
            }

            return new NativeVssSession(components, _entry.Value);
        }
        catch (VssException)
        {
            components.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<VssSnapshot> ListSnapshots()
    {
        using NativeVssSession session = OpenForQuestions();
        return session.ListSnapshots();
    }

    /// <inheritdoc/>
    public IReadOnlyList<VssProviderInfo> ListProviders()
    {
        using NativeVssSession session = OpenForQuestions();
        return session.ListProviders();
    }

    /// <inheritdoc/>
    public IReadOnlyList<VssDiffArea> ListDiffAreas(string volume)
    {
        try
        {
            List<VssDiffArea> areas = [];
            using SnapshotManagement management = SnapshotManagement.Create(_entry.Value);
            using DiffAreaManagement areaManagement = management.GetDiffAreaManagement();
            using DiffAreaEnumerator? found = areaManagement.QueryDiffAreasForVolume(volume);
            while (found?.Next() is { } area)
            {
                areas.Add(area);
            }

            return areas;
        }
        catch (VssException unknown) when (NothingToTell.Contains(unknown.HResult))
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public int DeleteSnapshotSet(Guid setId) => Delete(session => session.DeleteSet(setId));

    /// <inheritdoc/>
    public int DeleteSnapshot(Guid snapshotId) => Delete(session => session.DeleteSnapshot(snapshotId));

    /// <summary>Why the service would refuse a process of this kind, or null when it would not.</summary>
    internal static string? WhyNotHere(Architecture process) =>
        process is Architecture.X64 or Architecture.Arm64
            ? null
            : $"This is the {process} program, and the shadow copy service of a 64-bit Windows answers only 64-bit programs. "
                + "Use SnapBack for win-x64, or win-arm64 on an ARM computer.";

    private int Delete(Func<NativeVssSession, int> delete)
    {
        try
        {
            using NativeVssSession session = OpenForQuestions();
            return delete(session);
        }
        catch (VssException gone) when (gone.HResult == VssAnswer.ObjectNotFound)
        {
            return 0;
        }
    }

    private NativeVssSession OpenForQuestions() => new(Initialize(BackupComponents.EveryContext), _entry.Value);

    private BackupComponents Initialize(int context)
    {
        BackupComponents components = BackupComponents.Create(_entry.Value, _patience);
        try
        {
            components.InitializeForBackup();
            components.SetContext(context);
            return components;
        }
        catch (VssException)
        {
            components.Dispose();
            throw;
        }
    }
}
