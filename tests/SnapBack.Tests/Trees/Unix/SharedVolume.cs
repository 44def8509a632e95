using SnapBack.TestKit;

namespace SnapBack.Tests.Trees.Unix;

/// <summary>One volume for all tests of a class; made when the first test asks, so that a machine that can't make one skips the tests and does not fail them.</summary>
public abstract class SharedVolume(VolumeKind kind, int megabytes) : IDisposable
{
    private LoopVolume? _volume;

    public string Path => (_volume ??= LoopVolume.Create(kind, megabytes)).MountPoint;

    public void Dispose()
    {
        _volume?.Dispose();
        GC.SuppressFinalize(this);
    }
}
