using SnapBack.Runs;

namespace SnapBack.Cli.Explaining;

/// <summary>What an exit code means, bit by bit.</summary>
internal static class ExitCodeText
{
    private static readonly (int Bit, string Meaning)[] Bits =
    [
        (ExitMask.Copied, "files were copied"),
        (ExitMask.Extras, "the destination has, or had, entries that the source lacks (extras)"),
        (ExitMask.Mismatches, "a name is a file on one side and a folder on the other (mismatches)"),
        (ExitMask.Failed, "something failed: some files or folders could not be copied"),
        (ExitMask.NothingDone, "fatal: nothing was done, or not to the end; usage, rights, missing source or destination"),
    ];

    /// <summary>The largest mask: all five bits.</summary>
    public const int LargestMask = 31;

    /// <summary>True for codes that have a meaning.</summary>
    public static bool IsKnown(int code) => code is (>= 0 and <= LargestMask) or ExitMask.Bug or ExitMask.Cancelled;

    /// <summary>The verdict in one sentence.</summary>
    public static string Verdict(int code) => code switch
    {
        0 => "Success: nothing needed to be copied, source and destination agree.",
        ExitMask.Bug => "A bug in snapback; the log has the full text.",
        ExitMask.Cancelled => "Stopped by Ctrl+C or SIGTERM; the run is recorded as interrupted, the next one goes on from there.",
        >= ExitMask.NothingDone => "FAILURE: the job could not be done.",
        >= ExitMask.Failed => "FAILURE: the job was done, but not all of it.",
        ExitMask.Copied => "Success: files were copied.",
        _ => "Success, with something worth a look.",
    };

    /// <summary>The set bits with their meaning, smallest first; none for codes beside the mask.</summary>
    public static IEnumerable<(int Bit, string Meaning)> BitsOf(int code) => code > LargestMask ? [] : Bits.Where(b => (code & b.Bit) != 0);

    /// <summary>What to do; empty when there is nothing to do.</summary>
    public static string Advice(int code)
    {
        if (code is 0 or ExitMask.Copied or ExitMask.Bug or ExitMask.Cancelled)
        {
            return string.Empty;
        }

        if ((code & ExitMask.NothingDone) != 0)
        {
            return "Read the message on standard error or in the log: it names what is missing.";
        }

        return (code & ExitMask.Failed) != 0
            ? "Read the failures in the summary or the log, mend the reason, run again."
            : (code & ExitMask.Mismatches) != 0
                ? "Look at the entries that are a file here and a folder there; one of them is probably not wanted."
                : "Extras are deleted by a mirror only; an incremental run leaves them.";
    }
}
