using System.Buffers.Binary;
using SnapBack.Paths;
using SnapBack.Platform.Linux;

namespace SnapBack.Trees.Unix;

/// <summary>
/// The names of one folder, read whole and kept compactly: the bytes one after another with an ending 0 each, in blocks that never move, and a
/// sorted array of where each begins. A million names of 16 letters take about 21 MB. Reused from folder to folder; used by one thread at a time.
/// </summary>
internal sealed class SortedNames
{
    private const int DirentHeader = 19;

    // A place is the number of a block and an offset in it, in one int: 2,048 blocks of 1 MiB.
    private const int BlockBits = 20;
    private const int BlockBytes = 1 << BlockBits;
    private const int FirstBlockBytes = 8192;

    private readonly byte[] _dirents = GC.AllocateUninitializedArray<byte>(64 * 1024);
    private readonly List<byte[]> _blocks = [];
    private int[] _starts = new int[128];
    private int _block;
    private int _used;

    public int Count { get; private set; }

    /// <summary>Reads all names of an open folder and sorts them.</summary>
    public unsafe void Read(int directory, NameOrder order)
    {
        Count = 0;
        _block = 0;
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
        if (order.IsCaseInsensitive)
        {
            // Which of two twins comes first must not hang on how the folder happens to lie on disk: the first is the one that is copied.
            starts.Sort((a, b) => order.Compare(NameAt(a), NameAt(b)) is not 0 and var compared ? compared : CompareAt(a, b));
        }
        else
        {
            starts.Sort(CompareAt);
        }
    }

    /// <summary>The name at a place in the order, without the ending 0; a 0 follows it in memory.</summary>
    public ReadOnlySpan<byte> this[int index] => BytesAt(_starts[index]);

    /// <summary>Gives back what an unusually large folder made this grow to.</summary>
    public void Trim()
    {
        if (_blocks.Count > 1)
        {
            _blocks.RemoveRange(1, _blocks.Count - 1);
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
        byte[] block = BlockFor(name.Length + 1);
        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, _starts.Length * 2);
        }

        _starts[Count++] = (_block << BlockBits) | _used;
        name.CopyTo(block.AsSpan(_used));
        _used += name.Length;
        block[_used++] = 0;
    }

    private byte[] BlockFor(int bytes)
    {
        if (_blocks.Count == 0)
        {
            _blocks.Add(new byte[FirstBlockBytes]);
        }

        if (_used + bytes > _blocks[_block].Length)
        {
            _block++;
            _used = 0;
            if (_block == _blocks.Count)
            {
                _blocks.Add(GC.AllocateUninitializedArray<byte>(BlockBytes));
            }
        }

        return _blocks[_block];
    }

    private int CompareAt(int a, int b)
    {
        byte[] left = _blocks[a >> BlockBits];
        byte[] right = _blocks[b >> BlockBits];
        int i = a & (BlockBytes - 1);
        int j = b & (BlockBytes - 1);
        while (true)
        {
            byte x = left[i++];
            byte y = right[j++];
            if (x != y || x == 0)
            {
                return x - y;
            }
        }
    }

    private string NameAt(int start) => NameCodec.Decode(BytesAt(start));

    private ReadOnlySpan<byte> BytesAt(int start)
    {
        ReadOnlySpan<byte> rest = _blocks[start >> BlockBits].AsSpan(start & (BlockBytes - 1));
        return rest[..rest.IndexOf((byte)0)];
    }
}
