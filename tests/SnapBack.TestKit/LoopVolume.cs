using System.Globalization;

namespace SnapBack.TestKit;

/// <summary>
/// A file system of its own in a file, mounted for one test class or test; needs root. Disposing unmounts whatever is mounted at or below it,
/// detaches its loop device and removes its files, also after a failed test.
/// </summary>
public sealed class LoopVolume : IDisposable
{
    private readonly string _folder;
    private readonly string? _device;

    private LoopVolume(string folder, string? device)
    {
        _folder = folder;
        _device = device;
        MountPoint = $"{folder}/mnt";
    }

    /// <summary>Full path of its root.</summary>
    public string MountPoint { get; }

    /// <summary>Makes and mounts a volume; skips the test where this machine can't.</summary>
    /// <param name="kind">The file system.</param>
    /// <param name="megabytes">Its size; btrfs needs about 110, xfs 300.</param>
    /// <param name="mountOptions">More options for mount, comma between.</param>
    public static LoopVolume Create(VolumeKind kind, int megabytes = 600, string mountOptions = "")
    {
        Require.Linux();
        Require.Root();
        Require.Program(kind == VolumeKind.Ntfs ? "ntfs-3g" : "mount");
        Require.Program(Maker(kind)[0]);

        string folder = Directory.CreateTempSubdirectory("snapback-volume-").FullName;
        LoopVolume volume = new(folder, kind == VolumeKind.Tmpfs ? null : Format(kind, folder, megabytes));
        try
        {
            Directory.CreateDirectory(volume.MountPoint);
            volume.Mount(kind, megabytes, mountOptions);
            return volume;
        }
        catch (InvalidOperationException)
        {
            volume.Dispose();
            throw;
        }
    }

    /// <summary>A full path in the volume.</summary>
    public string At(string relative) => Path.Join(MountPoint, relative);

    /// <summary>Mounts it again with other options, e.g. <c>ro</c>.</summary>
    public void Remount(string options) => Run("mount", "-o", $"remount,{options}", MountPoint);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The deepest first; a mount may lie on another one.
        foreach (string point in MountsHere().OrderByDescending(point => point.Length))
        {
            if (Shell.Run("umount", [point]).ExitCode != 0)
            {
                Shell.Run("umount", ["-l", point]);
            }
        }

        if (_device is not null)
        {
            Shell.Run("losetup", ["-d", _device]);
        }

        File.Delete($"{_folder}/image");
        if (MountsHere().Count == 0 && Directory.Exists(MountPoint))
        {
            Directory.Delete(MountPoint);
            Directory.Delete(_folder);
        }
    }

    private static ShellResult Run(string program, params string[] arguments) => Shell.Run(program, arguments).MustSucceed();

    private static string Format(VolumeKind kind, string folder, int megabytes)
    {
        string image = $"{folder}/image";
        Run("truncate", "-s", string.Create(CultureInfo.InvariantCulture, $"{megabytes}M"), image);
        string[] maker = Maker(kind);
        Run(maker[0], [.. maker[1..], image]);
        return Run("losetup", "-f", "--show", image).Output.Trim();
    }

    private static string[] Maker(VolumeKind kind) => kind switch
    {
        VolumeKind.Btrfs => ["mkfs.btrfs", "-q", "-f"],
        VolumeKind.Ext4 => ["mkfs.ext4", "-q", "-F"],
        VolumeKind.Xfs => ["mkfs.xfs", "-q", "-f", "-m", "reflink=1"],
        VolumeKind.Ntfs => ["mkfs.ntfs", "-q", "-F", "-Q"],
        _ => ["mount"],
    };

    private void Mount(VolumeKind kind, int megabytes, string mountOptions)
    {
        string[] more = mountOptions.Length == 0 ? [] : [mountOptions];
        switch (kind)
        {
            case VolumeKind.Tmpfs:
                string size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}M");
                Run("mount", "-t", "tmpfs", "-o", string.Join(',', more.Prepend(size)), "tmpfs", MountPoint);
                break;
            case VolumeKind.Ntfs:
                Run("ntfs-3g", "-o", string.Join(',', more.Prepend("streams_interface=xattr,permissions")), _device!, MountPoint);
                break;
            default:
                Run("mount", "-o", string.Join(',', more.Prepend("rw")), _device!, MountPoint);
                break;
        }
    }

    private List<string> MountsHere() =>
        File.ReadLines("/proc/self/mountinfo")
            .Select(line => line.Split(' ')[4].Replace("\\040", " ", StringComparison.Ordinal))
            .Where(point => point == MountPoint || point.StartsWith(MountPoint + "/", StringComparison.Ordinal))
            .ToList();
}
