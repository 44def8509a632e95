using SnapBack.Paths;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;

namespace SnapBack.TestKit;

/// <summary>
/// A machine's volumes in memory. Drive <c>C:</c> is the volume <c>\\?\Volume{c}\</c>; a volume without a letter is written as that path itself. Folders
/// exist unless a test says otherwise.
/// </summary>
public sealed class ScriptedVolumes : IVolumes
{
    private readonly List<VolumeMount> _mounts = [];

    /// <summary>Full paths, and what lies below them, that are found elsewhere: junctions, mount points, substituted drives.</summary>
    public Dictionary<string, string> Links { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Folders that do not exist, with all below them.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Why volumes can't be snapshotted, by GUID path.</summary>
    public Dictionary<string, string> WhyNots { get; } = [];

    /// <summary>Roots that can't be opened.</summary>
    public HashSet<string> Closed { get; } = [];

    /// <summary>Mounts a volume in a folder.</summary>
    /// <param name="at">Folder: <c>C:\mnt</c>.</param>
    /// <param name="volume">GUID path of the volume that is seen in it.</param>
    public void Mount(string at, string volume)
    {
        VolumePlace place = Find(at);
        _mounts.Add(new VolumeMount(place.Volume, place.Path, volume));
        Links[at] = volume.TrimEnd('\\');
    }

    /// <inheritdoc/>
    public VolumePlace Find(string path)
    {
        if (Missing.Exists(missing => IsAtOrBelow(path, missing)))
        {
            throw new SnapshotException($"'{path}' can't be looked at: it does not exist.");
        }

        if (Links.Keys.Where(link => IsAtOrBelow(path, link)).MaxBy(link => link.Length) is { } longest)
        {
            return Find(Links[longest] + path[longest.Length..]);
        }

        const string VolumePrefix = @"\\?\Volume{";
        if (path.Contains("HarddiskVolumeShadowCopy", StringComparison.Ordinal))
        {
            string below = path[path.IndexOf("HarddiskVolumeShadowCopy", StringComparison.Ordinal)..];
            return new VolumePlace(string.Empty, "a shadow copy", PathOf(below[(below + '\\').IndexOf('\\', StringComparison.Ordinal)..])) { IsShadowCopy = true };
        }

        int end = path.StartsWith(VolumePrefix, StringComparison.Ordinal) ? path.IndexOf('}', StringComparison.Ordinal) + 1 : 2;
        string volume = end == 2 ? $@"\\?\Volume{{{char.ToLowerInvariant(path[0])}}}\" : path[..end] + '\\';
        return new VolumePlace(volume, path[..end] + '\\', PathOf(path[end..])) { FileSystem = "NTFS", WhyNot = WhyNots.GetValueOrDefault(volume) };
    }

    /// <inheritdoc/>
    public IReadOnlyList<VolumeMount> Mounts() => _mounts;

    /// <inheritdoc/>
    public bool CanOpen(string root) => !Closed.Contains(root) && !IsDevice(root);

    // Without a backslash behind it, it is the device and no folder.
    private static bool IsDevice(string path) => path.LastIndexOf('\\') is var last && path[(last + 1)..].StartsWith("HarddiskVolumeShadowCopy", StringComparison.Ordinal);

    private static bool IsAtOrBelow(string path, string folder) =>
        path.StartsWith(folder, StringComparison.OrdinalIgnoreCase) && (path.Length == folder.Length || path[folder.Length] == '\\');

    private static RelativePath PathOf(string below) =>
        below.Split('\\', StringSplitOptions.RemoveEmptyEntries).Aggregate(RelativePath.Root, (path, name) => path.Child(name));
}
