using SnapBack.Errors;
using SnapBack.Platform;
using SnapBack.Platform.Linux;
using SnapBack.Platform.Windows;

namespace SnapBack.Jobs;

/// <summary>
/// Where a folder of a job really is, whether it exists yet or not: through links, bind mounts and second mounts of a file system. Read
/// once; changes nothing.
/// </summary>
internal sealed class FolderPlace
{
    private readonly IReadOnlyList<FileIdentity> _existing;
    private readonly MountTable _mounts;
    private readonly string? _device;
    private readonly string _pathOnDevice;

    private FolderPlace(string given, string real, IReadOnlyList<FileIdentity> existing, MountTable mounts, string? device, string pathOnDevice)
    {
        Given = given;
        Real = real;
        _existing = existing;
        _mounts = mounts;
        _device = device;
        _pathOnDevice = pathOnDevice;
    }

    /// <summary>The full path as the job has it.</summary>
    public string Given { get; }

    /// <summary>The full path with every link of its existing part resolved.</summary>
    public string Real { get; }

    /// <summary>True when it exists, as a folder or something else.</summary>
    public bool Exists { get; private init; }

    /// <summary>True when it exists and is a folder.</summary>
    public bool IsDirectory { get; private init; }

    /// <summary>What stands in the way of a folder there: the path of a file or of a link that leads nowhere; else null.</summary>
    public string? Obstacle { get; private init; }

    /// <summary>errno, or the Win32 error, of the failure to look at it; 0 when it exists.</summary>
    public int Error { get; private init; }

    /// <summary>True when it surely does not exist, its disk or share included; false also when it can't be looked at.</summary>
    public bool IsMissing => Error != 0 && (OperatingSystem.IsWindows()
        ? Win32Error.KindOf(Error, "open") is ErrorKind.NotFound or ErrorKind.Network or ErrorKind.WrongKind or ErrorKind.InvalidName || Win32Error.IsDeviceGone(Error)
        : Error is Errno.ENOENT or Errno.ENOTDIR);

    /// <summary>Looks where the folder with the full path <paramref name="path"/> is.</summary>
    public static FolderPlace Find(string path, MountTable mounts)
    {
        string existing = path;
        string? obstacle = null;
        int firstError = 0;
        FileIdentity? found;
        while (!FileIdentity.TryRead(existing, followLinks: true, out found, out int error) && ParentOf(existing) is { } parent)
        {
            firstError = firstError == 0 ? error : firstError;
            obstacle = FileIdentity.TryRead(existing, followLinks: false, out _, out _) ? existing : obstacle;
            existing = parent;
        }

        if (found is null && firstError == 0)
        {
            _ = FileIdentity.TryRead(existing, followLinks: true, out _, out firstError);
        }

        string rest = existing == path ? string.Empty : path[TrimRoot(existing).Length..];
        string? real = FileIdentity.RealPath(existing);
        List<FileIdentity> chain = found is null ? [] : [found];
        for (string? folder = ParentOf(real ?? existing); folder is not null; folder = ParentOf(folder))
        {
            if (FileIdentity.TryRead(folder, followLinks: true, out FileIdentity? ancestor, out _))
            {
                chain.Add(ancestor);
            }
        }

        bool isDirectory = found is { IsDirectory: true };
        string whole = Join(real ?? existing, rest);
        (string? device, string pathOnDevice) = real is null || found is null ? (null, string.Empty) : OnDevice(existing, real, rest, whole, found, mounts);
        return new FolderPlace(path, whole, chain, mounts, device, pathOnDevice)
        {
            Exists = rest.Length == 0 && found is not null,
            IsDirectory = rest.Length == 0 && isDirectory,
            Obstacle = obstacle ?? (found is null || isDirectory ? null : existing),
            Error = firstError,
        };
    }

    /// <summary>True when one of the two is the other or lies in it, by whatever way.</summary>
    public bool Overlaps(FolderPlace other) => IsAtOrIn(other) || other.IsAtOrIn(this) || HasMounted(other) || other.HasMounted(this);

    /// <summary>True when this is <paramref name="outer"/> or lies below it.</summary>
    public bool IsAtOrIn(FolderPlace outer) =>
        IsAtOrUnder(Real, outer.Real)
        || (outer.Exists && outer._existing.Count > 0 && _existing.Any(outer._existing[0].IsSameAs))
        || (_device is not null && _device == outer._device && IsAtOrUnder(_pathOnDevice, outer._pathOnDevice));

    /// <summary>
    /// True when <paramref name="path"/> is <paramref name="folder"/> or lies below it; both full. Windows compares without case, Linux exactly.
    /// </summary>
    public static bool IsAtOrUnder(string path, string folder)
    {
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        string trimmed = TrimRoot(folder);
        return path.StartsWith(trimmed, comparison) && (path.Length == trimmed.Length || path[trimmed.Length] == Path.DirectorySeparatorChar);
    }

    // A folder of the other tree, or one that holds it, may be mounted somewhere below this one.
    private bool HasMounted(FolderPlace other) => other._device is not null && _mounts.Mounts.Any(m =>
        m.Device == other._device
        && IsAtOrUnder(m.Folder, Real)
        && m.Folder.Length > Real.Length
        && (IsAtOrUnder(other._pathOnDevice, m.Root) || IsAtOrUnder(m.Root, other._pathOnDevice)));

    private static (string? Device, string Path) OnDevice(string existing, string real, string rest, string whole, FileIdentity found, MountTable mounts)
    {
        if (OperatingSystem.IsWindows())
        {
            (string volume, string path) = PathIdentity.PlaceOf(existing);
            return volume.Length == 0 ? (null, string.Empty) : (volume, Join(path, rest));
        }

        MountPoint? mount = mounts.MountOf(real, found.MountId);
        return mount is null ? (null, string.Empty) : (mount.Device, Join(mount.Root, whole[TrimRoot(mount.Folder).Length..]));
    }

    private static string? ParentOf(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.GetDirectoryName(path);
        }

        return path == "/" ? null : path.LastIndexOf('/') is > 0 and int slash ? path[..slash] : "/";
    }

    private static string Join(string folder, string rest) => rest.Length == 0 ? folder : TrimRoot(folder) + rest;

    // "/" and "C:\" end in a separator, all other full paths do not.
    private static string TrimRoot(string folder) => folder.EndsWith(Path.DirectorySeparatorChar) ? folder[..^1] : folder;
}
