using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Platform.Windows;

namespace SnapBack.Trees.Windows;

/// <summary>
/// What Windows tells of all entries of one folder, read whole and sorted: names one after another in one array, about 100 bytes per entry and 2 per
/// letter. Reused from folder to folder; used by one thread at a time.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class FolderListing
{
    private const int IdBothName = 104;
    private const int FullName = 68;
    private const int FewEntries = 128;
    private const int FewChars = 4096;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private FileFacts[] _facts = new FileFacts[FewEntries];
    private int[] _starts = new int[FewEntries];
    private int[] _order = new int[FewEntries];
    private char[] _names = new char[FewChars];
    private int _used;

    public int Count { get; private set; }

    /// <summary>The name at a place in the order.</summary>
    public string NameAt(int index) => new(NameOf(_order[index]));

    /// <summary>What is told of the entry at a place in the order.</summary>
    public ref readonly FileFacts FactsAt(int index) => ref _facts[_order[index]];

    /// <summary>Reads an open folder from its beginning and sorts it.</summary>
    /// <returns>NTSTATUS of what failed, or 0.</returns>
    public int Read(SafeFileHandle folder)
    {
        Count = 0;
        _used = 0;
        int what = Ntdll.FileIdBothDirectoryInformation;
        bool isFirst = true;
        while (true)
        {
            Ntdll.IoStatus io = default;
            int status;
            fixed (byte* buffer = _buffer)
            {
                status = Ntdll.NtQueryDirectoryFile(folder, 0, 0, 0, &io, buffer, (uint)_buffer.Length, what, 0, null, isFirst ? (byte)1 : (byte)0);
            }

            if (status is Win32Error.STATUS_NO_MORE_FILES || (isFirst && status == Win32Error.STATUS_NO_SUCH_FILE))
            {
                break;
            }

            if (isFirst && what == Ntdll.FileIdBothDirectoryInformation && Win32Error.IsLacking(status))
            {
                // A file system without numbers for its files.
                what = Ntdll.FileFullDirectoryInformation;
                continue;
            }

            if (status < 0)
            {
                return status;
            }

            AddAll((int)io.Information, what == Ntdll.FileIdBothDirectoryInformation);
            isFirst = false;
        }

        if (_order.Length < Count)
        {
            _order = new int[_facts.Length];
        }

        Span<int> order = _order.AsSpan(0, Count);
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        order.Sort(Compare);
        return Win32Error.STATUS_SUCCESS;
    }

    /// <summary>Gives back what an unusually large folder made this grow to.</summary>
    public void Trim()
    {
        if (_facts.Length > FewEntries * 64)
        {
            _facts = new FileFacts[FewEntries];
            _starts = new int[FewEntries];
            _order = new int[FewEntries];
            _names = new char[FewChars];
        }
    }

    private void AddAll(int bytes, bool hasIds)
    {
        int header = hasIds ? IdBothName : FullName;
        int at = 0;
        fixed (byte* buffer = _buffer)
        {
            while (at + header <= bytes)
            {
                // Both structures begin alike.
                Ntdll.FullDirectoryInformation* entry = (Ntdll.FullDirectoryInformation*)(buffer + at);
                int length = (int)Math.Min(entry->NameBytes, (uint)(bytes - at - header)) / sizeof(char);
                ReadOnlySpan<char> name = new(buffer + at + header, length);
                if (name is not ("." or ".."))
                {
                    Add(name, entry, hasIds ? ((Ntdll.IdBothDirectoryInformation*)entry)->FileId : 0);
                }

                if (entry->NextOffset == 0)
                {
                    break;
                }

                at += (int)entry->NextOffset;
            }
        }
    }

    private void Add(ReadOnlySpan<char> name, Ntdll.FullDirectoryInformation* entry, long id)
    {
        if (Count + 1 >= _starts.Length)
        {
            Array.Resize(ref _facts, _facts.Length * 2);
            Array.Resize(ref _starts, _starts.Length * 2);
        }

        if (_used + name.Length > _names.Length)
        {
            Array.Resize(ref _names, Math.Max(_names.Length * 2, _used + name.Length));
        }

        name.CopyTo(_names.AsSpan(_used));
        _starts[Count] = _used;
        _used += name.Length;
        _starts[Count + 1] = _used;
        _facts[Count] = new FileFacts
        {
            Created = entry->Created,
            Accessed = entry->Accessed,
            Written = entry->Written,
            Changed = entry->Changed,
            Size = entry->Size,
            Allocated = entry->Allocated,
            FileId = NtFile.IdOf(id),
            Attributes = entry->Attributes,
            Tag = (entry->Attributes & FileAttribute.REPARSE_POINT) != 0 ? entry->TagOrExtendedAttributeBytes : 0,
        };
        Count++;
    }

    // Which of two names that differ in case only comes first must not hang on how the folder lies on the disk: the first is the one that is copied.
    private int Compare(int left, int right)
    {
        int compared = NameOf(left).CompareTo(NameOf(right), StringComparison.OrdinalIgnoreCase);
        return compared != 0 ? compared : NameOf(left).SequenceCompareTo(NameOf(right));
    }

    private ReadOnlySpan<char> NameOf(int entry) => _names.AsSpan(_starts[entry].._starts[entry + 1]);
}
