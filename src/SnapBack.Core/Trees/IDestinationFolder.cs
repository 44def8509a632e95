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

    /// <summary>Makes a symbolic link.</summary>
    void CreateSymbolicLink(string temporaryName, string target);

    /// <summary>Makes another name, in this folder, for a file in <paramref name="folder"/>.</summary>
    void CreateHardLink(string temporaryName, IDestinationFolder folder, string existingName);

    /// <summary>Renames within the folder, replacing a file or link of that name at once. Does not replace folders.</summary>
    void Publish(string temporaryName, string name);

    /// <summary>Removes a file, link or special entry; a link is removed, never followed. Gone already: no error.</summary>
    void RemoveFile(string name);

    /// <summary>Removes an empty folder. Gone already: no error.</summary>
    void RemoveFolder(string name);

    /// <summary>Sets metadata on an entry of this folder without following links, or on the folder itself for null.</summary>
    /// <returns>What the destination could not take.</returns>
    MetadataLoss ApplyMetadata(string? name, Metadata metadata);

    /// <summary>Makes the names in this folder durable.</summary>
    void Flush();
}
