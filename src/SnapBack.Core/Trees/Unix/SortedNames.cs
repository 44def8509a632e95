using System.Buffers.Binary;
using SnapBack.Paths;
using SnapBack.Platform.Linux;

namespace SnapBack.Trees.Unix;

/// <summary>
/// The names of one folder, read whole and kept compactly: the bytes one after another with an ending 0 each, and a sorted array of
/// where each begins. A million names of 16 letters take about 21 MB. Reused from folder to folder; used by one thread at a time.
/// </summary>
internal sealed class SortedNames
{
    private const int DirentHeader = 19;

    private readonly byte[] _dirents = GC.AllocateUninitializedArray<byte>(64 * 1024);
    private byte[] _bytes = new byte[4096];
    private int[] _starts = new int[128];
    private int _used;

    public int Count { get; private set; }

    /// <summary>Reads all names of an open folder and sorts them.</summary>
    public unsafe void Read(int directory, NameOrder order)
    {
        Count = 0;
        _used = 0;

        // The handle may have been listed before, and getdents goes on where it stopped.
        if (Libc.lseek(directory, 0, Libc.SEEK_SET) < 0)
        {
            throw Errno.Last("list folder");
        }

        fixed (byte* buffer = _dirents)
        {
            while (true)
            {
                nint read = Libc.getdents64(directory, buffer, (nuint)_dirents.Length);
                if (read < 0)
                {
                    throw Errno.Last("list folder");
                }

                if (read == 0)
                {
                    break;
                }

                AddAll(_dirents.AsSpan(0, (int)read));
            }
        }

        Span<int> starts = _starts.AsSpan(0, Count);
        byte[] bytes = _bytes;
        if (order.IsCaseInsensitive)
        {
            // Which of two twins comes first must not hang on how the folder happens to lie on disk: the first is the one that is copied.
            starts.Sort((a, b) => order.Compare(NameAt(a), NameAt(b)) is not 0 and var compared ? compared : CompareAt(bytes, a, b));
        }
        else
        {
            starts.Sort((a, b) => CompareAt(bytes, a, b));
        }
    }

    /// <summary>The name at a place in the order, without the ending 0; a 0 follows it in memory.</summary>
    public ReadOnlySpan<byte> this[int index] => BytesAt(_starts[index]);

    /// <summary>Gives back what an unusually large folder made this grow to.</summary>
    public void Trim()
    {
        if (_bytes.Length > 1 << 20)
        {
            _bytes = new byte[4096];
            _starts = new int[128];
        }
    }

    // struct linux_dirent64: u64 inode, s64 offset, u16 record length, u8 type, name ending in 0 (man 2 getdents).
    private void AddAll(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(records[16..]);
            ReadOnlySpan<byte> name = records[DirentHeader..length];
            name = name[..name.IndexOf((byte)0)];
            if (!(name.Length <= 2 && (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))))
            {
                Add(name);
            }

            records = records[length..];
        }
    }

    private void Add(ReadOnlySpan<byte> name)
    {
        if (_used + name.Length + 1 > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + name.Length + 1));
        }

        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, _starts.Length * 2);
        }

        _starts[Count++] = _used;
        name.CopyTo(_bytes.AsSpan(_used));
        _used += name.Length;
        _bytes[_used++] = 0;
    }

    private static int CompareAt(byte[] bytes, int a, int b)
    {
        while (true)
        {
            byte left = bytes[a++];
            byte right = bytes[b++];
            if (left != right || left == 0)
            {
                return left - right;
            }
        }
    }

    private string NameAt(int start) => NameCodec.Decode(BytesAt(start));

    private ReadOnlySpan<byte> BytesAt(int start)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(start, _used - start);
        return rest[..rest.IndexOf((byte)0)];
    }
}
