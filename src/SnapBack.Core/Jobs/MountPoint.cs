namespace SnapBack.Jobs;

/// <summary>One mount of this process's view.</summary>
/// <param name="Id">Number of the mount.</param>
/// <param name="Device">major:minor of the file system; one for all subvolumes and bind mounts of it.</param>
/// <param name="Root">Which folder of the file system is mounted, as a path inside it.</param>
/// <param name="Folder">Where it is mounted.</param>
internal sealed record MountPoint(ulong Id, string Device, string Root, string Folder);
