using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Windows;

namespace SnapBack.Trees.Windows;

/// <summary>An open folder on Windows. Every member names entries relative to its handle and follows no link.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsFolder : IDestinationFolder
{
    private const uint Looking = Ntdll.FILE_READ_ATTRIBUTES | Ntdll.SYNCHRONIZE;
    private const uint Setting = Looking | Ntdll.FILE_WRITE_ATTRIBUTES;
    private const uint Removing = Ntdll.DELETE | Ntdll.FILE_READ_ATTRIBUTES | Ntdll.FILE_WRITE_ATTRIBUTES | Ntdll.SYNCHRONIZE;

    // The root of a drive is hidden and a part of the system. A folder that is a copy of it would be invisible.
    private const uint NotOfRoots = FileAttribute.HIDDEN | FileAttribute.SYSTEM;

    // What Windows keeps in the root of a volume for itself. It is no part of what a user has there: not to be copied, and never to be deleted.
    private static readonly string[] OfVolumes = ["System Volume Information", "$RECYCLE.BIN", "pagefile.sys", "hiberfil.sys", "swapfile.sys"];

    private readonly WindowsTree _tree;
    private readonly SafeFileHandle _handle;
    private readonly ulong _volume;
    private readonly bool _isOwnRoot;

    /// <param name="tree">Whose folder it is.</param>
    /// <param name="handle">The open folder; closed with this.</param>
    /// <param name="path">Where it lies in the tree that people see.</param>
    /// <param name="volume">Number of its volume.</param>
    /// <param name="isOwnRoot">True for the root of <paramref name="tree"/>.</param>
    public WindowsFolder(WindowsTree tree, SafeFileHandle handle, RelativePath path, ulong volume, bool isOwnRoot)
    {
        _tree = tree;
        _handle = handle;
        _volume = volume;
        _isOwnRoot = isOwnRoot;
        Path = path;
    }

    public RelativePath Path { get; }

    public bool IsPseudo => false;

    public Entry ReadSelf()
    {
        FileFacts facts = _tree.Facts(_handle, "read folder times");
        if (_isOwnRoot)
        {
            facts.Attributes &= ~NotOfRoots;
        }

        return WindowsEntry.From(Path.Name, EntryKind.Directory, facts, _volume);
    }

    public IEnumerable<Entry> List()
    {
        FolderListing listing = _tree.RentListing();
        try
        {
            int status = listing.Read(_handle);
            if (status < 0)
            {
                throw _tree.Failure(status, "list folder");
            }

            bool isVolumeRoot = IsVolumeRoot();
            for (int i = 0; i < listing.Count; i++)
            {
                string name = listing.NameAt(i);
                Entry? entry = isVolumeRoot && OfVolumes.Contains(name, StringComparer.OrdinalIgnoreCase)
                    ? EntryOfVolume(name, listing.FactsAt(i))
                    : EntryOf(name, listing.FactsAt(i));
                if (entry is not null)
                {
                    yield return entry;
                }
            }
        }
        finally
        {
            _tree.ReturnListing(listing);
        }
    }

    public Entry? Find(string name)
    {
        RequireName(name, "list folder");
        int status = NtFile.Look(_handle, name, out FileFacts facts);
        return status >= 0 ? WindowsEntry.From(name, KindOf(name, facts), facts, _volume) : IsGone(status) ? null : throw _tree.Failure(status, "list folder");
    }

    public ISourceFile OpenFile(string name)
    {
        RequireName(name, "open");
        uint access = Ntdll.FILE_READ_DATA | Looking | _tree.SecurityReading;
        const uint Options = NtFile.Itself | Ntdll.FILE_SEQUENTIAL_ONLY;
        int status = NtFile.Open(_handle, name, access, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, Options, out SafeFileHandle handle);
        try
        {
            if (status < 0)
            {
                throw WhyNotOpened(name, status);
            }

            FileFacts facts = _tree.Facts(handle, "open");
            RequireReadable(facts, KindOf(name, facts));
            if (facts.IsReparsePoint)
            {
                handle = OpenContent(name, handle, facts, access);
            }

            return new WindowsFile(_tree, _handle, handle, name, _volume);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public ISourceFile OpenStream(string name)
    {
        using WindowsFolder? parent = _isOwnRoot ? null : _tree.OpenParent(Path, isForChanges: false);
        return _tree.OpenStream(parent?._handle ?? _handle, parent is null ? string.Empty : Path.Name, name, _volume);
    }

    public string ReadLink(string name)
    {
        RequireName(name, "read link");
        using SafeFileHandle handle = _tree.OpenEntry(_handle, name, Looking, "read link");
        return _tree.ReadReparse(handle, "read link")?.Text ?? throw WrongKind("read link", "it was a link when it was listed and is something else now");
    }

    public Metadata ReadMetadata(string? name)
    {
        if (name is null)
        {
            return new Metadata(ReadSelf(), []) { Streams = WindowsMetadata.Streams(_handle, _tree), Security = ReadOwnSecurity(), HasDosMetadata = true };
        }

        RequireName(name, "read attributes");
        using SafeFileHandle handle = _tree.OpenEntry(_handle, name, Looking | _tree.SecurityReading, "read attributes");
        FileFacts facts = _tree.Facts(handle, "read attributes");
        EntryKind kind = KindOf(name, facts);
        return new Metadata(WindowsEntry.From(name, kind, facts, _volume), [])
        {
            Streams = kind is EntryKind.File or EntryKind.Directory ? WindowsMetadata.Streams(handle, _tree) : [],
            Security = _tree.SecurityOf(handle),
            HasDosMetadata = true,
        };
    }

    public void CreateFolder(string name)
    {
        RequireName(name, "make folder");
        const uint Options = NtFile.Itself | Ntdll.FILE_DIRECTORY_FILE;
        int status = NtFile.Open(_handle, name, Looking, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_CREATE, Options, out SafeFileHandle handle);
        handle.Dispose();
        if (status < 0 && (status != Win32Error.STATUS_OBJECT_NAME_COLLISION || Find(name) is not { IsDirectory: true }))
        {
            throw _tree.Failure(status, "make folder");
        }
    }

    public IDestinationFile CreateFile(string temporaryName)
    {
        RequireName(temporaryName, "make file");
        uint access = Ntdll.FILE_READ_DATA | Ntdll.FILE_WRITE_DATA | Setting | _tree.SecurityWriting;
        const uint Options = NtFile.Itself | Ntdll.FILE_NON_DIRECTORY_FILE | Ntdll.FILE_SEQUENTIAL_ONLY;
        const uint Share = Ntdll.FILE_SHARE_READ | Ntdll.FILE_SHARE_DELETE;
        SafeFileHandle handle = _tree.OpenEntry(_handle, temporaryName, access, "make file", Share, Ntdll.FILE_CREATE, Options);
        return new WindowsFile(_tree, _handle, handle, temporaryName, _volume);
    }

    public IDestinationFile? ReopenFile(string temporaryName)
    {
        const uint Access = Ntdll.FILE_READ_DATA | Ntdll.FILE_WRITE_DATA | Ntdll.FILE_READ_ATTRIBUTES | Ntdll.FILE_WRITE_ATTRIBUTES | Ntdll.SYNCHRONIZE;
        const uint Share = Ntdll.FILE_SHARE_READ | Ntdll.FILE_SHARE_DELETE;
        int status = NtFile.Open(
            _handle, temporaryName, Access, Share, Ntdll.FILE_OPEN, NtFile.Itself | Ntdll.FILE_SEQUENTIAL_ONLY, out SafeFileHandle handle);
        if (status < 0)
        {
            handle.Dispose();
            return null;
        }

        // A name that can be guessed may have been planted as a link to a file elsewhere.
        FileFacts facts = _tree.Facts(handle, "open");
        if (facts.IsDirectory || facts.IsReparsePoint || facts.LinkCount > 1)
        {
            handle.Dispose();
            return null;
        }

        return new WindowsFile(_tree, _handle, handle, temporaryName, _volume, facts.Size);
    }

    public IDestinationFile CreateStream(string name)
    {
        using WindowsFolder? parent = _isOwnRoot ? null : _tree.OpenParent(Path, isForChanges: true);
        return _tree.CreateStream(parent?._handle ?? _handle, parent is null ? string.Empty : Path.Name, name, _volume);
    }

    public void RemoveStream(string name)
    {
        using WindowsFolder? parent = _isOwnRoot ? null : _tree.OpenParent(Path, isForChanges: true);
        SafeFileHandle folder = parent?._handle ?? _handle;
        string stream = $"{(parent is null ? string.Empty : Path.Name)}:{name}:$DATA";
        int status = NtFile.Open(folder, stream, Ntdll.DELETE | Ntdll.SYNCHRONIZE, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, NtFile.Itself, out SafeFileHandle handle);
        using (handle)
        {
            status = status < 0 ? status : Dispose(handle, isForced: false);
        }

        if (status < 0 && !IsGone(status))
        {
            throw _tree.Failure(status, "delete stream");
        }
    }

    public void CreateLink(string temporaryName, Entry link, string target)
    {
        RequireName(temporaryName, "make link");
        bool isJunction = link.Kind == EntryKind.Junction;
        bool isFolder = isJunction || (link.Attributes & FileAttribute.DIRECTORY) != 0;
        uint options = NtFile.Itself | (isFolder ? Ntdll.FILE_DIRECTORY_FILE : Ntdll.FILE_NON_DIRECTORY_FILE);
        const uint Access = Removing | Ntdll.FILE_WRITE_DATA;
        using SafeFileHandle handle = _tree.OpenEntry(_handle, temporaryName, Access, "make link", disposition: Ntdll.FILE_CREATE, options: options);
        int status = NtFile.Control(handle, Ntdll.FSCTL_SET_REPARSE_POINT, ReparseLink.FromText(isJunction, target).Format(), [], out _);
        if (status < 0)
        {
            _ = Dispose(handle, isForced: true);
            throw _tree.Failure(status, "make link");
        }
    }

    public void CreateHardLink(string temporaryName, IDestinationFolder folder, string existingName)
    {
        RequireName(temporaryName, "make hard link");
        RequireName(existingName, "make hard link");
        SafeFileHandle from = ((WindowsFolder)folder)._handle;
        using SafeFileHandle file = _tree.OpenEntry(from, existingName, Ntdll.FILE_WRITE_ATTRIBUTES | Ntdll.SYNCHRONIZE, "make hard link");
        int status = NtFile.Rename(file, _handle, temporaryName, flags: 0, Ntdll.FileLinkInformation);
        if (status < 0)
        {
            throw _tree.Failure(status, "make hard link");
        }
    }

    public void Publish(string temporaryName, string name)
    {
        RequireName(temporaryName, "rename");
        RequireName(name, "rename");
        int opened = WindowsTree.OpenPatiently(_handle, temporaryName, Removing, out SafeFileHandle file);
        if (opened == Win32Error.STATUS_ACCESS_DENIED)
        {
            // The access rules that it was just given may leave this account no more than its rights in the folder.
            file.Dispose();
            opened = WindowsTree.OpenPatiently(_handle, temporaryName, Removing & ~Ntdll.FILE_WRITE_ATTRIBUTES, out file);
        }

        using SafeFileHandle closing = file;
        if (opened < 0)
        {
            throw _tree.Failure(opened, "rename");
        }

        FileFacts before = _tree.Facts(file, "rename");
        if (before.IsDirectory && !before.IsReparsePoint)
        {
            throw WrongKind("rename", "a folder is never given the name of a file");
        }

        int status = Rename(file, name);
        if (status < 0 && Find(name) is { } present)
        {
            status = RenameOver(file, name, present, before, status);
        }

        if (status < 0)
        {
            throw _tree.Failure(status, "rename");
        }

        KeepAttributes(file, before);
    }

    // Who may do what is inherited from the destination's root, whose owner decides about all of the backup.
    public bool IsPrivate => true;

    public void MoveTo(string name, IDestinationFolder folder, string newName)
    {
        RequireName(newName, "move");
        using SafeFileHandle file = OpenToRemove(name, "move", out FileFacts facts)
            ?? throw new TreeException(new ActionError(ErrorKind.NotFound, 0, "move", "it is gone"));
        if (facts.IsDirectory && WindowsEntry.KindOf(facts) == EntryKind.Directory)
        {
            throw WrongKind("move", "it was no folder when it was listed and is one now");
        }

        int status = NtFile.Rename(file, ((WindowsFolder)folder)._handle, newName, flags: 0, Ntdll.FileRenameInformation);
        if (status < 0)
        {
            throw _tree.Failure(status, "move");
        }

        KeepAttributes(file, facts);
    }

    public void RemoveFile(string name)
    {
        using SafeFileHandle? handle = OpenToRemove(name, "delete", out FileFacts facts);
        if (handle is null)
        {
            return;
        }

        if (facts.IsDirectory && WindowsEntry.KindOf(facts) == EntryKind.Directory)
        {
            throw Win32Error.Exception(Win32Error.ERROR_DIRECTORY_NOT_SUPPORTED, "delete");
        }

        Remove(handle, facts, "delete");
    }

    public void RemoveFolder(string name)
    {
        using SafeFileHandle? handle = OpenToRemove(name, "delete folder", out FileFacts facts);
        if (handle is null)
        {
            return;
        }

        if (!facts.IsDirectory || (facts.IsReparsePoint && !ReparseTag.IsOnlyStorage(facts.Tag)))
        {
            throw WrongKind("delete folder", "it was a folder when it was listed and is something else now");
        }

        Remove(handle, facts, "delete folder");
    }

    public AppliedMetadata ApplyMetadata(string? name, Metadata metadata, CopyParts parts)
    {
        if (name is null)
        {
            using SafeFileHandle? own = HasSecurity(metadata, parts) ? OpenOwn(Setting | _tree.SecurityWriting, "set times and attributes") : null;
            return WindowsMetadata.Apply(own ?? _handle, metadata, parts, _tree, _isOwnRoot ? NotOfRoots : 0);
        }

        RequireName(name, "set times and attributes");
        uint access = Setting | (HasSecurity(metadata, parts) ? _tree.SecurityWriting : 0);
        using SafeFileHandle handle = _tree.OpenEntry(_handle, name, access, "set times and attributes");
        return WindowsMetadata.Apply(handle, metadata, parts, _tree);
    }

    public SecurityResult ApplySecurity(string? name, SecurityBlob security)
    {
        const string Phase = "set security descriptor";
        uint access = Looking | _tree.SecurityWriting;
        if (name is not null)
        {
            RequireName(name, Phase);
        }

        using SafeFileHandle handle = name is null ? OpenOwn(access, Phase) : _tree.OpenEntry(_handle, name, access, Phase);
        return _tree.Descriptors.Apply(handle, security, _tree.SecurityAsked, _tree.SecurityKept);
    }

    public unsafe void Flush()
    {
        Ntdll.IoStatus io;
        int status = Ntdll.NtFlushBuffersFile(_handle, &io);

        // Not every file system flushes folders; there a name is as durable as the flush of the file made it.
        if (status < 0 && !Win32Error.IsLacking(status))
        {
            ActionError error = _tree.Failure(status, "flush folder").Error;
            throw new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.WriteFault });
        }
    }

    public void Dispose() => _handle.Dispose();

    private static bool HasSecurity(Metadata metadata, CopyParts parts) => metadata.Security is not null && (parts & CopyLetters.InDescriptor) != 0;

    private static bool IsGone(int status) =>
        status is Win32Error.STATUS_OBJECT_NAME_NOT_FOUND or Win32Error.STATUS_NO_SUCH_FILE or Win32Error.STATUS_DELETE_PENDING;

    private static TreeException WrongKind(string phase, string message) => new(new ActionError(ErrorKind.WrongKind, 0, phase, message));

    // The folder once more, with rights that passing through it does not take.
    private SafeFileHandle OpenOwn(uint access, string phase) => _tree.OpenEntry(_handle, string.Empty, access, phase, options: NtFile.Itself | Ntdll.FILE_DIRECTORY_FILE);

    private SecurityBlob? ReadOwnSecurity()
    {
        if (_tree.Security == Security.SecuritySections.None)
        {
            return null;
        }

        using SafeFileHandle own = OpenOwn(Looking | _tree.SecurityReading, "read security descriptor");
        return _tree.SecurityOf(own);
    }

    // Reading these costs more than it brings, or would give away what the file system protects.
    private static void RequireReadable(in FileFacts facts, EntryKind kind)
    {
        if (kind is EntryKind.SymbolicLink or EntryKind.Junction)
        {
            throw Win32Error.Exception(Win32Error.ERROR_STOPPED_ON_SYMLINK, "open");
        }

        if (kind != EntryKind.File)
        {
            throw WrongKind("open", "it was a file when it was listed and is something else now");
        }

        if ((facts.Attributes & FileAttribute.ENCRYPTED) != 0)
        {
            throw Win32Error.Exception(Win32Error.ERROR_FILE_ENCRYPTED, "open");
        }
    }

    // What a name may hold that leads elsewhere: a separator, and a colon where that begins the name of a stream.
    private bool IsName(string name) => WindowsPath.IsName(name) && !(_tree.Traits.KeepsStreams && name.Contains(':', StringComparison.Ordinal));

    private void RequireName(string name, string phase)
    {
        if (!IsName(name))
        {
            throw Win32Error.Exception(Win32Error.ERROR_INVALID_NAME, phase);
        }
    }

    // Only where a tree begins or a volume is mounted.
    private bool IsVolumeRoot() => (_isOwnRoot || _volume != _tree.VolumeNumber) && NtFile.PathOnVolume(_handle) == "\\";

    private Entry? EntryOfVolume(string name, in FileFacts facts) => _tree.IsSource ? WindowsEntry.From(name, EntryKind.Unknown, facts, _volume) : null;

    private Entry? EntryOf(string name, FileFacts facts)
    {
        if (!RelativePath.IsValidName(name))
        {
            throw new TreeException(new ActionError(ErrorKind.InvalidName, 0, "list folder", $"it holds '{DisplayText.Escape(name)}', which is no name"));
        }

        if (!IsName(name))
        {
            // Told of by another system that has such names. It is listed, and whatever is to be done with it fails.
            return WindowsEntry.From(name, facts.IsDirectory ? EntryKind.Directory : EntryKind.File, facts, _volume);
        }

        EntryKind kind = KindOf(name, facts);
        if (kind == EntryKind.File && _tree.LooksClosely)
        {
            int status = NtFile.Look(_handle, name, out FileFacts own);
            if (IsGone(status))
            {
                return null;
            }

            // Where that is refused, the folder's word has to do.
            if (status >= 0 && own.IsDirectory == facts.IsDirectory && own.Tag == facts.Tag)
            {
                // Attributes are brought up to date at once, but only under the name by which they were changed.
                own.Attributes = own.LinkCount > 1 ? own.Attributes : facts.Attributes;
                facts = own;
            }
        }

        return WindowsEntry.From(name, kind, facts, _volume);
    }

    private EntryKind KindOf(string name, in FileFacts facts) =>
        WindowsEntry.KindOf(facts) ?? (_tree.IsVolume(_handle, name) ? EntryKind.Directory : EntryKind.Junction);

    // An encrypted file that this account has no key for answers "access denied", which would send people looking for rights.
    private TreeException WhyNotOpened(string name, int status)
    {
        if (status == Win32Error.STATUS_ACCESS_DENIED && NtFile.Look(_handle, name, out FileFacts facts) >= 0 && (facts.Attributes & FileAttribute.ENCRYPTED) != 0)
        {
            return Win32Error.Exception(Win32Error.ERROR_FILE_ENCRYPTED, "open");
        }

        return _tree.Failure(status, "open");
    }

    // Deduplicated and the like: only an open that is answered by the storage's own driver gives the content. It must be the same file.
    private SafeFileHandle OpenContent(string name, SafeFileHandle itself, in FileFacts facts, uint access)
    {
        const uint Options = (NtFile.Itself | Ntdll.FILE_SEQUENTIAL_ONLY) & ~Ntdll.FILE_OPEN_REPARSE_POINT;
        SafeFileHandle content = _tree.OpenEntry(_handle, name, access, "open", options: Options);
        try
        {
            if (_tree.Facts(content, "open").FileId != facts.FileId)
            {
                throw Win32Error.Exception(Win32Error.ERROR_STOPPED_ON_SYMLINK, "open");
            }

            itself.Dispose();
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private SafeFileHandle? OpenToRemove(string name, string phase, out FileFacts facts)
    {
        RequireName(name, phase);
        facts = default;
        int status = WindowsTree.OpenPatiently(_handle, name, Removing, out SafeFileHandle handle);
        if (status == Win32Error.STATUS_ACCESS_DENIED)
        {
            handle.Dispose();
            status = NtFile.Open(_handle, name, Removing & ~Ntdll.FILE_WRITE_ATTRIBUTES, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, NtFile.Itself, out handle);
        }

        if (status < 0)
        {
            handle.Dispose();
            return IsGone(status) ? null : throw _tree.Failure(status, phase);
        }

        try
        {
            facts = _tree.Facts(handle, phase);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private void Remove(SafeFileHandle handle, in FileFacts facts, string phase)
    {
        bool wasReadOnly = (facts.Attributes & FileAttribute.READONLY) != 0;
        int status = Dispose(handle, isForced: wasReadOnly);
        if (status < 0)
        {
            if (wasReadOnly)
            {
                SetAttributes(handle, facts.Attributes);
            }

            throw _tree.Failure(status, phase);
        }
    }

    // Gone at once where the system can, else when the last handle is closed, which is most often ours.
    private unsafe int Dispose(SafeFileHandle handle, bool isForced)
    {
        Ntdll.IoStatus io;
        int status = Win32Error.STATUS_NOT_IMPLEMENTED;
        if (_tree.HasPosixDelete)
        {
            uint flags = Ntdll.FILE_DISPOSITION_DELETE | Ntdll.FILE_DISPOSITION_POSIX_SEMANTICS | Ntdll.FILE_DISPOSITION_IGNORE_READONLY_ATTRIBUTE;
            status = Ntdll.NtSetInformationFile(handle, &io, &flags, sizeof(uint), Ntdll.FileDispositionInformationEx);
            _tree.HasPosixDelete &= !Win32Error.IsLacking(status);
        }

        if (Win32Error.IsLacking(status))
        {
            if (isForced)
            {
                SetAttributes(handle, 0);
            }

            byte delete = 1;
            status = Ntdll.NtSetInformationFile(handle, &io, &delete, sizeof(byte), Ntdll.FileDispositionInformation);
        }

        return status;
    }

    private int Rename(SafeFileHandle file, string name)
    {
        if (_tree.HasPosixRename)
        {
            const uint Flags = Ntdll.FILE_RENAME_REPLACE_IF_EXISTS | Ntdll.FILE_RENAME_POSIX_SEMANTICS | Ntdll.FILE_RENAME_IGNORE_READONLY_ATTRIBUTE;
            int status = NtFile.Rename(file, _handle, name, Flags, Ntdll.FileRenameInformationEx);
            if (!Win32Error.IsLacking(status))
            {
                return status;
            }

            _tree.HasPosixRename = false;
        }

        return NtFile.Rename(file, _handle, name, Ntdll.FILE_RENAME_REPLACE_IF_EXISTS, Ntdll.FileRenameInformation);
    }

    // What a plain rename does not replace: a read-only file, a link to a folder, and anything by a link to a folder.
    private int RenameOver(SafeFileHandle file, string name, Entry present, in FileFacts replacement, int refused)
    {
        if (present.IsDirectory)
        {
            throw Win32Error.Exception(Win32Error.ERROR_DIRECTORY_NOT_SUPPORTED, "rename");
        }

        bool isFolderLink = present.IsLink && (present.Attributes & FileAttribute.DIRECTORY) != 0;
        if (isFolderLink || (replacement.IsDirectory && replacement.IsReparsePoint))
        {
            RemoveFile(name);
            return Rename(file, name);
        }

        if ((present.Attributes & FileAttribute.READONLY) == 0)
        {
            return refused;
        }

        using SafeFileHandle old = _tree.OpenEntry(_handle, name, Ntdll.FILE_READ_ATTRIBUTES | Ntdll.FILE_WRITE_ATTRIBUTES | Ntdll.SYNCHRONIZE, "rename");
        SetAttributes(old, present.Attributes & ~FileAttribute.READONLY);
        int status = Rename(file, name);
        if (status < 0)
        {
            SetAttributes(old, present.Attributes);
        }

        return status;
    }

    // Windows marks a file for archiving when it gets another name, and nobody changed it.
    private static void KeepAttributes(SafeFileHandle file, in FileFacts before)
    {
        if (NtFile.GetBasic(file, out Ntdll.BasicInformation after) >= 0 && (after.Attributes != before.Attributes || after.Written != before.Written))
        {
            _ = NtFile.SetBasic(file, new Ntdll.BasicInformation { Written = before.Written, Attributes = before.Attributes });
        }
    }

    private static void SetAttributes(SafeFileHandle handle, uint attributes) =>
        _ = NtFile.SetBasic(handle, new Ntdll.BasicInformation { Attributes = (attributes & FileAttribute.Carried) is 0 ? FileAttribute.NORMAL : attributes & FileAttribute.Carried });
}
