using System.Globalization;
using SnapBack.Jobs;

namespace SnapBack.Robocopy;

/// <summary>
/// A robocopy command line with the job files that it names, read and checked; what it means is in place, nothing of this machine was looked at.
/// Immutable.
/// </summary>
public sealed record RobocopyLine
{
    private const string UsualCopyFlags = "DAT";
    private const string UsualDirCopyFlags = "DA";
    private const int UsualThreads = 8;

    /// <summary>The source folder as written; null when none is given.</summary>
    public string? Source { get; init; }

    /// <summary>The destination folder as written; null when none is given.</summary>
    public string? Destination { get; init; }

    /// <summary>Names and patterns of files to take; empty for all.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What follows /XF.</summary>
    public IReadOnlyList<string> ExcludeFiles { get; init; } = [];

    /// <summary>What follows /XD.</summary>
    public IReadOnlyList<string> ExcludeFolders { get; init; } = [];

    /// <summary>The other switches, each once with the value that holds, in the order in which they were last given.</summary>
    public IReadOnlyList<GivenSwitch> Given { get; init; } = [];

    /// <summary>The job files that were read, as they were named.</summary>
    public IReadOnlyList<string> JobFiles { get; init; } = [];

    /// <summary>The line as it stood where /SAVE was met; null without /SAVE.</summary>
    public RobocopyLine? Saved { get; init; }

    /// <summary>True when the help is asked for; nothing else counts then.</summary>
    public bool AsksForHelp { get; init; }

    /// <summary>True for robocopy's own defaults and quirks.</summary>
    public bool IsStrict => Has(SwitchTable.Strict);

    /// <summary>True when extras are deleted.</summary>
    public bool Purges => (Has(SwitchTable.Mirror) || Has(SwitchTable.Purge)) && !Has(SwitchTable.ExcludeExtra);

    /// <summary>How far the line goes into the tree.</summary>
    public Recursion Recursion =>
        Has(SwitchTable.Mirror) || Has(SwitchTable.AllSubfolders) ? Recursion.All : Has(SwitchTable.Subfolders) ? Recursion.NonEmpty : Recursion.None;

    /// <summary>The letters of /COPY that hold; empty for /NOCOPY.</summary>
    public string CopyFlags =>
        Has(SwitchTable.NoCopy) ? string.Empty
        : Has(SwitchTable.CopyAll) ? "DATSOU"
        : Has(SwitchTable.Security) ? "DATS"
        : ValueOf(SwitchTable.Copy) ?? UsualCopyFlags;

    /// <summary>The letters of /DCOPY that hold; empty for /NODCOPY.</summary>
    public string DirCopyFlags => Has(SwitchTable.NoDirCopy) ? string.Empty : ValueOf(SwitchTable.DirCopy) ?? UsualDirCopyFlags;

    /// <summary>Tries after a failure.</summary>
    public long Retries => NumberOf(SwitchTable.Retries) ?? (IsStrict ? 1_000_000 : 3);

    /// <summary>Seconds between the tries.</summary>
    public long WaitSeconds => NumberOf(SwitchTable.Wait) ?? (IsStrict ? 30 : 5);

    /// <summary>The number of /MT; null when it is not given.</summary>
    public int? Threads => Find(SwitchTable.Threads) is { } given ? (given.Value.Length == 0 ? UsualThreads : (int)Number(given)) : null;

    /// <summary>True when the switch is given.</summary>
    public bool Has(Switch wanted) => Find(wanted) is not null;

    /// <summary>The switch as given; null when it is not.</summary>
    public GivenSwitch? Find(Switch wanted) => Given.FirstOrDefault(g => g.Switch.Name == wanted.Name);

    /// <summary>The value of a switch; empty when its optional value is left out, null when the switch is not given.</summary>
    public string? ValueOf(Switch wanted) => Find(wanted)?.Value;

    /// <summary>The number of a switch; null when it is not given.</summary>
    public long? NumberOf(Switch wanted) => Find(wanted) is { } given ? Number(given) : null;

    private static long Number(GivenSwitch given) => long.Parse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture);
}
