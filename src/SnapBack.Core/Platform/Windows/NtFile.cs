using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;

namespace SnapBack.Platform.Windows;

/// <summary>
/// Files and folders by handle. An entry is named by one component below an open folder, so that nothing above it can lead astray. Members return
/// the system's answer (NTSTATUS) or throw <see cref="TreeException"/>. Thread-safe.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe class NtFile
{
    /// <summary>Options to open what stands under a name, a link itself and not what it leads to.</summary>
    public const uint Itself = Ntdll.FILE_OPEN_REPARSE_POINT | Ntdll.FILE_OPEN_FOR_BACKUP_INTENT | Ntdll.FILE_SYNCHRONOUS_IO_NONALERT;

    private const int MostNameChars = ushort.MaxValue / sizeof(char);
    private const int NameInRename = 20;

    private static volatile bool _hasQueryByName = true;

    /// <summary>Opens or makes an entry of an open folder, whatever the case of its name.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">One component, possibly with a stream's name; empty for the folder itself.</param>
    /// <param name="access">What will be done with it.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="disposition">FILE_OPEN, FILE_CREATE, ...</param>
    /// <param name="options">How; most often <see cref="Itself"/>.</param>
    /// <param name="handle">The handle; invalid when an error is returned.</param>
    /// <param name="attributes">More OBJ_ flags.</param>
    public static int Open(
        SafeFileHandle folder, string name, uint access, uint share, uint disposition, uint options, out SafeFileHandle handle, uint attributes = 0)
    {
        nint opened = -1;
        int status;
        using (Named named = new(folder))
        {
            fixed (char* text = name)
            {
                Ntdll.UnicodeString unicode = TextOf(text, name);
                Ntdll.ObjectAttributes which = named.With(&unicode, attributes);
                Ntdll.IoStatus io;
                nint raw;
                status = Ntdll.NtCreateFile(&raw, access, &which, &io, null, FileAttribute.NORMAL, share, disposition, options, null, 0);
                opened = status >= 0 ? raw : opened;
            }
        }

        handle = new SafeFileHandle(opened, ownsHandle: true);
        return status;
    }

    /// <summary>Opens a file or folder by its full path, links on the way and at its end followed.</summary>
    /// <param name="path">A path as <see cref="Paths.WindowsPath.ToDevice"/> gives it.</param>
    /// <param name="access">What will be done with it.</param>
    /// <param name="phase">For the error.</param>
    public static SafeFileHandle OpenPath(string path, uint access, string phase)
    {
        SafeFileHandle handle = Kernel32.CreateFile(path, access, Ntdll.FILE_SHARE_ALL, 0, Kernel32.OPEN_EXISTING, Kernel32.FILE_FLAG_BACKUP_SEMANTICS, 0);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        TreeException failure = Win32Error.Last(phase);
        handle.Dispose();
        throw failure;
    }

    /// <summary>What stands under a name, without following it. Where the system can it is asked without opening anything.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">One component.</param>
    /// <param name="facts">What it is, when 0 is returned.</param>
    public static int Look(SafeFileHandle folder, string name, out FileFacts facts)
    {
        if (_hasQueryByName)
        {
            int quick = LookByName(folder, name, out facts);
            // Only an open by handle may make use of the privileges of a backup.
            if (quick >= 0 || (!Win32Error.IsLacking(quick) && quick != Win32Error.STATUS_ACCESS_DENIED))
            {
                return quick;
            }
        }

        int status = Open(folder, name, Ntdll.FILE_READ_ATTRIBUTES | Ntdll.SYNCHRONIZE, Ntdll.FILE_SHARE_ALL, Ntdll.FILE_OPEN, Itself, out SafeFileHandle handle);
        using (handle)
        {
            facts = default;
            return status < 0 ? status : Facts(handle, out facts);
        }
    }

    /// <summary>Serial number of the volume that a handle's file lies on.</summary>
    public static uint VolumeSerial(SafeFileHandle handle)
    {
        // FILE_FS_VOLUME_INFORMATION: time (8 bytes), serial number (4), length of the label, the label.
        byte* buffer = stackalloc byte[64];
        Ntdll.IoStatus io;
        int status = Ntdll.NtQueryVolumeInformationFile(handle, &io, buffer, 64, Ntdll.FileFsVolumeInformation);
        return status is >= 0 or Win32Error.STATUS_BUFFER_OVERFLOW ? *(uint*)(buffer + 8) : 0;
    }

    /// <summary>Name and abilities (FILE_FS_ATTRIBUTE_INFORMATION) of the file system behind a handle.</summary>
    public static (string Name, uint Abilities) FileSystem(SafeFileHandle handle)
    {
        const int Bytes = 256;
        byte* buffer = stackalloc byte[Bytes];
        Ntdll.IoStatus io;
        int status = Ntdll.NtQueryVolumeInformationFile(handle, &io, buffer, Bytes, Ntdll.FileFsAttributeInformation);
        if (status is < 0 and not Win32Error.STATUS_BUFFER_OVERFLOW)
        {
            return (string.Empty, 0);
        }

        int length = (int)Math.Min(*(uint*)(buffer + 8), Bytes - 12);
        return (new string((char*)(buffer + 12), 0, length / sizeof(char)), *(uint*)buffer);
    }

    /// <summary>True when the file system behind a handle is another machine's.</summary>
    public static bool IsRemote(SafeFileHandle handle)
    {
        Ntdll.FsDeviceInformation device;
        Ntdll.IoStatus io;
        return Ntdll.NtQueryVolumeInformationFile(handle, &io, &device, (uint)sizeof(Ntdll.FsDeviceInformation), Ntdll.FileFsDeviceInformation) >= 0
            && (device.Characteristics & Ntdll.FILE_REMOTE_DEVICE) != 0;
    }

    /// <summary>The path of an open file on its volume, from the volume's root; null when it can't be told.</summary>
    public static string? PathOnVolume(SafeFileHandle handle)
    {
        // FILE_NAME_INFORMATION: length in bytes (4), the path.
        byte[] buffer = new byte[1024];
        while (true)
        {
            Ntdll.IoStatus io;
            fixed (byte* b = buffer)
            {
                int status = Ntdll.NtQueryInformationFile(handle, &io, b, (uint)buffer.Length, Ntdll.FileNameInformation);
                if (status >= 0)
                {
                    return new string((char*)(b + 4), 0, (int)(*(uint*)b / sizeof(char)));
                }

                if (status != Win32Error.STATUS_BUFFER_OVERFLOW || buffer.Length > ushort.MaxValue)
                {
                    return null;
                }
            }

            buffer = new byte[ushort.MaxValue + 9];
        }
    }

    /// <summary>The full path of an open file, without links, in one of the forms VOLUME_NAME_*; null when Windows has none.</summary>
    public static string? FinalPath(SafeFileHandle handle, uint form)
    {
        char[] buffer = new char[600];
        while (true)
        {
            uint length;
            fixed (char* text = buffer)
            {
                length = Kernel32.GetFinalPathNameByHandle(handle, text, (uint)buffer.Length, form);
            }

            if (length == 0)
            {
                return null;
            }

            if (length < buffer.Length)
            {
                return new string(buffer, 0, (int)length);
            }

            buffer = new char[length + 1];
        }
    }

    /// <summary>Sets times and attributes; 0 leaves a time or all attributes as they are.</summary>
    public static int SetBasic(SafeFileHandle handle, Ntdll.BasicInformation wanted)
    {
        Ntdll.IoStatus io;
        return Ntdll.NtSetInformationFile(handle, &io, &wanted, (uint)sizeof(Ntdll.BasicInformation), Ntdll.FileBasicInformation);
    }

    /// <summary>Times and attributes.</summary>
    public static int GetBasic(SafeFileHandle handle, out Ntdll.BasicInformation basic)
    {
        Ntdll.IoStatus io;
        fixed (Ntdll.BasicInformation* result = &basic)
        {
            return Ntdll.NtQueryInformationFile(handle, &io, result, (uint)sizeof(Ntdll.BasicInformation), Ntdll.FileBasicInformation);
        }
    }

    /// <summary>Gives an open file another name.</summary>
    /// <param name="handle">The file.</param>
    /// <param name="folder">The folder of the new name.</param>
    /// <param name="name">One component.</param>
    /// <param name="flags">FILE_RENAME_*, or 1 to replace with the older classes.</param>
    /// <param name="what">FileRenameInformation(Ex) or FileLinkInformation.</param>
    public static int Rename(SafeFileHandle handle, SafeFileHandle folder, string name, uint flags, int what)
    {
        int bytes = NameInRename + (name.Length * sizeof(char));
        byte* buffer = stackalloc byte[bytes < 1024 ? 1024 : bytes];
        using Named root = new(folder);
        *(Ntdll.RenameInformation*)buffer = new Ntdll.RenameInformation { Flags = flags, RootDirectory = root.Handle, NameBytes = (uint)(name.Length * sizeof(char)) };
        name.CopyTo(new Span<char>(buffer + NameInRename, name.Length));
        Ntdll.IoStatus io;
        return Ntdll.NtSetInformationFile(handle, &io, buffer, (uint)Math.Max(bytes, sizeof(Ntdll.RenameInformation)), what);
    }

    /// <summary>Sends a control code to the file system.</summary>
    public static int Control(SafeFileHandle handle, uint code, ReadOnlySpan<byte> input, Span<byte> output, out int returned)
    {
        Ntdll.IoStatus io = default;
        fixed (byte* from = input)
        fixed (byte* to = output)
        {
            int status = Ntdll.NtFsControlFile(handle, 0, 0, 0, &io, code, from, (uint)input.Length, to, (uint)output.Length);
            returned = (int)io.Information;
            return status;
        }
    }

    private static int LookByName(SafeFileHandle folder, string name, out FileFacts facts)
    {
        facts = default;
        Ntdll.StatInformation stat = default;
        int status;
        try
        {
            using Named named = new(folder);
            fixed (char* text = name)
            {
                Ntdll.UnicodeString unicode = TextOf(text, name);
                Ntdll.ObjectAttributes which = named.With(&unicode, 0);
                Ntdll.IoStatus io;
                status = Ntdll.NtQueryInformationByName(&which, &io, &stat, (uint)sizeof(Ntdll.StatInformation), Ntdll.FileStatInformation);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // Windows before 10 1709: each file is opened for a moment instead.
            status = Win32Error.STATUS_NOT_IMPLEMENTED;
        }

        if (status < 0)
        {
            _hasQueryByName &= status != Win32Error.STATUS_NOT_IMPLEMENTED;
            return status;
        }

        facts = new FileFacts
        {
            Created = stat.Created,
            Accessed = stat.Accessed,
            Written = stat.Written,
            Changed = stat.Changed,
            Size = stat.Size,
            Allocated = stat.Allocated,
            FileId = IdOf(stat.FileId),
            Attributes = stat.Attributes,
            Tag = (stat.Attributes & FileAttribute.REPARSE_POINT) != 0 ? stat.Tag : 0,
            LinkCount = stat.LinkCount,
        };
        return status;
    }

    /// <summary>What an open handle holds.</summary>
    public static int Facts(SafeFileHandle handle, out FileFacts facts)
    {
        facts = default;
        Ntdll.AllInformation all;
        Ntdll.IoStatus io;
        int status = Ntdll.NtQueryInformationFile(handle, &io, &all, (uint)sizeof(Ntdll.AllInformation), Ntdll.FileAllInformation);
        if (status is < 0 and not Win32Error.STATUS_BUFFER_OVERFLOW)
        {
            return status;
        }

        Ntdll.AttributeTagInformation tag = default;
        if ((all.Basic.Attributes & FileAttribute.REPARSE_POINT) != 0)
        {
            status = Ntdll.NtQueryInformationFile(handle, &io, &tag, (uint)sizeof(Ntdll.AttributeTagInformation), Ntdll.FileAttributeTagInformation);
            if (status < 0)
            {
                return status;
            }
        }

        facts = new FileFacts
        {
            Created = all.Basic.Created,
            Accessed = all.Basic.Accessed,
            Written = all.Basic.Written,
            Changed = all.Basic.Changed,
            Size = all.Size,
            Allocated = all.Allocated,
            FileId = IdOf(all.FileId),
            Attributes = all.Basic.Attributes,
            Tag = tag.Tag,
            LinkCount = all.LinkCount,
        };
        return Win32Error.STATUS_SUCCESS;
    }

    /// <summary>A file system that can't put its number into 64 bits gives -1.</summary>
    public static ulong IdOf(long id) => id == -1 ? 0 : unchecked((ulong)id);

    private static Ntdll.UnicodeString TextOf(char* text, string name)
    {
        if (name.Length > MostNameChars)
        {
            throw Win32Error.Exception(Win32Error.ERROR_FILENAME_EXCED_RANGE, "open");
        }

        ushort bytes = (ushort)(name.Length * sizeof(char));
        return new Ntdll.UnicodeString { Length = bytes, MaximumLength = bytes, Buffer = text };
    }

    /// <summary>Keeps a folder's handle from being closed while a call names something by it.</summary>
    private readonly ref struct Named
    {
        private readonly SafeFileHandle _folder;

        public Named(SafeFileHandle folder)
        {
            bool isHeld = false;
            folder.DangerousAddRef(ref isHeld);
            _folder = folder;
        }

        public nint Handle => _folder.DangerousGetHandle();

        public Ntdll.ObjectAttributes With(Ntdll.UnicodeString* name, uint attributes) => new()
        {
            Length = (uint)sizeof(Ntdll.ObjectAttributes),
            RootDirectory = Handle,
            Name = name,
            Attributes = Ntdll.OBJ_CASE_INSENSITIVE | attributes,
        };

        public void Dispose() => _folder.DangerousRelease();
    }
}
