using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Platform.Linux;
using SnapBack.Snapshots.Btrfs;

namespace SnapBack.Tests.Snapshots.Btrfs;

/// <summary>The real calls, written down one by one, with a script that may step in before and after each.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FaultyCalls : IBtrfsCalls
{
    private readonly BtrfsCalls _real = new();
    private readonly List<string> _log;

    internal FaultyCalls(List<string> log)
    {
        _log = log;
    }

    /// <summary>Gets "flush one", "flushoncommit mnt", "snapshot one" or "destroy one" before the call; may throw.</summary>
    internal Action<string> Before { get; set; } = _ => { };

    /// <summary>The same after the call, with the full path of the subvolume's top and the snapshot's name; may throw.</summary>
    internal Action<string, string> After { get; set; } = (_, _) => { };

    public void Flush(SafeFileHandle folder) => Call("flush", folder, string.Empty, () => _real.Flush(folder));

    public void SetOptions(SafeFileHandle mountPoint, IReadOnlyList<string> options) =>
        Call(string.Join('+', options), mountPoint, string.Empty, () => _real.SetOptions(mountPoint, options));

    public void Snapshot(SafeFileHandle top, string name) => Call("snapshot", top, name, () => _real.Snapshot(top, name));

    public void Destroy(SafeFileHandle folder, ulong subvolumeId) => Call("destroy", folder, string.Empty, () => _real.Destroy(folder, subvolumeId));

    private void Call(string verb, SafeFileHandle top, string name, Action real)
    {
        string path = Folders.RealPath(top);
        string call = $"{verb} {Path.GetFileName(path)}";
        Before(call);
        real();
        _log.Add(call);
        After(call, $"{path}/{name}");
    }
}
