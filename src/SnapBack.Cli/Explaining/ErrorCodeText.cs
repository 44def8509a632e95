using SnapBack.Errors;

namespace SnapBack.Cli.Explaining;

/// <summary>What each stable error code means and what to do about it; a test holds this against <see cref="ErrorCode"/>.</summary>
internal static class ErrorCodeText
{
    /// <summary>Meaning and remedy of a code.</summary>
    public static (string Meaning, string Remedy) Of(ErrorCode code) => code switch
    {
        ErrorCode.Usage => (
            "The command line can't be understood: an unknown command or option, a missing value, or one word too many.",
            "'snapback COMMAND --help' prints the right form. Put paths with blanks in quotes."),
        ErrorCode.JobFileUnreadable => (
            "The job file is not there or can't be opened by this account.",
            "Check the path; in a scheduled task give a full path and look which account the task runs under."),
        ErrorCode.JobFileSyntax => (
            "The job file is not valid JSON (comments and trailing commas are allowed). The message names line and column.",
            "On Windows write every backslash twice: \"D:\\\\Data\". 'snapback job validate FILE' checks the file."),
        ErrorCode.JobInvalid => (
            "A key or value of the job is wrong: misspelled, of the wrong type, out of range, or not available in this version.",
            "The message says what is allowed. 'snapback job validate FILE' checks the file."),
        ErrorCode.SourceMissing => (
            "A source folder does not exist or is no folder. Nothing was deleted at the destination because of that.",
            "Check the path and that its disk or share is mounted."),
        ErrorCode.Overlap => (
            "A destination lies in a source, or a source in a destination, perhaps through a link or a mount. A mirror would copy or delete itself.",
            "Choose a destination outside of every source."),
        ErrorCode.DestinationUnusable => (
            "The destination can't be made, opened or locked.",
            "Check that its disk or share is there, has space, and can be written by this account."),
        ErrorCode.SourceUnreadable => (
            "The top folder of a source can't be listed. Nothing was deleted at the destination because of that.",
            "Run as root or administrator, or give the account the right to read the source."),
        ErrorCode.DestinationLocked => (
            "Another run works on the same destination.",
            "Wait until it is over; 'snapback catalog runs --last 5' shows it. If none is running, run again: the lock of a dead run is taken over."),
        ErrorCode.TooManyDeletions => (
            "The mirror would delete more than the job allows. It stopped before the first deletion.",
            "Look with --dry-run what would go. If it is right, allow it for one run with --max-delete 100%."),
        ErrorCode.SnapshotRequired => (
            "The job requires a snapshot and none could be made. Nothing was copied.",
            "The message says why. Use a volume that can be snapshotted, or --snapshot prefer to read the live tree."),
        ErrorCode.SnapshotProviderUnknown => (
            "The snapshot provider that is asked for does not exist on this system.",
            "Leave --snapshot-provider out: it is chosen from the volume."),
        ErrorCode.CatalogUnusable => (
            "The catalog can't be opened or written, so there would be no record of the run.",
            "Check space and rights of its folder, or name another file with --catalog FILE."),
        ErrorCode.CatalogMissing => (
            "There is no catalog where one was expected: nothing has been backed up with it yet, or it is another one.",
            "Name the file with --catalog FILE. Root has a catalog of its own."),
        ErrorCode.NotInCatalog => (
            "The catalog has no such run or path.",
            "'snapback catalog runs' lists the runs there are."),
        ErrorCode.NotAvailable => (
            "This version can't do that, or not on this system.",
            "'snapback help' lists what it can do."),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "There is no text for this code."),
    };
}
