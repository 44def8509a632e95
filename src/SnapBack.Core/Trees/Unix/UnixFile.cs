using System.Runtime.InteropServices;
using SnapBack.Errors;
using SnapBack.Platform.Linux;

namespace SnapBack.Trees.Unix;

/// <summary>A regular file open on Linux, for reading on the source side or being written on the destination side.</summary>
internal sealed unsafe class UnixFile : ISourceFile, IDestinationFile
{
    private readonly string _name;
    private readonly UnixTree _tree;
    private int _descriptor;

    public UnixFile(UnixTree tree, int descriptor, string name)
    {
        _tree = tree;
        _descriptor = descriptor;
        _name = name;
    }

    public Entry ReadEntry() => UnixEntry.OfHandle(_descriptor, _name, "read file times");

    public Metadata ReadMetadata() => _tree.MetadataOf(_descriptor, isPathOnly: false, ReadEntry());

    public int Read(Span<byte> buffer, long offset)
    {
        fixed (byte* b = buffer)
        {
            while (true)
            {
                nint read = Libc.pread(_descriptor, b, (nuint)buffer.Length, offset);
                if (read >= 0)
                {
                    return (int)read;
                }

                int errno = Marshal.GetLastPInvokeError();
                if (errno != Errno.EINTR)
                {
                    throw Errno.Exception(errno, "read");
                }
            }
        }
    }

    public bool FindData(long offset, out long start, out long end)
    {
        start = Libc.lseek(_descriptor, offset, Libc.SEEK_DATA);
        if (start < 0)
        {
            // ENXIO (6): nothing but a hole up to the end.
            const int NoDataLeft = 6;
            int errno = Marshal.GetLastPInvokeError();
            end = 0;
            return errno == NoDataLeft ? false : throw Errno.Exception(errno, "read holes");
        }

        end = Libc.lseek(_descriptor, start, Libc.SEEK_HOLE);
        return end >= 0 ? true : throw Errno.Last("read holes");
    }

    public ISourceFile OpenStream(string name) => throw NoStreams();

    public IDestinationFile CreateStream(string name) => throw NoStreams();

    public bool TryClone(ISourceFile source)
    {
        if (source is not UnixFile file || !_tree.MayClone)
        {
            return false;
        }

        if (Libc.ioctl(_descriptor, Libc.FICLONE, file._descriptor) == 0)
        {
            return true;
        }

        // Other volume, or no such ability: as true of the next file as of this one. Anything else speaks of this file alone.
        if (Marshal.GetLastPInvokeError() is Errno.EXDEV or Errno.EOPNOTSUPP or Errno.ENOTTY or Errno.ENOSYS)
        {
            _tree.MayClone = false;
        }

        return false;
    }

    public bool TryCopyOffloaded(ISourceFile source, long length) =>
        source is UnixFile file && _tree.IsNetworkFileSystem && file._tree.IsNetworkFileSystem && TryCopyRange(file, length);

    public void Write(ReadOnlySpan<byte> data, long offset)
    {
        fixed (byte* b = data)
        {
            int done = 0;
            while (done < data.Length)
            {
                nint written = Libc.pwrite(_descriptor, b + done, (nuint)(data.Length - done), offset + done);
                if (written > 0)
                {
                    done += (int)written;
                    continue;
                }

                int errno = written == 0 ? Errno.EIO : Marshal.GetLastPInvokeError();
                if (errno != Errno.EINTR)
                {
                    throw Errno.Exception(errno, "write");
                }
            }
        }
    }

    public void SetLength(long length)
    {
        if (Libc.ftruncate(_descriptor, length) != 0)
        {
            throw Errno.Last("set length");
        }
    }

    public AppliedMetadata ApplyMetadata(Metadata metadata, CopyParts parts) => ApplyMetadata(metadata, parts, _tree.Traits);

    /// <summary>Sets what <paramref name="traits"/> say the file system keeps.</summary>
    public AppliedMetadata ApplyMetadata(Metadata metadata, CopyParts parts, DestinationTraits traits) =>
        UnixMetadata.Apply(_descriptor, isPathOnly: false, metadata, parts, traits, _tree);

    /// <summary>The rung of the ladder on which this file's volume stands.</summary>
    public Security.SecuritySections ProbeSecurity() => UnixSecurity.Probe(_descriptor, _tree);

    public void Flush()
    {
        if (Libc.fsync(_descriptor) != 0)
        {
            ActionError error = Errno.Exception(Marshal.GetLastPInvokeError(), "flush").Error;
            throw new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.WriteFault });
        }
    }

    public void ForgetCached()
    {
        // Advice: where it is not taken, the read comes from memory and proves less, which the manual says.
        _ = Libc.posix_fadvise(_descriptor, 0, 0, Libc.POSIX_FADV_DONTNEED);
    }

    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            _ = Libc.close(_descriptor);
            _descriptor = -1;
        }
    }

    /// <summary>Linux shows no named streams, so none is ever asked for.</summary>
    internal static TreeException NoStreams() => new(new ActionError(ErrorKind.NotSupported, 0, "open stream", "named streams are a matter of Windows"));

    /// <summary>Lets the kernel copy; false when it can't for these two files.</summary>
    internal bool TryCopyRange(UnixFile source, long length)
    {
        long from = 0;
        long to = 0;
        while (from < length)
        {
            nint copied = Libc.copy_file_range(source._descriptor, &from, _descriptor, &to, (nuint)Math.Min(length - from, 1 << 30), 0);
            if (copied == 0)
            {
                break;
            }

            if (copied < 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (to == 0 && errno is Errno.EXDEV or Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.EINVAL)
                {
                    return false;
                }

                throw Errno.Exception(errno, "write");
            }
        }

        return true;
    }
}
