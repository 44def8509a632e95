using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Windows;
using SnapBack.Security;
using SnapBack.Snapshots;

namespace SnapBack.Trees.Windows;

/// <summary>
/// A tree on Windows, held by the handle of its root. Folders are opened beneath that handle, and no link or junction on the way is followed: one that
/// is planted in the middle of a path gives an error and never leads elsewhere. Where a volume is mounted in a folder, that volume is part of the
/// tree, as a mount is on Linux; in a snapshot it is only when the view says so.
/// </summary>
[SupportedOSPlatform("windows")]
public sealed class WindowsTree : IDestinationTree
{
    private const uint ForReading = Ntdll.FILE_LIST_DIRECTORY | Ntdll.FILE_TRAVERSE | Ntdll.FILE_READ_ATTRIBUTES | Ntdll.SYNCHRONIZE;
    private const uint ForChanges = ForReading | Ntdll.FILE_ADD_FILE | Ntdll.FILE_ADD_SUBDIRECTORY | Ntdll.FILE_WRITE_ATTRIBUTES;
    private const uint ForPassing = Ntdll.FILE_TRAVERSE | Ntdll.FILE_READ_ATTRIBUTES | Ntdll.SYNCHRONIZE;
    private const uint Folder = Ntdll.FILE_DIRECTORY_FILE | Ntdll.FILE_OPEN_FOR_BACKUP_INTENT | Ntdll.FILE_SYNCHRONOUS_IO_NONALERT;

    // A path in one call may have 32,767 characters, the root's included.
    private const int LongestAtOnce = 16_000;

    private readonly SafeFileHandle _root;
    private readonly string? _rootOnVolume;
    private readonly IReadOnlyDictionary<RelativePath, WindowsTree> _nested;
    private readonly IDisposable? _held;
    private readonly SafeFileHandle? _volume;
    private readonly ConcurrentBag<FolderListing> _listings = [];
    private volatile bool _hasPosixRename = true;
    private volatile bool _hasPosixDelete = true;
    private volatile bool _opensAtOnce = true;

    private WindowsTree(
        SafeFileHandle root,
        string displayRoot,
        DestinationTraits traits,
        IReadOnlyDictionary<RelativePath, WindowsTree> nested,
        SecuritySections security,
        IDisposable? held = null,
        SafeFileHandle? volume = null)
    {
        _root = root;
        _rootOnVolume = NtFile.PathOnVolume(root);
        _nested = nested;
        _held = held;
        _volume = volume;
        DisplayRoot = displayRoot;
        Traits = traits;
        VolumeNumber = WindowsVolume.NumberOf(root);
        Descriptors = new WindowsSecurity(new NtSecurityCalls(), Failure);
        SecurityForm = WindowsFileSystem.HasSecurity(root) ? Trees.SecurityForm.SelfRelative : null;
        Security = WindowsFileSystem.ReadableSecurity(root, security);
        SecurityAsked = security;
        SecurityKept = Security & (traits.SecurityKept ?? SecuritySections.None);
    }

    /// <inheritdoc/>
    public string DisplayRoot { get; }

    /// <inheritdoc/>
    public NameOrder Order => NameOrder.IgnoreCase;

    /// <inheritdoc/>
    public DestinationTraits Traits { get; }

    /// <inheritdoc/>
    public SecuritySections Security { get; }

    /// <inheritdoc/>
    public SecurityForm? SecurityForm { get; }

    /// <summary>The parts of security descriptors that were asked for at opening.</summary>
    internal SecuritySections SecurityAsked { get; }

    /// <summary>Those parts of <see cref="Security"/> that a destination takes.</summary>
    internal SecuritySections SecurityKept { get; }

    /// <summary>Access rights for reading what this tree tells of descriptors.</summary>
    internal uint SecurityReading => WindowsSecurity.ReadingAccess(Security);

    /// <summary>Access rights for setting descriptors as far as this destination takes them.</summary>
    internal uint SecurityWriting => WindowsSecurity.WritingAccess(SecurityKept);

    /// <summary>Reads and writes security descriptors.</summary>
    internal WindowsSecurity Descriptors { get; }

