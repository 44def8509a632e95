using SnapBack.TestKit;
using SnapBack.Trees;
using SnapBack.Trees.Unix;
using Xunit;

namespace SnapBack.Tests.Trees.Unix;

public sealed class UnixTreeOnXfsTests(UnixTreeOnXfsTests.Volume volume) : TreeConformance(volume.Path), IClassFixture<UnixTreeOnXfsTests.Volume>
{
    protected override IDestinationTree Open(string root) => UnixDestination.Open(root, null, default);

    public sealed class Volume() : SharedVolume(VolumeKind.Xfs, 320);
}
