using SnapBack.Paths;

namespace SnapBack.Snapshots.Vss;

/// <summary>Where a folder really lies.</summary>
/// <param name="Volume">GUID path of its volume with the trailing backslash, <c>\\?\Volume{...}\</c>; empty where there is none.</param>
/// <param name="Name">The volume for people: <c>D:\</c>.</param>
/// <param name="Path">The folder below the volume's root, in the letters that the disk has.</param>
public sealed record VolumePlace(string Volume, string Name, RelativePath Path)
{
    /// <summary>Name of the file system; empty when it is not known.</summary>
    public string FileSystem { get; init; } = string.Empty;

    /// <summary>True when the folder lies in a shadow copy: it is frozen already.</summary>
    public bool IsShadowCopy { get; init; }

    /// <summary>Why no snapshot of it can be made, in words, when that can be told without asking the service.</summary>
    public string? WhyNot { get; init; }
}