    internal ulong VolumeNumber { get; }

    /// <summary>True when nothing in it can change or vanish but all of it.</summary>
    internal bool IsSnapshot { get; private init; }

    /// <summary>True for the side that is read.</summary>
    internal bool IsSource { get; private init; }

    /// <summary>
    /// True when each file is to be asked for by itself. NTFS brings what a folder tells of a file up to date only when the file is closed: of a
    /// database that is open for weeks a listing alone would never show a change
    /// (https://devblogs.microsoft.com/oldnewthing/20111226-00/?p=8813). Over a network that would take a round trip per file.
    /// </summary>
    internal bool LooksClosely { get; private init; }

    internal bool HasPosixRename
    {
        get => _hasPosixRename;
        set => _hasPosixRename = value;
    }

    internal bool HasPosixDelete
    {
        get => _hasPosixDelete;
        set => _hasPosixDelete = value;
    }

    /// <summary>Opens the tree behind a view for reading. Names on Windows always come in one order, so <paramref name="order"/> is not looked at.</summary>
    public static ITree OpenSource(string source, SourceView view, NameOrder order, SecuritySections security)
    {
        ExposePlaceholders();
        Dictionary<RelativePath, WindowsTree> nested = [];
        try
        {
            foreach ((RelativePath at, string root) in view.Nested)
            {
                nested.Add(at, OpenSource(root, root, view.IsSnapshot, new Dictionary<RelativePath, WindowsTree>(), security));
            }

            return OpenSource(view.ReadRoot, source, view.IsSnapshot, nested, security);
        }
        catch
        {
            foreach (WindowsTree tree in nested.Values)
            {
                tree.Dispose();
            }

            throw;
        }
    }

