using System.Globalization;
using System.Runtime.InteropServices;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Linux;

namespace SnapBack.Trees.Unix;

/// <summary>An open folder on Linux. Every member names entries relative to its handle and follows no link.</summary>
internal sealed unsafe class UnixFolder : IDestinationFolder
{
    private const uint PrivateFolder = 0x1C0; // 0700
    private const uint PrivateFile = 0x180; // 0600

    private const uint OwnerMayChange = 0xC0; // 0300
    private const uint OthersMayChange = 0x12; // 0022

    private readonly UnixTree _tree;
    private int _descriptor;
    private bool _isOpenForChanges;

    public UnixFolder(UnixTree tree, int descriptor, RelativePath path)
    {
        _tree = tree;
        _descriptor = descriptor;
        Path = path;
    }

    public RelativePath Path { get; }

    public bool IsPseudo => UnixFileSystem.IsPseudo(_descriptor);

    public Entry ReadSelf() => UnixEntry.OfHandle(_descriptor, Path.Name, "read folder times");

    public IEnumerable<Entry> List()
    {
        SortedNames names = _tree.RentNames();
        try
        {
            names.Read(_descriptor, _tree.Order);
            for (int i = 0; i < names.Count; i++)
            {
                if (Look(names[i]) is { } entry)
                {
                    yield return entry;
                }
            }
        }
        finally
        {
            _tree.ReturnNames(names);
        }
    }

    public Entry? Find(string name)
    {
        using CName n = new(name);
        fixed (byte* p = n)
        {
            return Look(new ReadOnlySpan<byte>(p, n.Length));
        }
    }

    public ISourceFile OpenFile(string name)
    {
        using CName n = new(name);
        fixed (byte* p = n)
        {
            int flags = Libc.O_RDONLY | Libc.O_NOFOLLOW | Libc.O_NONBLOCK | Libc.O_CLOEXEC;

            // Reading a backup's source must not move its access times; only owner and root may ask for that.
            int descriptor = Libc.openat(_descriptor, p, flags | Libc.O_NOATIME, 0);
            if (descriptor < 0 && Marshal.GetLastPInvokeError() == Errno.EPERM)
            {
                descriptor = Libc.openat(_descriptor, p, flags, 0);
            }

            return Opened(descriptor, name, "open");
        }
    }

    public string ReadLink(string name)
    {
        using CName n = new(name);
        byte[] target = new byte[4096];
        fixed (byte* p = n)
        fixed (byte* t = target)
        {
            nint length = Libc.readlinkat(_descriptor, p, t, (nuint)target.Length);
            return length < 0 ? throw Errno.Last("read link") : NameCodec.Decode(target.AsSpan(0, (int)length));
        }
    }

    public Metadata ReadMetadata(string? name)
    {
        if (name is null)
        {
            return _tree.MetadataOf(_descriptor, isPathOnly: false, ReadSelf());
        }

        int handle = Hold(name, "read attributes");
        try
        {
            Entry entry = UnixEntry.OfHandle(handle, name, "read attributes");
            return _tree.MetadataOf(handle, isPathOnly: true, entry);
        }
        finally
        {
            _ = Libc.close(handle);
        }
    }

    public void CreateFolder(string name)
    {
        OpenForChanges();
        using CName n = new(name);
        fixed (byte* p = n)
        {
            if (Libc.mkdirat(_descriptor, p, PrivateFolder) == 0)
            {
                return;
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.EEXIST || Find(name) is not { IsDirectory: true })
            {
                throw Errno.Exception(errno, "make folder");
            }
        }
    }

    public IDestinationFile CreateFile(string temporaryName)
    {
        OpenForChanges();
        using CName n = new(temporaryName);
        fixed (byte* p = n)
        {
            int flags = Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
            int descriptor = Libc.openat(_descriptor, p, flags, PrivateFile);
            return descriptor < 0 ? throw Errno.Last("make file") : new UnixFile(_tree, descriptor, temporaryName);
        }
    }

