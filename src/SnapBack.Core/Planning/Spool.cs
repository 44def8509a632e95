namespace SnapBack.Planning;

/// <summary>
/// A list too long for memory: records appended to a private file that is gone when the spool is disposed or the process ends. Read from the front by
/// several workers, or from the back. Appending and reading do not overlap: first all is written, then <see cref="Seal"/>, then read.
/// Thread-safe.
/// </summary>
/// <typeparam name="T">The kind of record.</typeparam>
internal sealed class Spool<T> : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly Action<BinaryWriter, T> _write;
    private readonly Func<BinaryReader, T> _read;
    private readonly FileStream _file;
    private readonly MemoryStream _record = new();
    private readonly BinaryWriter _recordWriter;
    private readonly Lock _gate = new();
    private long _position;
    private byte[] _scratch = new byte[4096];

    public Spool(string folder, Action<BinaryWriter, T> write, Func<BinaryReader, T> read)
    {
        _write = write;
        _read = read;
        _recordWriter = new BinaryWriter(_record);
        string path = Path.Join(folder, $"spool-{Guid.NewGuid():N}.tmp");
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferBytes,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // Without a name the file can't outlive the process, however that ends.
            File.Delete(path);
        }
    }

    /// <summary>Number of records.</summary>
    public long Count { get; private set; }

    public void Append(T item)
    {
        lock (_gate)
        {
            _record.SetLength(0);
            _write(_recordWriter, item);
            _recordWriter.Flush();
            int length = (int)_record.Length;
            WriteLength(length);
            _file.Write(_record.GetBuffer(), 0, length);
            WriteLength(length);
            Count++;
        }
    }

    /// <summary>Ends the writing; reading starts at the front.</summary>
    public void Seal()
    {
        lock (_gate)
        {
            _file.Flush();
            _position = 0;
            _file.Position = 0;
        }
    }

    /// <summary>The next record from the front, or false at the end.</summary>
    public bool TryTake(out T item)
    {
        lock (_gate)
        {
            if (_position >= _file.Length)
            {
                item = default!;
                return false;
            }

            int length = ReadLength();
            item = ReadRecord(length);
            _ = ReadLength();
            _position += length + 8;
            return true;
        }
    }

    /// <summary>All records from the back.</summary>
    public IEnumerable<T> Backwards()
    {
        long end = _file.Length;
        while (end > 0)
        {
            T item;
            lock (_gate)
            {
                _file.Position = end - 4;
                int length = ReadLength();
                end -= length + 8;
                _file.Position = end + 4;
                item = ReadRecord(length);
            }

            yield return item;
        }
    }

    public void Dispose()
    {
        _recordWriter.Dispose();
        _record.Dispose();
        _file.Dispose();
    }

    private T ReadRecord(int length)
    {
        if (_scratch.Length < length)
        {
            _scratch = new byte[length];
        }

        _file.ReadExactly(_scratch, 0, length);
        using BinaryReader reader = new(new MemoryStream(_scratch, 0, length));
        return _read(reader);
    }

    private void WriteLength(int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BitConverter.TryWriteBytes(bytes, length);
        _file.Write(bytes);
    }

    private int ReadLength()
    {
        Span<byte> bytes = stackalloc byte[4];
        _file.ReadExactly(bytes);
        return BitConverter.ToInt32(bytes);
    }
}
