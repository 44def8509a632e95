namespace SnapBack.TestKit;

/// <summary>What a <see cref="FaultyTree"/> can log, hinder or make fail.</summary>
public enum TreeOperation
{
    /// <summary>Opening a folder.</summary>
    OpenFolder,

    /// <summary>Listing a folder.</summary>
    List,

    /// <summary>Opening a file for reading.</summary>
    OpenFile,

    /// <summary>Reading a link's target.</summary>
    ReadLink,

    /// <summary>Reading metadata of an entry or a folder.</summary>
    ReadMetadata,

    /// <summary>One read of a file.</summary>
    Read,

    /// <summary>Making a folder.</summary>
    CreateFolder,

    /// <summary>Making a file under its temporary name.</summary>
    CreateFile,

    /// <summary>Making a symbolic link under its temporary name.</summary>
    CreateLink,

    /// <summary>Making a hard link under its temporary name.</summary>
    CreateHardLink,

    /// <summary>One write to a file.</summary>
    Write,

    /// <summary>Setting metadata.</summary>
    SetMetadata,

    /// <summary>Flushing one file.</summary>
    FlushFile,

    /// <summary>Flushing one folder.</summary>
    FlushFolder,

    /// <summary>Flushing the whole volume; its path is ".".</summary>
    FlushVolume,

    /// <summary>Renaming to the final name, which is the path.</summary>
    Publish,

    /// <summary>Renaming into another folder; the path is the old one.</summary>
    MoveTo,

    /// <summary>Removing a file.</summary>
    RemoveFile,

    /// <summary>Removing a folder.</summary>
    RemoveFolder,
}
