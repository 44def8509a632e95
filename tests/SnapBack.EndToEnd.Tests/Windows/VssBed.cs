using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>A Windows machine with the stand-in shadow copy service and two drives, D: and E:, that snapshots can be made of.</summary>
public sealed class VssBed : IDisposable
{
    private readonly LoopVolume _volume = LoopVolume.Create(VolumeKind.Btrfs, 300);

    public VssBed()
    {
        try
        {
            Machine = new WineBed();
            Service = VssDouble.Install(Machine);
            D = Service.MapDrive('d', _volume);
            E = Service.MapDrive('e', _volume);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The machine.</summary>
    public WineBed Machine { get; }

    /// <summary>Its shadow copy service.</summary>
    public VssDouble Service { get; }

    /// <summary>Full path, on this machine, of <c>D:\</c>.</summary>
    public string D { get; }

    /// <summary>Full path, on this machine, of <c>E:\</c>.</summary>
    public string E { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Machine?.Dispose();
        _volume.Dispose();
    }
}
