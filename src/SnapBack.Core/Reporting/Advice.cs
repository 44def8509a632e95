using SnapBack.Errors;

namespace SnapBack.Reporting;

/// <summary>What a person can do about a failure; one short sentence per kind.</summary>
public static class Advice
{
    /// <summary>The advice for a kind; empty when there is none.</summary>
    public static string For(ErrorKind kind) => kind switch
    {
        ErrorKind.AccessDenied => "Run as root or administrator, or give the account that runs the backup the right to this path.",
        ErrorKind.InUse => "Close the program that holds it, or use a snapshot (--snapshot require).",
        ErrorKind.NotFound => "It was there when it was listed; the next run settles it.",
        ErrorKind.PathTooLong => "Shorten the path at the source, or choose a destination higher up.",
        ErrorKind.InvalidName => "The destination's file system can't hold this name: rename it, or choose another destination.",
        ErrorKind.DiskFull => "Free space at the destination, then run the job again; it goes on from where it is.",
        ErrorKind.FileTooLarge => "The destination's file system has a size limit (4 GiB on FAT): choose another file system.",
        ErrorKind.ReadOnly => "Make the destination writable; look whether the system remounted it read-only after an error.",
        ErrorKind.Network => "Check the connection to the server, then run the job again.",
        ErrorKind.ReadFault => "The source's disk could not be read: check its health, and keep the copies there are.",
        ErrorKind.WriteFault => "The destination's disk did not take the data: check its health before you trust it.",
        ErrorKind.NotSupported => "The file system at the destination lacks this; choose another one, or leave the file out.",
        ErrorKind.LinkInPath => "A link stands where a folder was expected; it was not followed. Look who put it there.",
        ErrorKind.WrongKind => "It changed from file to folder or back while the run went on; the next run settles it.",
        ErrorKind.ChangedWhileRead => "A program keeps writing to it: use a snapshot (--snapshot require), or stop the program for the backup.",
        ErrorKind.MetadataNotApplied => "The data is there; times, rights or owner are not. Run as root or administrator.",
        ErrorKind.VerifyMismatch => "What was read back is not what was written: check memory, cables and the destination's disk.",
        ErrorKind.Encrypted => "Files encrypted by Windows (EFS) are not copied, because the copy would be readable; decrypt them, or leave them out with --exclude-file.",
        ErrorKind.Conflict => "Save what was changed at the destination elsewhere and delete it there, or run once with --conflict overwrite, which keeps it as an older version.",
        ErrorKind.SnapshotLost => "The snapshot was gone before the run was over; look at the space on the source volume.",
        ErrorKind.OutOfResources => "The machine ran out of memory or open files: use fewer --threads.",
        _ => string.Empty,
    };
}
