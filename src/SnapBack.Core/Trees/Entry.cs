namespace SnapBack.Trees;

/// <summary>
/// One entry of a folder as it was listed: name and everything that can be known without opening it. Immutable. What a file system
/// lacks stays at its default (0).
/// </summary>
public sealed record Entry
{
    /// <summary>The exact name (see <see cref="Paths.NameCodec"/>).</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Length in bytes; for a symbolic link the length of its target text.</summary>
    public long Size { get; init; }

    /// <summary>Bytes that the file system set aside for it; less than <see cref="Size"/> when the file has holes.</summary>
    public long AllocatedBytes { get; init; }

    /// <summary>Last write to the content.</summary>
    public Timestamp Modified { get; init; }

    /// <summary>Last access, as far as the file system keeps it.</summary>
    public Timestamp Accessed { get; init; }

    /// <summary>Last change of content or metadata, set by the system alone (ctime; NTFS ChangeTime).</summary>
    public Timestamp Changed { get; init; }

    /// <summary>Creation, where the file system keeps it.</summary>
    public Timestamp Created { get; init; }

    /// <summary>Unix permission bits with set-id and sticky bits (07777); 0 on Windows.</summary>
    public uint Mode { get; init; }

    /// <summary>Owner's user id; 0 on Windows.</summary>
    public uint Owner { get; init; }

    /// <summary>Group id; 0 on Windows.</summary>
    public uint Group { get; init; }

    /// <summary>
    /// Number of names (hard links) of this file; 0 where a listing does not tell, so that it has to be asked for (<see cref="IFolder.Find"/>).
    /// </summary>
    public uint LinkCount { get; init; }

    /// <summary>Number of the file on its volume (inode, file id).</summary>
    public ulong FileId { get; init; }

    /// <summary>Number of the volume it lies on.</summary>
    public ulong VolumeNumber { get; init; }

    /// <summary>DOS attributes (FILE_ATTRIBUTE_*); 0 where the file system has none.</summary>
    public uint Attributes { get; init; }

    private const uint Offline = 0x1000; // FILE_ATTRIBUTE_OFFLINE
    private const uint RecallOnOpen = 0x40000; // FILE_ATTRIBUTE_RECALL_ON_OPEN
    private const uint RecallOnDataAccess = 0x400000; // FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS

    /// <summary>The same entry with what a listing did not tell.</summary>
    public Entry WithDos(uint attributes, Timestamp created) => new()
    {
        Name = Name,
        Kind = Kind,
        Size = Size,
        AllocatedBytes = AllocatedBytes,
        Modified = Modified,
        Accessed = Accessed,
        Changed = Changed,
        Created = created,
        Mode = Mode,
        Owner = Owner,
        Group = Group,
        LinkCount = LinkCount,
        FileId = FileId,
        VolumeNumber = VolumeNumber,
        Attributes = attributes,
    };

    /// <summary>For a link: where it leads, when the tree was asked to find that out.</summary>
    public LinkEnd LinkEnd { get; init; }

    /// <summary>True for folders.</summary>
    public bool IsDirectory => Kind == EntryKind.Directory;

    /// <summary>True for regular files.</summary>
    public bool IsFile => Kind == EntryKind.File;

    /// <summary>True for what points elsewhere and is carried as what it is: symbolic links and junctions.</summary>
    public bool IsLink => Kind is EntryKind.SymbolicLink or EntryKind.Junction;

    /// <summary>
    /// True for what is not here: its content would first be fetched from a cloud or an archive
    /// (https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants).
    /// </summary>
    public bool IsPlaceholder => (Attributes & (Offline | RecallOnOpen | RecallOnDataAccess)) != 0;

    /// <summary>True for what is never opened: pipes, sockets, devices, unknown kinds.</summary>
    public bool IsSpecial => Kind is EntryKind.Fifo or EntryKind.Socket or EntryKind.CharacterDevice or EntryKind.BlockDevice or EntryKind.Unknown;
}
