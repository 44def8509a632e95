namespace SnapBack.Snapshots.Btrfs;

/// <summary>One line of <c>/proc/self/mountinfo</c> (man 5 proc).</summary>
/// <param name="Id">Number of the mount.</param>
/// <param name="Device">Device number of the file system, as text; one btrfs has one, whatever the subvolume.</param>
/// <param name="Root">The folder of the file system that is shown.</param>
/// <param name="Point">Full path where it is shown.</param>
internal sealed record Mount(ulong Id, string Device, string Root, string Point);
