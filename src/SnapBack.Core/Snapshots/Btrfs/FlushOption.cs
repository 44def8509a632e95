using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform;
using SnapBack.Platform.Linux;
using SnapBack.Runs;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// The option <c>flushoncommit</c> of one btrfs, turned on while a set is made: with it a snapshot holds what programs wrote without flushing as of one
/// moment, without it as of several (https://btrfs.readthedocs.io/en/latest/Administration.html#mount-options). Belongs to one set; whatever it could
/// not do or met on the way is in <see cref="Notices"/>.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class FlushOption
{
    private const string On = "flushoncommit";
    private const string Off = "noflushoncommit";

    // Linux 6.18 turns access lists on at any change of options that does not repeat this one; no other option behaves so.
    private const string NoAccessLists = "noacl";
    private const string ReadOnly = "ro";

    private readonly IBtrfsCalls _calls;
    private readonly Subvolume _subvolume;
    private readonly List<Notice> _notices = [];
    private string? _before;

    /// <summary>Takes any subvolume of the file system.</summary>
    internal FlushOption(IBtrfsCalls calls, Subvolume subvolume)
    {
        _calls = calls;
        _subvolume = subvolume;
    }

    /// <summary>What the owner of the run must know.</summary>
    internal IReadOnlyList<Notice> Notices => _notices;

    private string Place => $"the file system of '{DisplayText.Escape(_subvolume.TopPath)}'";

    /// <summary>Turns it on. True when it was off and must be turned back; false when it was on already, or can't be turned on.</summary>
    internal bool TurnOn()
    {
        try
        {
            string before = Mount(MountTable.Read()).Options;
            if (Split(before).Contains(On))
            {
                return false;
            }

            Set(On);
            _before = before;
            return true;
        }
        catch (IOException failure)
        {
            TellWeaker($"{failure.Message}.");
            return false;
        }
    }

    /// <summary>Asked right after the snapshots were made: was it on until the end?</summary>
    internal void Check()
    {
        try
        {
            if (_notices.Count == 0 && !Split(Mount(MountTable.Read()).Options).Contains(On))
            {
                TellWeaker("another program turned it off meanwhile.");
            }
        }
        catch (IOException failure)
        {
            TellWeaker($"{failure.Message}.");
        }
    }

    /// <summary>Turns it off again, when <see cref="TurnOn"/> turned it on and it still is.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    internal void TurnBack()
    {
        if (Split(Mount(MountTable.Read()).Options).Contains(On))
        {
            Set(Off);
        }

        string now = Mount(MountTable.Read()).Options;
        if (_before is { } before && now != before)
        {
            _notices.Add(new Notice(
                "mount-options-changed",
                $"While the snapshot was made, the options of {Place} changed from '{DisplayText.Escape(before)}' to '{DisplayText.Escape(now)}'; "
                + "'mount -o remount,...' sets them back where nobody else meant to change them."));
        }
    }

    // The path of the subvolume stands last; older kernels do not escape a comma in it.
    private static string[] Split(string options)
    {
        int end = options.IndexOf(",subvol=", StringComparison.Ordinal);
        return (end < 0 ? options : options[..end]).Split(',');
    }

    private void Set(string option)
    {
        MountTable mounts = MountTable.Read();
        MountPoint mount = Mount(mounts);
        string[] now = Split(mount.Options);
        if (now.Contains(ReadOnly))
        {
            // The change would turn a read-only file system into one that is written to.
            throw Errno.Exception(Errno.EROFS, "change the file system's options");
        }

        using SafeFileHandle root = OpenMount(mounts, mount);
        _calls.SetOptions(root, now.Contains(NoAccessLists) ? [NoAccessLists, option] : [option]);
    }

    private MountPoint Mount(MountTable mounts)
    {
        ulong id = FileIdentity.Read(_subvolume.Top).MountId;
        return mounts.Mounts.FirstOrDefault(mount => mount.Id == id) ?? throw Errno.Exception(Errno.ENOENT, "find the file system among the mounts");
    }

    // Options are changed at a mount's top folder, and any mount of the file system will do. Another mount may hide it.
    private static SafeFileHandle OpenMount(MountTable mounts, MountPoint own) =>
        mounts.Mounts.Where(mount => mount.Device == own.Device).OrderByDescending(mount => mount.Id == own.Id)
            .Select(TopOf).FirstOrDefault(top => top is not null)
        ?? throw Errno.Exception(Errno.ENOENT, "find a place where the file system is mounted");

    private static SafeFileHandle? TopOf(MountPoint mount)
    {
        try
        {
            using SafeFileHandle found = Folders.Open(mount.Folder);
            return FileIdentity.Read(found).MountId == mount.Id ? Folders.OpenChild(found, ".") : null;
        }
        catch (TreeException)
        {
            // That way is closed; another mount may be open.
            return null;
        }
    }

    private void TellWeaker(string why) => _notices.Add(new Notice(
        "crash-consistency-weaker",
        $"'{On}' was not on for {Place} while the snapshot was made: {why} Data that programs wrote without flushing it may be of slightly different moments; "
        + $"mounting with '{On}' avoids this."));
}
