namespace SnapBack.Trees;

/// <summary>What one thing in a folder is.</summary>
public enum EntryKind
{
    /// <summary>A kind that this program does not know.</summary>
    Unknown,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Directory,

    /// <summary>A symbolic link, carried as a link.</summary>
    SymbolicLink,

    /// <summary>A Windows junction.</summary>
    Junction,

    /// <summary>A named pipe; never opened.</summary>
    Fifo,

    /// <summary>A socket; never opened.</summary>
    Socket,

    /// <summary>A character device; never opened.</summary>
    CharacterDevice,

    /// <summary>A block device; never opened.</summary>
    BlockDevice,
}
