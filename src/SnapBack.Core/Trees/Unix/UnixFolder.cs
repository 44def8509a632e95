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
            return new Metadata(ReadSelf(), UnixExtendedAttributes.Read(_descriptor, isPathOnly: false, _tree.IsPrivileged));
        }

        int handle = Hold(name, "read attributes");
        try
        {
            Entry entry = UnixEntry.OfHandle(handle, name, "read attributes");
            return new Metadata(entry, UnixExtendedAttributes.Read(handle, isPathOnly: true, _tree.IsPrivileged));
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

    public void CreateSymbolicLink(string temporaryName, string target)
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

    public void Publish(string temporaryName, string name)
    {
        OpenForChanges();
        using CName from = new(temporaryName);
        using CName to = new(name);
        fixed (byte* p = from)
        fixed (byte* q = to)
        {
            Check(Libc.renameat2(_descriptor, p, _descriptor, q, 0), "rename");
        }
    }

    public void RemoveFile(string name) => Remove(name, 0, "delete");

    public void RemoveFolder(string name) => Remove(name, Libc.AT_REMOVEDIR, "delete folder");

    public MetadataLoss ApplyMetadata(string? name, Metadata metadata)
    {
        if (name is null)
        {
            return UnixMetadata.Apply(_descriptor, isPathOnly: false, metadata, _tree.Traits, _tree.IsPrivileged);
        }

        int handle = Hold(name, "set attributes");
        try
        {
            return UnixMetadata.Apply(handle, isPathOnly: true, metadata, _tree.Traits, _tree.IsPrivileged);
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
