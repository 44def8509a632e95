using SnapBack.TestKit;
using SnapBack.Trees;
using SnapBack.Trees.Unix;
using Xunit;

namespace SnapBack.Tests.Trees.Unix;

public sealed class UnixTreeOnTmpfsTests(UnixTreeOnTmpfsTests.Volume volume) : TreeConformance(volume.Path), IClassFixture<UnixTreeOnTmpfsTests.Volume>
{
    protected override IDestinationTree Open(string root) => UnixDestination.Open(root, null, default);

    public sealed class Volume() : SharedVolume(VolumeKind.Tmpfs, 100);
}
