namespace SnapBack.Robocopy.Log;

/// <summary>
/// How a log in robocopy's layout is to look and where it goes: the logging switches of a command line. Immutable; the defaults are those of a line
/// without any such switch.
/// </summary>
public sealed record LogStyle
{
    /// <summary>A line without any logging switch.</summary>
    public static readonly LogStyle Default = new();

    /// <summary>The header before the first line (without <c>/NJH</c>).</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The table of numbers at the end (without <c>/NJS</c>).</summary>
    public bool HasSummary { get; init; } = true;

    /// <summary>A line for each file (without <c>/NFL</c>); failures are told in any case.</summary>
    public bool HasFileLines { get; init; } = true;

    /// <summary>A line for each folder (without <c>/NDL</c>); where there is none, file lines hold full paths.</summary>
    public bool HasFolderLines { get; init; } = true;

    /// <summary>The column of classes (without <c>/NC</c>).</summary>
    public bool HasClasses { get; init; } = true;

    /// <summary>The column of sizes (without <c>/NS</c>).</summary>
    public bool HasSizes { get; init; } = true;

    /// <summary>How much of a file is copied, after its line (without <c>/NP</c>).</summary>
    public bool HasProgress { get; init; } = true;

    /// <summary>Lines for files that are skipped, with the reason (<c>/V</c>).</summary>
    public bool HasSkipped { get; init; }

    /// <summary>All extras, not only those that match the files asked for (<c>/X</c>).</summary>
    public bool HasAllExtras { get; init; }

    /// <summary>Last write of the source's file, in UTC (<c>/TS</c>).</summary>
    public bool HasTimestamps { get; init; }

    /// <summary>Full paths on file lines (<c>/FP</c>).</summary>
    public bool HasFullPaths { get; init; }

    /// <summary>Sizes as plain numbers of bytes (<c>/BYTES</c>).</summary>
    public bool IsInBytes { get; init; }

    /// <summary>When each file began and is expected to end (<c>/ETA</c>).</summary>
    public bool HasEstimates { get; init; }

    /// <summary>Several copies at once (<c>/MT</c>): no lines for the folders that are walked, full paths on file lines.</summary>
    public bool IsParallel { get; init; }

    /// <summary>Only a list of what would be done (<c>/L</c>): no progress.</summary>
    public bool IsListOnly { get; init; }

    /// <summary>SnapBack's own facts after the table: which view was read, what its owner must know, the result in words.</summary>
    public bool HasOwnFacts { get; init; } = true;

    /// <summary>What stands between the names of a path.</summary>
    public char Separator { get; init; } = Path.DirectorySeparatorChar;

    /// <summary>The log file (<c>/LOG</c>, <c>/LOG+</c>, <c>/UNILOG</c>, <c>/UNILOG+</c>), or null for the console alone.</summary>
    public LogPlace? File { get; init; }

    /// <summary>Also to the console although there is a file (<c>/TEE</c>).</summary>
    public bool IsOnConsoleToo { get; init; }

    /// <summary>True when file lines hold full paths.</summary>
    public bool NamesAreFull => HasFullPaths || IsParallel || !HasFolderLines;

    /// <summary>True when how much is copied is told.</summary>
    public bool TellsProgress => HasProgress && HasFileLines && !IsListOnly;
}
