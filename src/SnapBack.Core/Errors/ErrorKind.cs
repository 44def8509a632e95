namespace SnapBack.Errors;

/// <summary>
/// The closed list of reasons why one item could not be handled. Native codes become kinds in exactly one function per platform
/// (<c>Platform/Linux/Errno.cs</c>, <c>Platform/Windows/Win32Error.cs</c>); nothing above it ever looks at a native code to decide what to do.
/// </summary>
public enum ErrorKind
{
    /// <summary>A reason that this program has no word for; the native code and its text tell more.</summary>
    Unknown,

    /// <summary>Rights are missing.</summary>
    AccessDenied,

    /// <summary>Another program holds the file so that it can't be opened now.</summary>
    InUse,

    /// <summary>It was listed and is gone now.</summary>
    NotFound,

    /// <summary>A name or path is longer than the file system takes.</summary>
    PathTooLong,

    /// <summary>The name can't exist on this file system.</summary>
    InvalidName,

    /// <summary>No space left, or the quota is used up.</summary>
    DiskFull,

    /// <summary>The file is larger than the file system or a limit allows.</summary>
    FileTooLarge,

    /// <summary>The file system is read-only, or the file is immutable.</summary>
    ReadOnly,

    /// <summary>The network, or a server at its end, does not answer.</summary>
    Network,

    /// <summary>The device could not be read.</summary>
    ReadFault,

    /// <summary>The device could not be written, or the data did not reach it when it was flushed.</summary>
    WriteFault,

    /// <summary>The file system lacks what was asked for.</summary>
    NotSupported,

    /// <summary>A symbolic link or junction stands where a folder was expected; it is never followed.</summary>
    LinkInPath,

    /// <summary>It was one kind of entry when it was listed and is another kind now.</summary>
    WrongKind,

    /// <summary>The file changed while it was read.</summary>
    ChangedWhileRead,

    /// <summary>The data arrived, but times, mode, owner, attributes or security could not be set.</summary>
    MetadataNotApplied,

    /// <summary>What was read back differs from what was written.</summary>
    VerifyMismatch,

    /// <summary>The snapshot is gone.</summary>
    SnapshotLost,

    /// <summary>The process or the machine has no more file handles or memory.</summary>
    OutOfResources,

    /// <summary>The file is encrypted by the file system (EFS), and a plain copy would be readable for everybody.</summary>
    Encrypted,

    /// <summary>Somebody changed the copy at the destination, and the job does not overwrite such files.</summary>
    Conflict,
}
