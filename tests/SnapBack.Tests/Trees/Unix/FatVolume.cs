using SnapBack.TestKit;

namespace SnapBack.Tests.Trees.Unix;

/// <summary>A FAT file system without a kernel that knows FAT: even seconds, no case, no modes, no second names.</summary>
internal sealed class FatVolume : IDisposable
{
    private readonly TempFolder _folder;

    private FatVolume(TempFolder folder)
    {
        _folder = folder;
        MountPoint = folder.Folder("mnt");
    }

    public string MountPoint { get; }

    public static FatVolume Create()
    {
        Require.Linux();
        Require.Root();
        Require.Program("fusefat");
        Require.Program("mkfs.fat");
        FatVolume volume = new(new TempFolder());
        string image = volume._folder.At("image");
        Shell.Run("truncate", ["-s", "64M", image]).MustSucceed();
        Shell.Run("mkfs.fat", ["-F", "32", image]).MustSucceed();
        Shell.Run("fusefat", [image, volume.MountPoint, "-o", "rw+"]);
        Require.That(SpinWait.SpinUntil(() => File.ReadLines("/proc/mounts").Any(l => l.Contains(volume.MountPoint, StringComparison.Ordinal)), TimeSpan.FromSeconds(60)), "can't mount FAT");
        return volume;
    }

    public void Dispose()
    {
        Shell.Run("umount", ["-l", MountPoint]);
        _folder.Dispose();
    }
}
