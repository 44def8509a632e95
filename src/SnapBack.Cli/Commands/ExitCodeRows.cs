namespace SnapBack.Cli.Commands;

/// <summary>The exit codes as the verbs' help lists them.</summary>
internal static class ExitCodeRows
{
    /// <summary>Of a backup: robocopy's mask and what is beside it.</summary>
    public static readonly IReadOnlyList<(string Code, string Text)> OfBackup =
    [
        ("0", "nothing to do: the destination is in order"),
        ("1", "files were copied"),
        ("2", "the destination has, or had, entries that the source lacks"),
        ("4", "a name is a file on one side and a folder on the other"),
        ("8", "something failed: a file, a folder, a deletion, the snapshot"),
        ("16", "nothing was done: usage, guard, lock, source missing, snapshot required and not to be had"),
        ("70", "a bug in snapback; the log has the full text"),
        ("130", "stopped by Ctrl+C or SIGTERM; the run is recorded as interrupted"),
        ("", "1, 2, 4 and 8 add up: 9 means that files were copied and something failed."),
    ];

    /// <summary>Of a verb that answers or does not.</summary>
    public static readonly IReadOnlyList<(string Code, string Text)> OfQuestion =
    [
        ("0", "answered"),
        ("16", "not answered: usage, or what is asked about does not exist"),
        ("70", "a bug in snapback; the log has the full text"),
        ("130", "stopped by Ctrl+C or SIGTERM"),
    ];
}
