using SnapBack.TestKit;
using SnapBack.Trees;
using SnapBack.Trees.Unix;
using Xunit;

namespace SnapBack.Tests.Trees.Unix;

public sealed class UnixTreeOnExt4Tests(UnixTreeOnExt4Tests.Volume volume) : TreeConformance(volume.Path), IClassFixture<UnixTreeOnExt4Tests.Volume>
{
    protected override IDestinationTree Open(string root) => UnixDestination.Open(root, null, default);

    public sealed class Volume() : SharedVolume(VolumeKind.Ext4, 100);
}
