namespace SnapBack.Snapshots.Vss;

/// <summary>What the machine knows of its volumes: the port to Windows' volume calls. Thread-safe.</summary>
public interface IVolumes
{
    /// <summary>Where a folder really lies: links, junctions, mount points and substituted drives are followed.</summary>
    /// <param name="path">Full path of an existing folder.</param>
    /// <exception cref="SnapshotException">It can't be found out, and why.</exception>
    VolumePlace Find(string path);

    /// <summary>All volumes that are mounted in a folder of another one; those with a drive letter only are not among them.</summary>
    IReadOnlyList<VolumeMount> Mounts();

    /// <summary>True when the folder at this path can be opened now, as it can while a snapshot lives.</summary>
    /// <param name="root">Root of a snapshot, with its trailing backslash.</param>
    bool CanOpen(string root);
}
