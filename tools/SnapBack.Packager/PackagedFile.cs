namespace SnapBack.Packager;

/// <summary>One file of a package.</summary>
/// <param name="Name">Its path in the package, '/' between.</param>
/// <param name="Source">Where its content lies.</param>
/// <param name="IsProgram">Whether it can be started.</param>
internal sealed record PackagedFile(string Name, string Source, bool IsProgram = false)
{
    /// <summary>Its permissions on Unix.</summary>
    public UnixFileMode Mode => IsProgram ? Contents.FolderMode : Contents.FileMode;
}
