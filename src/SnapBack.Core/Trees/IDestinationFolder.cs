namespace SnapBack.Trees;

/// <summary>
/// An open folder of the destination. A new file is made beside its target under a reserved name and published by a rename, so that
/// under its final name there is always the complete old or the complete new version.
/// </summary>
public interface IDestinationFolder : IFolder
{
    /// <summary>Makes an empty folder that only this user can enter; its real mode comes with its metadata. Existing: no error.</summary>
    void CreateFolder(string name);

    /// <summary>Makes a new file, never opening an existing one.</summary>
    IDestinationFile CreateFile(string temporaryName);

    /// <summary>
    /// Opens a file that an earlier run began under a reserved name, to go on writing it; null when there is none that is this account's own plain file
    /// with one name.
    /// </summary>
    IDestinationFile? ReopenFile(string temporaryName) => null;

    /// <summary>Makes a named stream of the folder itself, empty if it is there already. Only where <see cref="DestinationTraits.KeepsStreams"/>.</summary>
    IDestinationFile CreateStream(string name);

    /// <summary>Removes a named stream of the folder itself. Gone already: no error.</summary>
    void RemoveStream(string name);

    /// <summary>Makes a symbolic link or junction like <paramref name="link"/>.</summary>
    /// <param name="temporaryName">Name of the new link.</param>
    /// <param name="link">The source's link: its kind, and on Windows whether it leads to a folder.</param>
    /// <param name="target">What <see cref="IFolder.ReadLink"/> said.</param>
    void CreateLink(string temporaryName, Entry link, string target);

    /// <summary>Makes another name, in this folder, for a file in <paramref name="folder"/>.</summary>
    void CreateHardLink(string temporaryName, IDestinationFolder folder, string existingName);

    /// <summary>
    /// True when nobody but this account and the system's own can change what is in the folder. Also true where the file system does not tell who may.
    /// </summary>
    bool IsPrivate { get; }

    /// <summary>Renames a file or link into another folder of the same tree, under a name that nothing has there; never moves a folder.</summary>
    void MoveTo(string name, IDestinationFolder folder, string newName);

    /// <summary>Renames within the folder, replacing a file or link of that name at once. Does not replace folders.</summary>
    void Publish(string temporaryName, string name);

    /// <summary>Removes a file, link or special entry; a link is removed, never followed. Gone already: no error.</summary>
    void RemoveFile(string name);

    /// <summary>Removes an empty folder. Gone already: no error.</summary>
    void RemoveFolder(string name);

    /// <summary>Sets the given parts of metadata on an entry of this folder without following links, or on the folder itself for null.</summary>
    AppliedMetadata ApplyMetadata(string? name, Metadata metadata, CopyParts parts);

    /// <summary>Sets nothing but the security descriptor, and that only where it differs. Folders: on the folder itself, nothing below it.</summary>
    SecurityResult ApplySecurity(string? name, SecurityBlob security);

    /// <summary>Makes the names in this folder durable.</summary>
    void Flush();
}
