using SnapBack.Platform.Linux;
using SnapBack.Security;

namespace SnapBack.Trees.Unix;

/// <summary>What a file system on Linux is and can do: known by its number (statfs(2)), proven by writing and reading back.</summary>
internal static unsafe class UnixFileSystem
{
    private const long Ext4 = 0xEF53;
    private const long Xfs = 0x58465342;
    private const long Btrfs = 0x9123683E;
    private const long Tmpfs = 0x01021994;
    private const long F2fs = 0xF2F52010;

    private static readonly Dictionary<long, string> Names = new()
    {
        [Ext4] = "ext4",
        [Xfs] = "xfs",
        [Btrfs] = "btrfs",
        [Tmpfs] = "tmpfs",
        [F2fs] = "f2fs",
        [0x65735546] = "fuse",
        [0x6969] = "nfs",
        [0xFF534D42] = "cifs",
        [0xFE534D42] = "smb2",
        [0x794C7630] = "overlay",
        [0x4D44] = "fat",
        [0x2011BAB0] = "exfat",
        [0x7366746E] = "ntfs3",
    };

    // Kernel-only trees: what is in them are views of the system, not data.
    private static readonly HashSet<long> Pseudo =
        [0x9FA0, 0x62656572, 0x27E0EB, 0x63677270, 0x1CD1, 0x64626720, 0x74726163, 0x73636673, 0xCAFE4A11, 0x6165676C, 0x19800202, 0x42494E4D, 0x858458F6];

    // What a probe asks for is asked for alone: a file system that refuses owners may well keep modes and times.
    private static DestinationTraits Nothing => new() { FileSystem = string.Empty };

    public static bool IsNetwork(int descriptor) => TypeOf(descriptor) is 0x6969 or 0xFF534D42 or 0xFE534D42;

    public static bool IsPseudo(int descriptor) => Pseudo.Contains(TypeOf(descriptor));

    /// <summary>Identity of the volume for the record: device numbers change, the file system's own id mostly stays.</summary>
    public static string Identity(int descriptor)
    {
        Libc.Statfs statfs;
        return Libc.fstatfs(descriptor, &statfs) == 0
            ? $"{NameOf(statfs.Type)}:{statfs.Id0:x8}{statfs.Id1:x8}"
            : throw Errno.Last("open folder");
    }

    /// <summary>Traits without writing anything, for a look at a destination.</summary>
    public static DestinationTraits Guess(int descriptor)
    {
        long type = TypeOf(descriptor);
        return new DestinationTraits
        {
            FileSystem = NameOf(type),
            TimeGranularity = type == 0x4D44 ? TimeSpan.FromSeconds(2) : TimeSpan.Zero,
            IsCaseInsensitive = type is 0x4D44 or 0x2011BAB0,
            KeepsOwner = Libc.geteuid() == 0,
            KeepsMode = true,
            KeepsExtendedAttributes = true,
            HasVolumeFlush = HasVolumeFlush(type),
        };
    }

    /// <summary>Traits proven in a folder by a file that is made under a temporary name, read back and removed.</summary>
    public static DestinationTraits Probe(int descriptor, string temporaryName, SecuritySections security)
    {
        long type = TypeOf(descriptor);
        DestinationTraits guess = Guess(descriptor);
        using UnixTree tree = new(Duplicate(descriptor), string.Empty, guess, new Dictionary<Paths.RelativePath, UnixTree>(), security);
        using UnixFolder folder = (UnixFolder)tree.OpenFolder(Paths.RelativePath.Root);

        // A killed run may have left one, and in a container every run may have the same process number.
        folder.RemoveFile(temporaryName);
        using UnixFile file = (UnixFile)folder.CreateFile(temporaryName);
        try
        {
            Entry made = file.ReadEntry();
            return guess with
            {
                TimeGranularity = ProbeTimes(file, made),
                IsCaseInsensitive = folder.Find(SwapCase(temporaryName)) is not null,
                KeepsMode = ProbeMode(file, made),
                KeepsOwner = ProbeOwner(file, made),
                KeepsExtendedAttributes = ProbeAttributes(file, made),
                LacksHardLinks = !TraitProbe.HasHardLinks(folder, temporaryName),
                HasVolumeFlush = HasVolumeFlush(type),
                AttributesKept = tree.HasDosMetadata ? UnixDosMetadata.Carried : 0,
                KeepsCreation = tree.HasDosMetadata,
                SecurityKept = security == SecuritySections.None ? null : file.ProbeSecurity(),
            };
        }
        finally
        {
            folder.RemoveFile(temporaryName);
        }
    }

