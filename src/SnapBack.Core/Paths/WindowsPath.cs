namespace SnapBack.Paths;

/// <summary>
/// Full paths of Windows and the form in which they are given to the system: with <c>\\?\</c> in front nothing is rewritten, so that paths beyond
/// 260 characters, names that end in a dot or a blank and names like CON lead where they say
/// (https://learn.microsoft.com/windows/win32/fileio/naming-a-file). Text only; usable on every system.
/// </summary>
public static class WindowsPath
{
    private const string Verbatim = @"\\?\";
    private const string VerbatimShare = @"\\?\UNC\";
    private const string GlobalDevice = @"\\?\GLOBALROOT\Device\";
    private const string Device = @"\\.\";

    /// <summary>
    /// The form for the system of a full path such as <c>C:\x</c> or <c>\\server\share\x</c>. A path that has a prefix already stays as it is; only
    /// <c>\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy1</c> gets the last backslash without which it means the device and not its root folder.
    /// </summary>
    public static string ToDevice(string path)
    {
        if (path.StartsWith(Verbatim, StringComparison.Ordinal) || path.StartsWith(Device, StringComparison.Ordinal))
        {
            return IsDeviceAlone(path) ? path + '\\' : path;
        }

        string plain = path.Replace('/', '\\');
        return plain.StartsWith(@"\\", StringComparison.Ordinal) ? string.Concat(VerbatimShare, plain.AsSpan(2)) : Verbatim + plain;
    }

    /// <summary>The form for people: the reverse of <see cref="ToDevice"/> where there is one.</summary>
    public static string ToDisplay(string path)
    {
        if (path.StartsWith(VerbatimShare, StringComparison.OrdinalIgnoreCase))
        {
            return string.Concat(@"\\", path.AsSpan(VerbatimShare.Length));
        }

        bool isDrive = path.StartsWith(Verbatim, StringComparison.Ordinal) && path.Length >= 6 && char.IsAsciiLetter(path[4]) && path[5] == ':';
        return isDrive ? path[Verbatim.Length..] : path;
    }

    private static bool IsDeviceAlone(string path) =>
        path.StartsWith(GlobalDevice, StringComparison.OrdinalIgnoreCase)
        && path.Length > GlobalDevice.Length
        && !path.AsSpan(GlobalDevice.Length).Contains('\\');

    /// <summary>
    /// True for a name that can stand in a folder: what separates paths or begins a stream's name could lead elsewhere.
    /// </summary>
    public static bool IsName(string name) => RelativePath.IsValidName(name) && !name.Contains('\\', StringComparison.Ordinal);
}
