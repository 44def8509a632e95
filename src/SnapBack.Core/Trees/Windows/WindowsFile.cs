using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Platform.Windows;

namespace SnapBack.Trees.Windows;

/// <summary>A file, or one of its streams, open on Windows: for reading on the source side or being written on the destination side.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class WindowsFile : ISourceFile, IDestinationFile
{
    private const int Sector = 4096;
    private const int UnbufferedBytes = 256 * 1024;

    // NTFS keeps holes in units of 64 KiB; a smaller gap is cheaper written as zeros.
    private const int SmallestHole = 64 * 1024;

    private readonly WindowsTree _tree;
    private readonly SafeFileHandle _folder;
    private readonly SafeFileHandle _handle;
    private readonly string _name;
    private readonly ulong _volume;
    private SafeFileHandle? _unbuffered;
    private void* _aligned;
    private long _end;
    private bool _isSparse;
    private bool? _mayHaveHoles;

    /// <param name="tree">Whose file it is.</param>
    /// <param name="folder">Handle of its folder, by which its streams are named; stays the caller's.</param>
    /// <param name="handle">The open file; closed with this.</param>
    /// <param name="name">Its name in the folder.</param>
    /// <param name="volume">Number of its volume.</param>
    /// <param name="end">Bytes that it has already.</param>
    public WindowsFile(WindowsTree tree, SafeFileHandle folder, SafeFileHandle handle, string name, ulong volume, long end = 0)
    {
        _end = end;
        _tree = tree;
        _folder = folder;
        _handle = handle;
        _name = name;
        _volume = volume;
    }

    public Entry ReadEntry()
    {
        FileFacts facts = _tree.Facts(_handle, "read file times");
        return WindowsEntry.From(_name, WindowsEntry.KindOf(facts) ?? EntryKind.Junction, facts, _volume);
    }

    public Metadata ReadMetadata() => new(ReadEntry(), [])
    {
        Streams = WindowsMetadata.Streams(_handle, _tree),
        Security = _tree.SecurityOf(_handle),
        HasDosMetadata = true,
    };

    public int Read(Span<byte> buffer, long offset)
    {
        if (_unbuffered is not null && offset % Sector == 0)
        {
            return ReadUnbuffered(buffer, offset);
        }

        fixed (byte* b = buffer)
        {
            return ReadFrom(_handle, b, buffer.Length, offset);
        }
    }

    public bool FindData(long offset, out long start, out long end)
    {
        FileFacts facts = _tree.Facts(_handle, "read holes");
        long size = facts.Size;
        start = Math.Min(offset, size);
        end = size;
        if (offset >= size)
        {
            return false;
        }

        if (!(_mayHaveHoles ??= MayHaveHoles(facts)))
        {
            return true;
        }

        Ntdll.AllocatedRange wanted = new() { Offset = offset, Length = size - offset };
        Ntdll.AllocatedRange found = default;
        int status = NtFile.Control(
            _handle, Ntdll.FSCTL_QUERY_ALLOCATED_RANGES, Bytes(ref wanted), Bytes(ref found), out int returned);
        if (status is >= 0 or Win32Error.STATUS_BUFFER_OVERFLOW)
        {
            start = Math.Max(found.Offset, offset);
            end = found.Offset + found.Length;
            return returned > 0;
        }

        // A file system without holes: all of it is data.
        return Win32Error.IsLacking(status) ? true : throw _tree.Failure(status, "read holes");
    }

    public ISourceFile OpenStream(string name) => _tree.OpenStream(_folder, _name, name, _volume);

    public IDestinationFile CreateStream(string name) => _tree.CreateStream(_folder, _name, name, _volume);

    // Shared blocks are for volumes with ReFS alone, and there for another day.
    public bool TryClone(ISourceFile source) => false;

    public bool TryCopyOffloaded(ISourceFile source, long length) => false;

    public void Write(ReadOnlySpan<byte> data, long offset)
    {
        LeaveHole(offset);
        fixed (byte* b = data)
        {
            int done = 0;
            while (done < data.Length)
            {
                long at = offset + done;
                Ntdll.IoStatus io = default;
                int status = Ntdll.NtWriteFile(_handle, 0, 0, 0, &io, b + done, (uint)(data.Length - done), &at, null);
                if (status < 0 || io.Information == 0)
                {
                    throw status < 0 ? _tree.Failure(status, "write") : Win32Error.Exception(Win32Error.ERROR_WRITE_FAULT, "write");
                }

                done += (int)io.Information;
            }
        }

        _end = Math.Max(_end, offset + data.Length);
    }

    public void SetLength(long length)
    {
        LeaveHole(length);
        Ntdll.IoStatus io;
        int status = Ntdll.NtSetInformationFile(_handle, &io, &length, sizeof(long), Ntdll.FileEndOfFileInformation);
        if (status < 0)
        {
            throw _tree.Failure(status, "set length");
        }

        _end = length;
    }

    public AppliedMetadata ApplyMetadata(Metadata metadata, CopyParts parts) => WindowsMetadata.Apply(_handle, metadata, parts, _tree);

    public void ForgetCached()
    {
        // Advice: where it is not taken, the read comes from memory and proves less, which the manual says.
        const uint Options = NtFile.Itself | Ntdll.FILE_NO_INTERMEDIATE_BUFFERING;
        int status = NtFile.Open(
            _folder, _name, Ntdll.FILE_READ_DATA | Ntdll.SYNCHRONIZE, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, Options, out SafeFileHandle handle);
        if (status < 0)
        {
            handle.Dispose();
            return;
        }

        _unbuffered?.Dispose();
        _unbuffered = handle;
    }

    public void Flush()
    {
        Ntdll.IoStatus io;
        int status = Ntdll.NtFlushBuffersFile(_handle, &io);
        if (status < 0)
        {
            ActionError error = _tree.Failure(status, "flush").Error;
            throw new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.WriteFault });
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        _unbuffered?.Dispose();
        if (_aligned is not null)
        {
            NativeMemory.AlignedFree(_aligned);
            _aligned = null;
        }
    }

    private static Span<byte> Bytes(ref Ntdll.AllocatedRange range) => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref range, 1));

    // What Windows stores by other means (compacted, deduplicated, in a cloud) has its content elsewhere and is nothing but a hole on the disk beneath: it
    // is never asked for holes, which then could be taken for zeros.
    private bool MayHaveHoles(in FileFacts facts)
    {
        const int BackingBytes = 1024;
        return (facts.Attributes & FileAttribute.SPARSE_FILE) != 0
            && !facts.IsReparsePoint
            && NtFile.Control(_handle, Ntdll.FSCTL_GET_EXTERNAL_BACKING, [], new byte[BackingBytes], out _) is < 0 and not Win32Error.STATUS_BUFFER_OVERFLOW;
    }

    // Without this mark NTFS fills what is skipped with zeros.
    private void LeaveHole(long offset)
    {
        if (!_isSparse && offset - _end >= SmallestHole)
        {
            _isSparse = true;
            _ = NtFile.Control(_handle, Ntdll.FSCTL_SET_SPARSE, [], [], out _);
        }
    }

    private int ReadUnbuffered(Span<byte> buffer, long offset)
    {
        if (_aligned is null)
        {
            _aligned = NativeMemory.AlignedAlloc(UnbufferedBytes, Sector);
        }

        int read = ReadFrom(_unbuffered!, _aligned, UnbufferedBytes, offset);
        int given = Math.Min(read, buffer.Length);
        new ReadOnlySpan<byte>(_aligned, given).CopyTo(buffer);
        return given;
    }

    private int ReadFrom(SafeFileHandle handle, void* buffer, int length, long offset)
    {
        Ntdll.IoStatus io = default;
        int status = Ntdll.NtReadFile(handle, 0, 0, 0, &io, buffer, (uint)length, &offset, null);
        return status >= 0 ? (int)io.Information : status == Win32Error.STATUS_END_OF_FILE ? 0 : throw _tree.Failure(status, "read");
    }
}
