using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Paths;
using SnapBack.Platform.Windows;
using SnapBack.Security;

namespace SnapBack.Trees.Windows;

/// <summary>What a file system on Windows can do: told by itself, and proven by writing and reading back.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsFileSystem
{
    private const uint Looking = Ntdll.FILE_READ_ATTRIBUTES | Ntdll.SYNCHRONIZE;
    private const uint AsFolder = Ntdll.FILE_DIRECTORY_FILE | Ntdll.FILE_OPEN_FOR_BACKUP_INTENT | Ntdll.FILE_SYNCHRONOUS_IO_NONALERT;
    private const uint AlwaysKept = FileAttribute.READONLY | FileAttribute.HIDDEN | FileAttribute.SYSTEM | FileAttribute.ARCHIVE;

    /// <summary>Traits without writing anything, for a look at a destination.</summary>
    public static DestinationTraits Guess(SafeFileHandle root)
    {
        (string name, uint abilities) = NtFile.FileSystem(root);
        bool isSmall = name.StartsWith("FAT", StringComparison.OrdinalIgnoreCase);
        bool isExFat = name.Equals("exFAT", StringComparison.OrdinalIgnoreCase);
        return new DestinationTraits
        {
            FileSystem = name,
            TimeGranularity = isSmall ? TimeSpan.FromSeconds(2) : isExFat ? TimeSpan.FromMilliseconds(10) : TimeSpan.Zero,
            IsCaseInsensitive = true,
            HasDosMetadata = true,
            KeepsStreams = (abilities & Ntdll.FILE_NAMED_STREAMS) != 0,
            AttributesKept = isSmall || isExFat ? AlwaysKept : FileAttribute.Carried,
            LacksHardLinks = isSmall || isExFat,
        };
    }

    /// <summary>
    /// True when the file system under an open folder keeps security descriptors. Where it does not Windows makes up one that lets everybody do everything,
    /// and takes any without a word.
    /// </summary>
    public static bool HasSecurity(SafeFileHandle root) => (NtFile.FileSystem(root).Abilities & Ntdll.FILE_PERSISTENT_ACLS) != 0;

    /// <summary>
    /// Which of the parts of security descriptors this process may read under an open folder. Audit rules take a privilege; where it is missing they are
    /// left out.
    /// </summary>
    public static SecuritySections ReadableSecurity(SafeFileHandle root, SecuritySections wanted)
    {
        if (wanted == SecuritySections.None || !HasSecurity(root))
        {
            return SecuritySections.None;
        }

        return MayRead(root, wanted) ? wanted : MayRead(root, wanted & ~SecuritySections.Sacl) ? wanted & ~SecuritySections.Sacl : SecuritySections.None;
    }

    /// <summary>Traits proven in a folder by a file that is made under a temporary name, read back and removed.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="display">Its path.</param>
    /// <param name="temporaryName">Name of the file.</param>
    /// <param name="security">Parts of security descriptors that are to be set; none are tried when none is.</param>
    public static DestinationTraits Probe(SafeFileHandle root, string display, string temporaryName, SecuritySections security)
    {
        DestinationTraits guess = Guess(root);

        // No streams while it is not known whether a colon in a name means one.
        using WindowsTree tree = WindowsTree.Of(Again(root), display, guess with { KeepsStreams = false, AttributesKept = FileAttribute.Carried }, SecuritySections.None, held: null, volume: null);
        using IDestinationFolder folder = ((IDestinationTree)tree).OpenFolder(RelativePath.Root);

        // A killed run may have left one, and process numbers come again.
        folder.RemoveFile(temporaryName);
        using IDestinationFile file = folder.CreateFile(temporaryName);
        try
        {
            Entry made = file.ReadEntry();
            bool keepsStreams = guess.KeepsStreams && ProbeStreams(file, folder, temporaryName);
            return guess with
            {
                TimeGranularity = ProbeTimes(file, made),
                AttributesKept = ProbeAttributes(file, made),
                KeepsStreams = keepsStreams,
                LacksHardLinks = !TraitProbe.HasHardLinks(folder, temporaryName),
                SecurityKept = security == SecuritySections.None ? null : ProbeSecurity(tree, root, temporaryName),
            };
        }
        finally
        {
            file.Dispose();
            folder.RemoveFile(temporaryName);
        }
    }

    /// <summary>The rung of the ladder on which an account and a volume stand, tried with a file that is made and removed.</summary>
    public static SecuritySections ProbeSecurity(SafeFileHandle root, string display, string temporaryName)
    {
        using WindowsTree tree = WindowsTree.Of(Again(root), display, Guess(root) with { KeepsStreams = false }, SecuritySections.None, held: null, volume: null);
        using IDestinationFolder folder = ((IDestinationTree)tree).OpenFolder(RelativePath.Root);
        Metadata before = folder.ReadMetadata(null);
        folder.RemoveFile(temporaryName);
        folder.CreateFile(temporaryName).Dispose();
        try
        {
            return ProbeSecurity(tree, root, temporaryName);
        }
        finally
        {
            folder.RemoveFile(temporaryName);

            // A run that finds nothing to do leaves nothing behind, not even a moved time.
            _ = TraitProbe.Answers(() => folder.ApplyMetadata(null, before, CopyParts.Times));
        }
    }

    // What may be set is found out by setting it. The file must be as it was before it can be removed: the access rules that were tried may forbid that.
    private static SecuritySections ProbeSecurity(WindowsTree tree, SafeFileHandle root, string name)
    {
        SecuritySections readable = ReadableSecurity(root, SecuritySections.All);
        if (readable == SecuritySections.None)
        {
            return SecuritySections.None;
        }

        using SafeFileHandle reading = tree.OpenEntry(root, name, Looking | WindowsSecurity.ReadingAccess(readable), "read security descriptor");
        return tree.Descriptors.Read(reading, readable) is { } present
            ? SecurityLadder.Find(present, (rung, wanted) => TrySecurity(tree, root, name, rung, wanted, present))
            : SecuritySections.None;
    }

    private static SecurityBlob? TrySecurity(WindowsTree tree, SafeFileHandle root, string name, SecuritySections rung, SecurityBlob wanted, SecurityBlob present)
    {
        using SafeFileHandle handle = tree.OpenEntry(root, name, Looking | WindowsSecurity.WritingAccess(rung), "set security descriptor");
        try
        {
            tree.Descriptors.Set(handle, wanted, rung);
            return tree.Descriptors.Read(handle, rung);
        }
        finally
        {
            _ = TraitProbe.Answers(() => tree.Descriptors.Set(handle, present, rung));
        }
    }

    private static bool MayRead(SafeFileHandle folder, SecuritySections sections)
    {
        if (sections == SecuritySections.None)
        {
            return false;
        }

        int status = NtFile.Open(
            folder, string.Empty, Looking | WindowsSecurity.ReadingAccess(sections), Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, AsFolder, out SafeFileHandle handle);
        handle.Dispose();
        return status >= 0;
    }

    private static SafeFileHandle Again(SafeFileHandle root)
    {
        const uint Access = Ntdll.FILE_LIST_DIRECTORY | Ntdll.FILE_TRAVERSE | Ntdll.FILE_READ_ATTRIBUTES | Ntdll.SYNCHRONIZE;
        int status = NtFile.Open(root, string.Empty, Access, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, AsFolder, out SafeFileHandle again);
        if (status >= 0)
        {
            return again;
        }

        again.Dispose();
        throw Win32Error.FromStatus(status, "open folder");
    }

    // An odd second with 100 ns shows what is cut off: FAT keeps even seconds, exFAT 10 ms.
    private static TimeSpan ProbeTimes(IDestinationFile file, Entry made)
    {
        Timestamp odd = new(1_600_000_001, 123_456_700);
        file.ApplyMetadata(new Metadata(With(made, FileAttribute.NORMAL, odd), []), CopyLetters.Default);
        Timestamp kept = file.ReadEntry().Modified;
        if (kept == odd)
        {
            return TimeSpan.Zero;
        }

        if (kept.Seconds != odd.Seconds)
        {
            return TimeSpan.FromSeconds(2);
        }

        return kept.Nanoseconds == 0 ? TimeSpan.FromSeconds(1)
            : kept.Nanoseconds % 10_000_000 == 0 ? TimeSpan.FromMilliseconds(10)
            : kept.Nanoseconds % 1_000_000 == 0 ? TimeSpan.FromMilliseconds(1)
            : TimeSpan.FromMicroseconds(1);
    }

    // Kept is what can be set and also taken away again.
    private static uint ProbeAttributes(IDestinationFile file, Entry made)
    {
        uint kept = FileAttribute.Carried;
        foreach (uint attributes in (uint[])[FileAttribute.Carried, FileAttribute.NORMAL])
        {
            if (!TraitProbe.Answers(() => file.ApplyMetadata(new Metadata(With(made, attributes, made.Modified), []), CopyLetters.Default)))
            {
                return 0;
            }

            uint wanted = attributes & FileAttribute.Carried;
            kept &= ~(file.ReadEntry().Attributes ^ wanted);
        }

        return kept;
    }

    private static bool ProbeStreams(IDestinationFile file, IDestinationFolder folder, string temporaryName)
    {
        const string Name = "snapback";
        return TraitProbe.Answers(() =>
        {
            using IDestinationFile stream = file.CreateStream(Name);
            stream.Write("x"u8, 0);
        }) && folder.ReadMetadata(temporaryName).Streams.Any(s => s.Name == Name && s.Length == 1);
    }

    private static Entry With(Entry entry, uint attributes, Timestamp modified) => new()
    {
        Name = entry.Name,
        Kind = entry.Kind,
        Modified = modified,
        Accessed = entry.Accessed,
        Created = entry.Created,
        Attributes = attributes,
    };
}
