using Shouldly;
using SnapBack.Snapshots.Vss.Native;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss.Native;

/// <summary>The places of the fields, against what a C compiler makes of vss.h and vsmgmt.h for x64 and arm64. The stand-in service states them too.</summary>
public sealed unsafe class VssLayoutTests
{
    [Fact]
    public void TheStructuresHaveTheServicesSizes() => VssLayout.Check();

    [Fact]
    public void TheFieldsOfASnapshotLieWhereTheServicePutsThem()
    {
        VssLayout.SnapshotProperties it = default;

        Offsets(&it, &it.SnapshotId, &it.SetId, &it.Count, &it.Device, &it.Volume, &it.OriginatingMachine, &it.ServiceMachine)
            .ShouldBe([0, 16, 32, 40, 48, 56, 64]);
        Offsets(&it, &it.ExposedName, &it.ExposedPath, &it.ProviderId, &it.Attributes, &it.Created, &it.Status).ShouldBe([72, 80, 88, 104, 112, 120]);
        sizeof(VssLayout.SnapshotProperties).ShouldBe(128);
    }

    [Fact]
    public void TheFieldsOfAProviderLieWhereTheServicePutsThem()
    {
        VssLayout.ProviderProperties it = default;

        Offsets(&it, &it.ProviderId, &it.Name, &it.Kind, &it.Version, &it.VersionId, &it.ClassId).ShouldBe([0, 16, 24, 32, 40, 56]);
        sizeof(VssLayout.ProviderProperties).ShouldBe(72);
    }

    [Fact]
    public void TheFieldsOfADiffAreaLieWhereTheServicePutsThem()
    {
        VssLayout.DiffAreaProperties it = default;

        Offsets(&it, &it.Volume, &it.AreaVolume, &it.MaximumBytes, &it.AllocatedBytes, &it.UsedBytes).ShouldBe([0, 8, 16, 24, 32]);
        sizeof(VssLayout.DiffAreaProperties).ShouldBe(40);
    }

    [Fact]
    public void TheUnionsBeginAtTheirSecondWord()
    {
        VssLayout.ObjectProperties either = default;
        VssLayout.ManagementProperties area = default;

        Offsets(&either, &either.Kind, &either.Snapshot, &either.Provider).ShouldBe([0, 8, 8]);
        Offsets(&area, &area.Kind, &area.DiffArea).ShouldBe([0, 8]);
        (sizeof(VssLayout.ObjectProperties), sizeof(VssLayout.ManagementProperties)).ShouldBe((136, 48));
    }

    private static int[] Offsets(void* start, params void*[] fields)
    {
        int[] offsets = new int[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            offsets[i] = (int)((byte*)fields[i] - (byte*)start);
        }

        return offsets;
    }
}
