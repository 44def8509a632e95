using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Platform.Windows;

namespace SnapBack.Trees.Windows;

/// <summary>
/// Reads the streams and sets times and attributes of what a handle holds. Times and attributes are set in one call and last, because everything
/// else moves them; a file that is read-only from then on takes nothing more. The security descriptor is set before.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe class WindowsMetadata
{
    private const string DataType = ":$DATA";

    /// <summary>The named streams of a file or folder, sorted without case; empty where the file system does not tell.</summary>
    public static IReadOnlyList<NamedStream> Streams(SafeFileHandle handle, WindowsTree tree)
    {
        byte[] buffer = new byte[1024];
        while (true)
        {
            Ntdll.IoStatus io = default;
            int status;
            fixed (byte* b = buffer)
            {
                status = Ntdll.NtQueryInformationFile(handle, &io, b, (uint)buffer.Length, Ntdll.FileStreamInformation);
            }

            if (status >= 0)
            {
                return Parse(buffer.AsSpan(0, (int)io.Information));
            }

            if (status == Win32Error.STATUS_BUFFER_OVERFLOW && buffer.Length < 16 * 1024 * 1024)
            {
                buffer = new byte[buffer.Length * 4];
                continue;
            }

            // A folder without any stream has none to tell of.
            return Win32Error.IsLacking(status) || status == Win32Error.STATUS_END_OF_FILE ? [] : throw tree.Failure(status, "read attributes");
        }
    }

    /// <summary>Sets the given parts, as far as the file system keeps them.</summary>
    /// <param name="handle">Open for writing attributes, and with the rights for a descriptor where one is to be set.</param>
    /// <param name="wanted">The source's.</param>
    /// <param name="parts">Which of it.</param>
    /// <param name="tree">The destination.</param>
    /// <param name="keep">Attributes that stay as they are.</param>
    public static AppliedMetadata Apply(SafeFileHandle handle, Metadata wanted, CopyParts parts, WindowsTree tree, uint keep = 0)
    {
        bool setsAttributes = parts.HasFlag(CopyParts.Attributes);
        bool setsTimes = parts.HasFlag(CopyParts.Times);
        Entry entry = wanted.Entry;
        MetadataLoss loss = wanted.Streams.Count > 0 && !tree.Traits.KeepsStreams && !parts.HasFlag(CopyParts.SkipStreams) ? MetadataLoss.Streams : MetadataLoss.None;
        SecurityResult security = tree.ApplySecurity(handle, wanted, parts);
        loss |= security == SecurityResult.NotHeld ? MetadataLoss.Security : MetadataLoss.None;
        uint attributes = 0;
        if (setsAttributes)
        {
            // Where the archive mark can't be taken away it is there, which nobody misses.
            loss |= (entry.Attributes & FileAttribute.Carried & ~FileAttribute.ARCHIVE & ~tree.Traits.AttributesKept) != 0 ? MetadataLoss.Attributes : MetadataLoss.None;
            if ((entry.Attributes & FileAttribute.COMPRESSED) != 0 && !entry.IsLink)
            {
                Compress(handle);
            }

            attributes = AttributesOf(handle, entry.Attributes & tree.Traits.AttributesKept, keep);
        }

        int status = NtFile.SetBasic(handle, new Ntdll.BasicInformation
        {
            Created = setsTimes ? entry.Created.ToFileTime() : 0,
            Accessed = setsTimes ? entry.Accessed.ToFileTime() : 0,
            Written = setsTimes ? entry.Modified.ToFileTime() : 0,
            Attributes = attributes,
        });
        return status >= 0 ? new AppliedMetadata(loss, security) : throw NotApplied(status);
    }

    // 0 would mean that they are to stay.
    private static uint AttributesOf(SafeFileHandle handle, uint wanted, uint keep)
    {
        uint attributes = wanted & ~keep;
        if (keep != 0 && NtFile.GetBasic(handle, out Ntdll.BasicInformation present) >= 0)
        {
            attributes |= present.Attributes & keep;
        }

        return attributes == 0 ? FileAttribute.NORMAL : attributes;
    }

    // How content is stored is no property of it: where the destination has no compression, or the handle may not ask for it, the file is the same.
    private static void Compress(SafeFileHandle handle)
    {
        Span<byte> format = [(byte)Ntdll.COMPRESSION_FORMAT_DEFAULT, 0];
        _ = NtFile.Control(handle, Ntdll.FSCTL_SET_COMPRESSION, format, [], out _);
    }

    private static TreeException NotApplied(int status)
    {
        ActionError error = Win32Error.FromStatus(status, "set times and attributes").Error;
        return new TreeException(error.Kind == ErrorKind.DiskFull ? error : error with { Kind = ErrorKind.MetadataNotApplied });
    }

    // ":name:$DATA"; the data itself is "::$DATA". Streams of other types are the file system's own.
    private static List<NamedStream> Parse(ReadOnlySpan<byte> buffer)
    {
        List<NamedStream> streams = [];
        int at = 0;
        fixed (byte* b = buffer)
        {
            while (at + sizeof(Ntdll.StreamInformation) <= buffer.Length)
            {
                Ntdll.StreamInformation* entry = (Ntdll.StreamInformation*)(b + at);
                int length = (int)Math.Min(entry->NameBytes, (uint)(buffer.Length - at - sizeof(Ntdll.StreamInformation))) / sizeof(char);
                string name = new((char*)(b + at + sizeof(Ntdll.StreamInformation)), 0, length);
                if (name.Length > DataType.Length + 1 && name[0] == ':' && name.EndsWith(DataType, StringComparison.OrdinalIgnoreCase))
                {
                    streams.Add(new NamedStream(name[1..^DataType.Length], entry->Size));
                }

                if (entry->NextOffset == 0)
                {
                    break;
                }

                at += (int)entry->NextOffset;
            }
        }

        streams.Sort((a, b) => NameOrder.IgnoreCase.Compare(a.Name, b.Name));
        return streams;
    }
}