    private static bool HasVolumeFlush(long type) => type is Ext4 or Xfs or Btrfs or Tmpfs or F2fs;

    private static string NameOf(long type) => Names.TryGetValue(type, out string? name) ? name : $"0x{type:x}";

    private static long TypeOf(int descriptor)
    {
        Libc.Statfs statfs;
        return Libc.fstatfs(descriptor, &statfs) == 0 ? statfs.Type & 0xFFFFFFFF : throw Errno.Last("open folder");
    }

    private static int Duplicate(int descriptor)
    {
        byte* dot = stackalloc byte[2] { (byte)'.', 0 };
        int copy = Libc.openat(descriptor, dot, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        return copy < 0 ? throw Errno.Last("open folder") : copy;
    }

    // An odd second with nanoseconds shows what is cut off: FAT keeps even seconds, others 100 ns, 1 µs or whole seconds.
    private static TimeSpan ProbeTimes(UnixFile file, Entry made)
    {
        Timestamp odd = new(1_600_000_001, 123_456_789);
        file.ApplyMetadata(new Metadata(With(made, modified: odd), []), CopyLetters.Default, Nothing);
        Timestamp kept = file.ReadEntry().Modified;
        if (kept == odd)
        {
            return TimeSpan.Zero;
        }

        if (kept.Seconds != odd.Seconds)
        {
            return TimeSpan.FromSeconds(2);
        }

        return kept.Nanoseconds == 0 ? TimeSpan.FromSeconds(1) : kept.Nanoseconds % 1000 == 0 ? TimeSpan.FromMicroseconds(1) : TimeSpan.FromTicks(1);
    }

    private static bool ProbeMode(UnixFile file, Entry made)
    {
        const uint Odd = 0x145; // 0505
        return TraitProbe.Answers(() => file.ApplyMetadata(new Metadata(With(made, mode: Odd), []), CopyLetters.Default, Nothing with { KeepsMode = true })) && file.ReadEntry().Mode == Odd;
    }

    private static bool ProbeOwner(UnixFile file, Entry made)
    {
        const uint Someone = 54321;
        return Libc.geteuid() == 0
            && TraitProbe.Answers(() => file.ApplyMetadata(new Metadata(With(made, owner: Someone), []), CopyLetters.Default, Nothing with { KeepsOwner = true }))
            && file.ReadEntry().Owner == Someone;
    }

    private static bool ProbeAttributes(UnixFile file, Entry made)
    {
        MetadataLoss loss = MetadataLoss.None;
        Metadata wanted = new(made, [new ExtendedAttribute("user.snapback", [1])]);
        return TraitProbe.Answers(() => loss = file.ApplyMetadata(wanted, CopyLetters.Default, Nothing with { KeepsExtendedAttributes = true }).Loss)
            && (loss & MetadataLoss.ExtendedAttributes) == 0;
    }

    private static Entry With(Entry entry, Timestamp? modified = null, uint? mode = null, uint? owner = null) => new()
    {
        Name = entry.Name,
        Kind = entry.Kind,
        Modified = modified ?? entry.Modified,
        Accessed = entry.Accessed,
        Mode = mode ?? entry.Mode,
        Owner = owner ?? entry.Owner,
        Group = entry.Group,
    };

    private static string SwapCase(string name) => name.ToUpperInvariant();
}
