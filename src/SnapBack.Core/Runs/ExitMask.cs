using SnapBack.Jobs;

namespace SnapBack.Runs;

/// <summary>Exit codes: robocopy's bit mask, and the few codes beside it. Mirrored in <c>docs/exit-codes.md</c>; a test compares.</summary>
public static class ExitMask
{
    /// <summary>At least one file was copied.</summary>
    public const int Copied = 1;

    /// <summary>The destination has, or had, entries that the source lacks.</summary>
    public const int Extras = 2;

    /// <summary>At least one name is a file on one side and a folder on the other.</summary>
    public const int Mismatches = 4;

    /// <summary>A file, a folder, a deletion or the snapshot failed.</summary>
    public const int Failed = 8;

    /// <summary>Nothing was done: usage, guard, lock, missing source, snapshot required and not to be had.</summary>
    public const int NothingDone = 16;

    /// <summary>A bug: the full text is in the log.</summary>
    public const int Bug = 70;

    /// <summary>Stopped by Ctrl+C or SIGTERM; the run is recorded as interrupted.</summary>
    public const int Cancelled = 130;

    /// <summary>The exit code in the style that the job asks for; codes beside the mask stay.</summary>
    public static int InStyle(int code, ExitCodeStyle style) =>
        style == ExitCodeStyle.Robocopy || code is Bug or Cancelled ? code : code < Failed ? 0 : 1;
}