    public IDestinationFile? ReopenFile(string temporaryName)
    {
        OpenForChanges();
        using CName n = new(temporaryName);
        fixed (byte* p = n)
        {
            int descriptor = Libc.openat(_descriptor, p, Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
            if (descriptor < 0)
            {
                return null;
            }

            // A name that can be guessed may have been planted: as a link to a file elsewhere, or as somebody else's file.
            UnixFile file = new(_tree, descriptor, temporaryName);
            if (file.ReadEntry() is { IsFile: true, LinkCount: 1 } entry && entry.Owner == Libc.geteuid())
            {
                return file;
            }

            file.Dispose();
            return null;
        }
    }

    public ISourceFile OpenStream(string name) => throw UnixFile.NoStreams();

    public IDestinationFile CreateStream(string name) => throw UnixFile.NoStreams();

    public void RemoveStream(string name) => throw UnixFile.NoStreams();

    public void CreateLink(string temporaryName, Entry link, string target)
    {
        OpenForChanges();
        using CName n = new(temporaryName);
        using CName t = new(target);
        fixed (byte* p = n)
        fixed (byte* q = t)
        {
            Check(Libc.symlinkat(q, _descriptor, p), "make link");
        }
    }

    public void CreateHardLink(string temporaryName, IDestinationFolder folder, string existingName)
    {
        OpenForChanges();
        using CName n = new(temporaryName);
        using CName e = new(existingName);
        fixed (byte* p = n)
        fixed (byte* q = e)
        {
            Check(Libc.linkat(((UnixFolder)folder)._descriptor, q, _descriptor, p, 0), "make hard link");
        }
    }

    public bool IsPrivate
    {
        get
        {
            Entry self = ReadSelf();
            return !_tree.Traits.KeepsMode || ((self.Owner == 0 || self.Owner == Libc.geteuid()) && (self.Mode & OthersMayChange) == 0);
        }
    }

    public void MoveTo(string name, IDestinationFolder folder, string newName)
    {
        if (Find(name) is { IsDirectory: true })
        {
            throw new TreeException(new ActionError(ErrorKind.WrongKind, 0, "move", "it was no folder when it was listed and is one now"));
        }

        UnixFolder to = (UnixFolder)folder;
        to.OpenForChanges();
        Rename(name, to, newName, isReplacing: false);
    }

    public void Publish(string temporaryName, string name) => Rename(temporaryName, this, name, isReplacing: true);

    private void Rename(string from, UnixFolder folder, string to, bool isReplacing)
    {
        OpenForChanges();
        int file = _tree.HasDosMetadata ? Hold(from, "rename") : -1;
        try
        {
            uint? attributes = file < 0 ? null : UnixDosMetadata.AttributesOf(file);
            RenameEntry(from, folder, to, isReplacing);
            if (attributes is { } before)
            {
                // NTFS marks a file for archiving when it gets another name, and nobody changed it.
                UnixDosMetadata.ApplyAttributes(file, isPathOnly: true, before, keep: 0);
            }
        }
        finally
        {
            if (file >= 0)
            {
                _ = Libc.close(file);
            }
        }
    }

    public void RemoveFile(string name) => Remove(name, 0, "delete");

    public void RemoveFolder(string name) => Remove(name, Libc.AT_REMOVEDIR, "delete folder");

    public AppliedMetadata ApplyMetadata(string? name, Metadata metadata, CopyParts parts)
    {
        if (name is null)
        {
            return UnixMetadata.Apply(_descriptor, isPathOnly: false, metadata, parts, _tree.Traits, _tree, isRoot: Path.IsRoot);
        }

        int handle = Hold(name, "set attributes");
        try
        {
            return UnixMetadata.Apply(handle, isPathOnly: true, metadata, parts, _tree.Traits, _tree);
        }
        finally
        {
            _ = Libc.close(handle);
        }
    }

    public SecurityResult ApplySecurity(string? name, SecurityBlob security)
    {
        if (name is null)
        {
            return UnixSecurity.Apply(_descriptor, isPathOnly: false, _tree, security);
        }

        int handle = Hold(name, "set security descriptor");
        try
        {
            return UnixSecurity.Apply(handle, isPathOnly: true, _tree, security);
        }
        finally
        {
            _ = Libc.close(handle);
        }
    }

    public void Flush() => Check(Libc.fsync(_descriptor), "flush folder");

    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            _ = Libc.close(_descriptor);
            _descriptor = -1;
        }
    }

    /// <summary>The path by which the kernel names what a handle of this process holds.</summary>
    internal static string HandlePath(int descriptor) => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}");

    private static void Check(int result, string phase)
    {
        if (result != 0)
        {
            throw Errno.Last(phase);
        }
    }

    // Whoever is not root can't change what is in a folder of mode 0555, not even the owner who gave it that mode. Every change is followed by the
    // folder's metadata, which brings the mode back.
    private void OpenForChanges()
    {
        if (_isOpenForChanges || _tree.IsPrivileged || !_tree.Traits.KeepsMode)
        {
            return;
        }

        _isOpenForChanges = true;
        Entry self = ReadSelf();
        if ((self.Mode & OwnerMayChange) != OwnerMayChange && self.Owner == Libc.geteuid())
        {
            Check(Libc.fchmod(_descriptor, self.Mode | OwnerMayChange), "set mode");
        }
    }

    private Entry? Look(ReadOnlySpan<byte> name)
    {
        Libc.Statx statx;
        fixed (byte* p = name)
        {
            if (Libc.statx(_descriptor, p, UnixEntry.LookFlags, UnixEntry.Mask, &statx) == 0)
            {
                return UnixEntry.From(NameCodec.Decode(name), in statx);
            }
        }

        int errno = Marshal.GetLastPInvokeError();
        return errno == Errno.ENOENT ? null : throw Errno.Exception(errno, "list folder");
    }

    private void RenameEntry(string from, UnixFolder folder, string to, bool isReplacing)
    {
        using CName old = new(from);
        using CName other = new(to);
        fixed (byte* p = old)
        fixed (byte* q = other)
        {
            uint flags = isReplacing ? 0 : Libc.RENAME_NOREPLACE;
            if (Libc.renameat2(_descriptor, p, folder._descriptor, q, flags) == 0)
            {
                return;
            }

            int errno = Marshal.GetLastPInvokeError();

            // Not every file system knows the flag (https://man7.org/linux/man-pages/man2/rename.2.html): there a look has to do.
            bool isUnknown = !isReplacing && errno is Errno.EINVAL or Errno.ENOSYS or Errno.EOPNOTSUPP;
            if (!isUnknown || folder.Find(to) is not null || Libc.renameat2(_descriptor, p, folder._descriptor, q, 0) != 0)
            {
                throw Errno.Exception(isUnknown && folder.Find(to) is not null ? Errno.EEXIST : errno, "rename");
            }
        }
    }

    private int Hold(string name, string phase)
    {
        using CName n = new(name);
        fixed (byte* p = n)
        {
            int handle = Libc.openat(_descriptor, p, Libc.O_PATH | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
            return handle < 0 ? throw Errno.Last(phase) : handle;
        }
    }

    private UnixFile Opened(int descriptor, string name, string phase)
    {
        if (descriptor < 0)
        {
            throw Errno.Last(phase);
        }

        UnixFile file = new(_tree, descriptor, name);
        try
        {
            return file.ReadEntry().IsFile
                ? file
                : throw new TreeException(new ActionError(ErrorKind.WrongKind, 0, phase, "it was a file when it was listed and is something else now"));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Remove(string name, int flags, string phase)
    {
        OpenForChanges();
        using CName n = new(name);
        fixed (byte* p = n)
        {
            if (Libc.unlinkat(_descriptor, p, flags) != 0 && Marshal.GetLastPInvokeError() is var errno and not Errno.ENOENT)
            {
                throw Errno.Exception(errno, phase);
            }
        }
    }
}
