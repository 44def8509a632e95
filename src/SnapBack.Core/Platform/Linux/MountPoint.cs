namespace SnapBack.Platform.Linux;

/// <summary>One mount of this process's view: a line of mountinfo.</summary>
/// <param name="Id">Number of the mount.</param>
/// <param name="Device">major:minor of the file system; one for all subvolumes and bind mounts of it.</param>
/// <param name="Root">Which folder of the file system is mounted, as a path inside it.</param>
/// <param name="Folder">Full path where it is mounted.</param>
/// <param name="FileSystem">Kind of file system: ext4, btrfs, fuseblk.</param>
/// <param name="Options">Options of the file system itself (not of this mount), comma between, escaped as they stand there.</param>
internal sealed record MountPoint(ulong Id, string Device, string Root, string Folder, string FileSystem, string Options);
