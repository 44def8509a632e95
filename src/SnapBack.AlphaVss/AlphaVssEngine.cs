using System.Runtime.CompilerServices;
using Alphaleonis.Win32.Vss;
using SnapBack.Snapshots.Vss;
using VssException = SnapBack.Snapshots.Vss.VssException;

namespace SnapBack.AlphaVss;

/// <summary>
/// The engine on AlphaVSS 2.0.3 (https://github.com/alphaleonis/AlphaVSS), the established library for the shadow copy service. It decides nothing; it absorbs
/// what the library does otherwise than the port asks: exceptions without numbers, local times, live lists, tokens that are never let go.
/// </summary>
public sealed class AlphaVssEngine : IVssEngine
{
    // Not of the library's own types: this class must load where the library is missing.
    private readonly Lazy<object> _factory;

    /// <summary>An engine on the service of this computer. Nothing is loaded yet.</summary>
    public AlphaVssEngine()
        : this(AlphaVssLibrary.Load)
    {
        AlphaVssLibrary.LookBesideProgram();
    }

    /// <param name="load">Makes an <c>IVssFactory</c>.</param>
    internal AlphaVssEngine(Func<object> load)
    {
        _factory = new Lazy<object>(load, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <inheritdoc/>
    public string Name => "alphavss";

    /// <inheritdoc/>
    public string? WhyUnavailable()
    {
        try
        {
            _ = _factory.Value;
            return null;
        }
        catch (Exception failure) when (AlphaVssLibrary.WhyNot(failure) is not null)
        {
            return AlphaVssLibrary.WhyNot(failure);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public IVssSession Open(VssContext context, IReadOnlyList<Guid> disabledWriters) => AlphaVssSession.Open(Factory(), (VssSnapshotContext)(uint)context, disabledWriters);

    /// <inheritdoc/>
    public IReadOnlyList<VssSnapshot> ListSnapshots()
    {
        using AlphaVssSession session = OpenForQuestions();
        return OrNothing(session.ListSnapshots);
    }

    /// <inheritdoc/>
    public IReadOnlyList<VssProviderInfo> ListProviders()
    {
        using AlphaVssSession session = OpenForQuestions();
        return OrNothing(session.ListProviders);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public IReadOnlyList<VssDiffArea> ListDiffAreas(string volume) => OrNothing(() => AlphaVssCalls.Call("QueryDiffAreasForVolume", () =>
    {
        List<VssDiffArea> areas = [];
        foreach (VssDiffAreaProperties area in Factory().CreateVssSnapshotManagement().GetDifferentialSoftwareSnapshotManagementInterface().QueryDiffAreasForVolume(volume))
        {
            areas.Add(new VssDiffArea(area.VolumeName, area.DiffAreaVolumeName, area.MaximumDiffSpace, area.AllocatedDiffSpace, area.UsedDiffSpace));
        }

        return areas;
    }));

    /// <inheritdoc/>
    public int DeleteSnapshotSet(Guid setId)
    {
        using AlphaVssSession session = OpenForQuestions();
        return OrZero(() => session.DeleteSet(setId));
    }

    /// <inheritdoc/>
    public int DeleteSnapshot(Guid snapshotId)
    {
        using AlphaVssSession session = OpenForQuestions();
        return OrZero(() =>
        {
            session.DeleteSnapshot(snapshotId);
            return 1;
        });
    }

    private IVssFactory Factory() => (IVssFactory)_factory.Value;

    private AlphaVssSession OpenForQuestions() => AlphaVssSession.Open(Factory(), VssSnapshotContext.All, []);

    // An empty list is told as a failure by some providers; a volume without an area for changes has nothing to tell.
    private static IReadOnlyList<T> OrNothing<T>(Func<IReadOnlyList<T>> question)
    {
        try
        {
            return question();
        }
        catch (VssException nothing) when (nothing.HResult is VssResult.VSS_E_OBJECT_NOT_FOUND or VssResult.VSS_E_PROVIDER_NOT_REGISTERED
            or VssResult.VSS_E_VOLUME_NOT_SUPPORTED or VssResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER)
        {
            return [];
        }
    }

    private static int OrZero(Func<int> deletion)
    {
        try
        {
            return deletion();
        }
        catch (VssException gone) when (gone.HResult == VssResult.VSS_E_OBJECT_NOT_FOUND)
        {
            return 0;
        }
    }
}
