namespace SnapBack.Trees;

/// <summary>
/// Tells whether two identities of volumes, as <c>VolumeOf</c> gives them (<c>ext:0123456789abcdef</c>), can mean one volume. Pure. Many file systems of
/// Linux tell the number of the device, which another disk may have tomorrow: they prove nothing, and are taken for the same.
/// </summary>
public static class VolumeIdentity
{
    // Whose number is made from their own UUID: f_fsid in fs/ext4/super.c and fs/btrfs/super.c of Linux; of Windows the serial number of a volume.
    private static readonly string[] Lasting = ["ext", "btrfs", "NTFS", "ReFS", "FAT", "FAT32", "exFAT"];

    /// <summary>True when the two are surely different volumes.</summary>
    public static bool AreDifferent(string one, string other)
    {
        (string kind, string number) = Split(one);
        (string otherKind, string otherNumber) = Split(other);
        if (kind != otherKind)
        {
            return true;
        }

        return Array.Exists(Lasting, k => kind.StartsWith(k, StringComparison.Ordinal)) && !IsNothing(number) && !IsNothing(otherNumber) && Of(kind, number) != Of(kind, otherNumber);
    }

    // The second half of btrfs's number holds that of the subvolume, which a new snapshot of the same volume changes.
    private static string Of(string kind, string number) => kind == "btrfs" && number.Length == 16 ? number[..8] : number;

    private static bool IsNothing(string number) => number.AsSpan().Trim('0').IsEmpty;

    private static (string Kind, string Number) Split(string identity)
    {
        int colon = identity.LastIndexOf(':');
        return colon < 0 ? (identity, string.Empty) : (identity[..colon], identity[(colon + 1)..]);
    }
}
