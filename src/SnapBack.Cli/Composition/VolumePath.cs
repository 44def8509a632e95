namespace SnapBack.Cli.Composition;

/// <summary>A volume as it was typed, as a full path.</summary>
internal static class VolumePath
{
    /// <summary>The full path of a folder, mount point or drive. <c>D:</c> is the whole drive here, not the folder that happens to be current on it.</summary>
    public static string Full(string typed) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(OperatingSystem.IsWindows() && typed is [_, ':'] ? typed + Path.DirectorySeparatorChar : typed));
}