    /// <summary>Opens a folder as it is, without making, locking or probing it; null when there is none.</summary>
    public static IDestinationTree? Peek(string destination, SecuritySections security)
    {
        try
        {
            SafeFileHandle root = OpenRoot(destination);
            return new WindowsTree(root, destination, WindowsFileSystem.Guess(root), new Dictionary<RelativePath, WindowsTree>(), security);
        }
        catch (TreeException missing) when (missing.Error.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    IDestinationFolder IDestinationTree.OpenFolder(RelativePath path) => Open(path, ForChanges);

    /// <inheritdoc/>
    public IFolder OpenFolder(RelativePath path) => Open(path, ForReading);

    /// <inheritdoc/>
    public void FlushVolume()
    {
        if (_volume is null || !Kernel32.FlushFileBuffers(_volume))
        {
            ActionError error = Win32Error.Last("flush").Error;
            throw new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.WriteFault });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _volume?.Dispose();
        _held?.Dispose();
        foreach (WindowsTree tree in _nested.Values)
        {
            tree.Dispose();
        }
    }

    /// <summary>A tree over an open root, which it closes, together with what it holds.</summary>
    internal static WindowsTree Of(
        SafeFileHandle root, string displayRoot, DestinationTraits traits, SecuritySections security, IDisposable? held, SafeFileHandle? volume) =>
        new(root, displayRoot, traits, new Dictionary<RelativePath, WindowsTree>(), security, held, volume);

    /// <summary>Opens a folder by its full path.</summary>
    internal static SafeFileHandle OpenRoot(string path)
    {
        SafeFileHandle root = NtFile.OpenPath(WindowsPath.ToDevice(path), ForReading, "open folder");
        int status = NtFile.Facts(root, out FileFacts facts);
        if (status >= 0 && facts.IsDirectory)
        {
            return root;
        }

        root.Dispose();
        throw status < 0 ? Win32Error.FromStatus(status, "open folder") : Win32Error.Exception(Win32Error.ERROR_DIRECTORY, "open folder");
    }

    /// <summary>The parts of an open entry's descriptor that this tree tells of; null where it tells of none.</summary>
    /// <param name="handle">Open with <see cref="SecurityReading"/>.</param>
    internal SecurityBlob? SecurityOf(SafeFileHandle handle) => Security == SecuritySections.None ? null : Descriptors.Read(handle, Security);

    /// <summary>Sets an open entry's descriptor where that is asked for; the handle is open with <see cref="SecurityWriting"/>.</summary>
    internal SecurityResult ApplySecurity(SafeFileHandle handle, Metadata wanted, CopyParts parts) =>
        wanted.Security is { } security && (parts & CopyLetters.InDescriptor) != 0
            ? Descriptors.Apply(handle, security, SecurityAsked, SecurityKept)
            : SecurityResult.None;

    internal FolderListing RentListing() => _listings.TryTake(out FolderListing? listing) ? listing : new FolderListing();

    internal void ReturnListing(FolderListing listing)
    {
        listing.Trim();
        _listings.Add(listing);
    }

    /// <summary>
    /// An exception for the result of a native call. In a snapshot nothing can vanish by itself: what was listed and is not there, or a device that is
    /// gone, means that the snapshot is.
    /// </summary>
    internal TreeException Failure(int status, string phase)
    {
        TreeException failure = Win32Error.FromStatus(status, phase);
        return IsSnapshot && (failure.Error.Kind == ErrorKind.NotFound || Win32Error.IsDeviceGone(failure.Error.NativeCode))
            ? new TreeException(failure.Error with { Kind = ErrorKind.SnapshotLost })
            : failure;
    }

    internal FileFacts Facts(SafeFileHandle handle, string phase)
    {
        int status = NtFile.Facts(handle, out FileFacts facts);
        return status >= 0 ? facts : throw Failure(status, phase);
    }

    /// <summary>Opens an entry of a folder, a link itself and not what it leads to.</summary>
    internal SafeFileHandle OpenEntry(
        SafeFileHandle folder, string name, uint access, string phase, uint share = Ntdll.FILE_SHARE_ALL, uint disposition = Ntdll.FILE_OPEN, uint options = NtFile.Itself)
    {
        int status = NtFile.Open(folder, name, access, share, disposition, options, out SafeFileHandle handle);
        if (status >= 0)
        {
            return handle;
        }

        handle.Dispose();
        throw Failure(status, phase);
    }

    /// <summary>
    /// The same for an entry that is to get another name or to go. Virus scanners and indexers look at a file as soon as it was written, and not all of
    /// them let others rename it meanwhile: that is waited for, up to a second.
    /// </summary>
    internal static int OpenPatiently(SafeFileHandle folder, string name, uint access, out SafeFileHandle handle)
    {
        for (int pause = 10; ; pause *= 2)
        {
            int status = NtFile.Open(folder, name, access, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, NtFile.Itself, out handle);
            if (status != Win32Error.STATUS_SHARING_VIOLATION || pause > 500)
            {
                return status;
            }

            handle.Dispose();
            using ManualResetEventSlim nobody = new();
            nobody.Wait(pause);
        }
    }

    internal WindowsFile OpenStream(SafeFileHandle folder, string file, string stream, ulong volume)
    {
        const uint Access = Ntdll.FILE_READ_DATA | Ntdll.FILE_READ_ATTRIBUTES | Ntdll.SYNCHRONIZE;
        string name = $"{file}:{stream}:$DATA";
        return new WindowsFile(this, folder, OpenEntry(folder, name, Access, "open stream"), name, volume);
    }

    internal WindowsFile CreateStream(SafeFileHandle folder, string file, string stream, ulong volume)
    {
        const uint Access = Ntdll.FILE_READ_DATA | Ntdll.FILE_WRITE_DATA | Ntdll.FILE_READ_ATTRIBUTES | Ntdll.SYNCHRONIZE;
        string name = $"{file}:{stream}:$DATA";
        SafeFileHandle handle = OpenEntry(folder, name, Access, "make stream", disposition: Ntdll.FILE_OVERWRITE_IF);
        return new WindowsFile(this, folder, handle, name, volume);
    }

    /// <summary>The value of an entry's reparse point when it is a link or a junction; null otherwise.</summary>
    internal ReparseLink? ReadReparse(SafeFileHandle handle, string phase)
    {
        byte[] value = new byte[Ntdll.MaximumReparseBytes];
        int status = NtFile.Control(handle, Ntdll.FSCTL_GET_REPARSE_POINT, [], value, out int length);
        return status >= 0 ? ReparseLink.Parse(value.AsSpan(0, length)) : status == Win32Error.STATUS_NOT_A_REPARSE_POINT ? null : throw Failure(status, phase);
    }

    /// <summary>True for the place where a volume is mounted.</summary>
    internal bool IsVolume(SafeFileHandle folder, string name)
    {
        try
        {
            using SafeFileHandle handle = OpenEntry(folder, name, Ntdll.FILE_READ_ATTRIBUTES | Ntdll.SYNCHRONIZE, "list folder");
            return ReadReparse(handle, "list folder") is { IsVolume: true };
        }
        catch (TreeException)
        {
            // What can't be looked at is never entered.
            return false;
        }
    }

    /// <summary>The parent of a folder, opened for its streams; null for the root.</summary>
    internal WindowsFolder? OpenParent(RelativePath path, bool isForChanges) =>
        path.IsRoot ? null : Open(path.Parent, isForChanges ? ForChanges : ForReading);

    private static WindowsTree OpenSource(
        string path, string display, bool isSnapshot, IReadOnlyDictionary<RelativePath, WindowsTree> nested, SecuritySections security)
    {
        SafeFileHandle root = OpenRoot(path);
        return new WindowsTree(root, display, new DestinationTraits { FileSystem = string.Empty, IsCaseInsensitive = true }, nested, security)
        {
            IsSource = true,
            IsSnapshot = isSnapshot,
            LooksClosely = !NtFile.IsRemote(root),
        };
    }

    // Windows shows placeholders of cloud files to some programs as ordinary ones.
    private static void ExposePlaceholders()
    {
        const sbyte Expose = 2;
        try
        {
            _ = Ntdll.RtlSetProcessPlaceholderCompatibilityMode(Expose);
        }
        catch (EntryPointNotFoundException)
        {
            // A version of Windows that always shows them.
        }
    }

    private WindowsFolder Open(RelativePath path, uint access)
    {
        foreach ((RelativePath at, WindowsTree tree) in _nested.OrderByDescending(n => n.Key.Depth))
        {
            if (BelowOrNull(path, at) is { } below)
            {
                return tree.OpenHere(below, path, access);
            }
        }

        return OpenHere(path, path, access);
    }

    // A mounted volume's folder may be told in another case than it is listed in.
    private static RelativePath? BelowOrNull(RelativePath path, RelativePath at)
    {
        if (at.IsRoot)
        {
            return path;
        }

        bool isBelow = path.Value.StartsWith(at.Value, StringComparison.OrdinalIgnoreCase) && (path.Value.Length == at.Value.Length || path.Value[at.Value.Length] == '/');
        return !isBelow ? null : path.Value.Length == at.Value.Length ? RelativePath.Root : RelativePath.FromTrusted(path.Value[(at.Value.Length + 1)..]);
    }

    private WindowsFolder OpenHere(RelativePath path, RelativePath shown, uint access)
    {
        (SafeFileHandle handle, ulong volume) = OpenHandle(path, access);
        return new WindowsFolder(this, handle, shown, volume, isOwnRoot: path.IsRoot);
    }

    private (SafeFileHandle Handle, ulong Volume) OpenHandle(RelativePath path, uint access)
    {
        if (path.IsRoot)
        {
            int status = OpenOnce(_root, string.Empty, access, Folder, out SafeFileHandle root);
            return status >= 0 ? (root, VolumeNumber) : throw Failed(root, status);
        }

        if (path.Components.Any(name => !WindowsPath.IsName(name)))
        {
            throw Win32Error.Exception(Win32Error.ERROR_INVALID_NAME, "open folder");
        }

        return TryOpenAtOnce(path, access, out SafeFileHandle? handle) ? (handle, VolumeNumber) : OpenStepwise(path, access);
    }

    /// <summary>
    /// All components in one call that fails where it meets a reparse point. What was opened is also held against the path asked for, so that a system
    /// which does not know OBJ_DONT_REPARSE can't lead astray.
    /// </summary>
    private bool TryOpenAtOnce(RelativePath path, uint access, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SafeFileHandle? handle)
    {
        handle = null;
        if (!_opensAtOnce || _rootOnVolume is null || path.Value.Length > LongestAtOnce)
        {
            return false;
        }

        string below = path.Value.Replace('/', '\\');
        int status = OpenOnce(_root, below, access, Folder, out SafeFileHandle opened, Ntdll.OBJ_DONT_REPARSE);
        if (status < 0)
        {
            opened.Dispose();
            _opensAtOnce &= status != Win32Error.STATUS_INVALID_PARAMETER;

            // Which component is missing or in the way is found out step by step.
            return false;
        }

        if (NtFile.PathOnVolume(opened) is { } real && string.Equals(real, $"{_rootOnVolume.TrimEnd('\\')}\\{below}", StringComparison.OrdinalIgnoreCase))
        {
            handle = opened;
            return true;
        }

        // A link, or short names (PROGRA~1) somewhere in the root's path.
        opened.Dispose();
        return false;
    }

    private (SafeFileHandle Handle, ulong Volume) OpenStepwise(RelativePath path, uint access)
    {
        SafeFileHandle current = _root;
        ulong volume = VolumeNumber;
        string[] components = path.Components;
        for (int i = 0; i < components.Length; i++)
        {
            SafeFileHandle next;
            try
            {
                next = OpenComponent(current, components[i], i == components.Length - 1 ? access : ForPassing, ref volume);
            }
            finally
            {
                if (current != _root)
                {
                    current.Dispose();
                }
            }

            current = next;
        }

        return (current, volume);
    }

    private SafeFileHandle OpenComponent(SafeFileHandle folder, string name, uint access, ref ulong volume)
    {
        int status = OpenOnce(folder, name, access, Folder | Ntdll.FILE_OPEN_REPARSE_POINT, out SafeFileHandle handle);
        if (status == Win32Error.STATUS_NOT_A_DIRECTORY && NtFile.Look(folder, name, out FileFacts file) >= 0 && file.IsReparsePoint)
        {
            status = Win32Error.STATUS_REPARSE_POINT_ENCOUNTERED;
        }

        if (status < 0)
        {
            throw Failed(handle, status);
        }

        try
        {
            FileFacts facts = Facts(handle, "open folder");
            switch (WindowsEntry.KindOf(facts))
            {
                case EntryKind.Directory:
                    return handle;
                case null when !IsSnapshot && ReadReparse(handle, "open folder") is { IsVolume: true }:
                    SafeFileHandle mounted = OpenMounted(folder, name, access);
                    handle.Dispose();
                    volume = WindowsVolume.NumberOf(mounted);
                    return mounted;
                default:
                    throw Failure(Win32Error.STATUS_REPARSE_POINT_ENCOUNTERED, "open folder");
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    // The one reparse point that is followed. Somebody may have put a link in its place since it was looked at: only the root of a volume is taken.
    private SafeFileHandle OpenMounted(SafeFileHandle folder, string name, uint access)
    {
        int status = OpenOnce(folder, name, access, Folder, out SafeFileHandle handle);
        if (status < 0)
        {
            throw Failed(handle, status);
        }

        if (NtFile.PathOnVolume(handle) == "\\")
        {
            return handle;
        }

        handle.Dispose();
        throw Failure(Win32Error.STATUS_REPARSE_POINT_ENCOUNTERED, "open folder");
    }

    // A folder that may not be changed can still be listed; each change in it then fails by itself.
    private static int OpenOnce(SafeFileHandle folder, string name, uint access, uint options, out SafeFileHandle handle, uint attributes = 0)
    {
        int status = NtFile.Open(folder, name, access, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, options, out handle, attributes);
        if (access == ForChanges && status is Win32Error.STATUS_ACCESS_DENIED or Win32Error.STATUS_SHARING_VIOLATION)
        {
            handle.Dispose();
            status = NtFile.Open(folder, name, ForReading, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, options, out handle, attributes);
        }

        return status;
    }

    private TreeException Failed(SafeFileHandle handle, int status)
    {
        handle.Dispose();
        return Failure(status, "open folder");
    }
}
