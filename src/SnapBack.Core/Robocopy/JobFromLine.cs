using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Robocopy;

/// <summary>
/// What a line means as a job: the texts that a job file would have, so that both ways into the program end in the same rules. Where a pattern with
/// a separator leads depends on the folders; links on the disk may be looked at for '..', nothing is changed.
/// </summary>
public sealed class JobFromLine
{
    private const string UsualName = "robocopy";

    private static readonly char[] OfWindows = ['\\', '/'];
    private static readonly char[] Separators = OperatingSystem.IsWindows() ? OfWindows : ['/'];

    private readonly bool _isForWindows;
    private readonly RobocopyLine _line;
    private readonly string _folder;
    private readonly List<LineRemark> _remarks;
    private readonly string _source;
    private readonly string _destination;

    private JobFromLine(RobocopyLine line, string folder, bool isForWindows)
    {
        _isForWindows = isForWindows;
        _line = line;
        _folder = folder;
        _remarks = [.. LineRules.Remarks(line)];
        _source = FullFolder(line.Source, SwitchTable.Source);
        _destination = FullFolder(line.Destination, SwitchTable.Destination);
    }

    /// <summary>The job that <paramref name="line"/> describes, and what its author should know.</summary>
    /// <param name="line">A line with both folders.</param>
    /// <param name="folder">Full path of the folder that relative paths start from.</param>
    /// <param name="clock">Clock for ages in days; the system's when null.</param>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyLine"/>.</exception>
    public static (Job Job, IReadOnlyList<LineRemark> Remarks) Make(RobocopyLine line, string folder, TimeProvider? clock = null)
    {
        (JobOverrides texts, IReadOnlyList<LineRemark> remarks) = Texts(line, folder);
        try
        {
            return (JobFile.FromOverrides(texts, clock), remarks);
        }
        catch (SnapBackException e) when (e.Code is ErrorCode.Usage or ErrorCode.JobInvalid)
        {
            // What only the values together make wrong, such as /MIN above /MAX, is said in the words of the job's options.
            throw LineErrors.Incomplete(e.Message.Replace("; nothing was touched", string.Empty, StringComparison.Ordinal), e.Hint.Length > 0 ? e.Hint : "The names are those of the job's options.");
        }
    }

    /// <summary>As <see cref="Make"/>, before the values are parsed.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyLine"/>.</exception>
    public static (JobOverrides Texts, IReadOnlyList<LineRemark> Remarks) Texts(RobocopyLine line, string folder)
    {
        JobFromLine making = new(line, folder, isForWindows: false);
        JobOverrides texts = making.Copying(making.Selecting(making.Basics()));
        return (texts, making._remarks);
    }

    /// <summary>True on other systems than Windows for a line whose folders are full paths of Windows.</summary>
    public static bool IsForWindows(RobocopyLine line) =>
        !OperatingSystem.IsWindows() && line.Source is { } source && line.Destination is { } destination && IsWindowsPath(source) && IsWindowsPath(destination);

    /// <summary>As <see cref="Texts"/>, for a line of another machine: its paths are taken as they are written and held against nothing here.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyLine"/>.</exception>
    public static (JobOverrides Texts, IReadOnlyList<LineRemark> Remarks) TextsForWindows(RobocopyLine line)
    {
        JobFromLine making = new(line, string.Empty, isForWindows: true);
        JobOverrides texts = making.Copying(making.Selecting(making.Basics()));
        return (texts, making._remarks);
    }

    // A drive with a separator behind it, or a share.
    private static bool IsWindowsPath(string path) =>
        path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && OfWindows.Contains(path[2]));

    private JobOverrides Basics() => new()
    {
        Name = _line.JobFiles is [string only] && ValueText.TryName(NameOf(only), out _) ? NameOf(only) : UsualName,
        Source = _source,
        Destination = _destination,
        Mode = Has(SwitchTable.Mirror) || Has(SwitchTable.Purge) ? "mirror" : "incremental",
        Snapshot = _line.ValueOf(SwitchTable.Vss) switch
        {
            null => _line.IsStrict ? "never" : null,
            "" => "prefer",
            { } word => word,
        },
        Verify = Has(SwitchTable.Verify) ? "written" : null,
        KeepVersions = Flag(SwitchTable.Versions),
        MaxDelete = _line.ValueOf(SwitchTable.MaxDelete) ?? (_line.IsStrict ? "100%" : null),
        MaxChange = _line.ValueOf(SwitchTable.MaxChange) ?? (_line.IsStrict ? "100%" : null),
        AcceptSource = Has(SwitchTable.AcceptSource) || _line.IsStrict,
        AcceptDestination = Has(SwitchTable.AcceptDestination) || _line.IsStrict,
        Catalog = _line.ValueOf(SwitchTable.Catalog) is { } catalog ? FullFile(catalog, SwitchTable.Catalog) : null,
        DryRun = Has(SwitchTable.ListOnly),
        Retry = Clamped(SwitchTable.Retries, _line.Retries, JobOptions.Retry.Maximum),
        RetryWait = Clamped(SwitchTable.Wait, _line.WaitSeconds, JobOptions.RetryWait.Maximum),
        WaitForShare = Flag(SwitchTable.WaitForShare),
        Floor = _line.ValueOf(SwitchTable.LowFreeSpace) is { } floor ? (floor.Length == 0 ? "10%" : floor) : null,
        Threads = Threads(),
    };

    private JobOverrides Selecting(JobOverrides texts) => texts with
    {
        IncludeFile = OptionsEcho.TakesAll(_line) || _line.Files.Any(IsEveryName) ? null : Names(_line.Files),
        ExcludeFile = NullWhenEmpty([.. Patterns(_line.ExcludeFiles, "/XF"), .. OwnLogs()]),
        ExcludeDir = NullWhenEmpty([.. Patterns(_line.ExcludeFolders, "/XD")]),
        MinSize = _line.ValueOf(SwitchTable.MinSize),
        MaxSize = _line.ValueOf(SwitchTable.MaxSize),
        MinAge = _line.ValueOf(SwitchTable.MinAge),
        MaxAge = _line.ValueOf(SwitchTable.MaxAge),
        MinLastAccess = _line.ValueOf(SwitchTable.MinLastAccess),
        MaxLastAccess = _line.ValueOf(SwitchTable.MaxLastAccess),
        OnlyArchive = Has(SwitchTable.Archive) || Has(SwitchTable.ArchiveReset) ? "true" : null,
        IncludeAttributes = _line.ValueOf(SwitchTable.IncludeAttributes),
        ExcludeAttributes = _line.ValueOf(SwitchTable.ExcludeAttributes),
        Recurse = _line.Recursion switch
        {
            Recursion.None => "none",
            Recursion.NonEmpty => "nonEmpty",
            _ => null,
        },
        Levels = _line.NumberOf(SwitchTable.Levels) is > 0 ? _line.ValueOf(SwitchTable.Levels) : null,
        SkipClasses = NullWhenEmpty([.. SkippedClasses()]),
        TakeClasses = NullWhenEmpty([.. TakenClasses()]),
        Junctions = Link(SwitchTable.ExcludeFolderLinks, SwitchTable.CopyJunctions),
        FolderLinks = Link(SwitchTable.ExcludeFolderLinks, SwitchTable.CopySymbolicLinks),
        FileLinks = Link(SwitchTable.ExcludeFileLinks, SwitchTable.CopySymbolicLinks),
        TimeTolerance = Has(SwitchTable.FatTimes) ? "2" : null,
        IgnoreDst = Flag(SwitchTable.DaylightSaving),
    };

    private JobOverrides Copying(JobOverrides texts) => texts with
    {
        Copy = CopyLettersOfFiles(),
        DirCopy = _line.DirCopyFlags.Length == 0 ? CopyLetters.Nothing : _line.DirCopyFlags,
        FixSecurity = Flag(SwitchTable.FixSecurity),
        FixTimes = Flag(SwitchTable.FixTimes),
        RootSecurity = Has(SwitchTable.Mirror) && _line.CopyFlags.AsSpan().ContainsAny("SOU") ? "true" : null,
        Move = Has(SwitchTable.MoveAll) ? "all" : Has(SwitchTable.MoveFiles) ? "files" : null,
        StructureOnly = Flag(SwitchTable.Create),
        ResetArchive = Flag(SwitchTable.ArchiveReset),
        AddAttributes = _line.ValueOf(SwitchTable.AddAttributes),
        RemoveAttributes = _line.ValueOf(SwitchTable.RemoveAttributes),
        Restartable = Has(SwitchTable.Restartable) || Has(SwitchTable.RestartableBackup) ? "true" : null,
        Unbuffered = Flag(SwitchTable.Unbuffered),
        NoClone = Flag(SwitchTable.NoClone),
        NoOffload = Flag(SwitchTable.NoOffload),
        NoSparse = _line.ValueOf(SwitchTable.Sparse) is { } sparse && sparse.Equals("N", StringComparison.OrdinalIgnoreCase) ? "true" : null,
        Gap = _line.ValueOf(SwitchTable.Gap),
        ThrottleFrom = _line.ValueOf(SwitchTable.Threshold),
        IoSize = _line.ValueOf(SwitchTable.IoSize),
        Bandwidth = _line.ValueOf(SwitchTable.IoRate),
        Hours = _line.ValueOf(SwitchTable.RunHours),
        HoursPerFile = Flag(SwitchTable.HoursPerFile),
        MonitorChanges = _line.ValueOf(SwitchTable.MonitorChanges),
        MonitorMinutes = _line.ValueOf(SwitchTable.MonitorMinutes),
    };

    private static string NameOf(string jobFile) => Path.GetFileNameWithoutExtension(jobFile.Replace('\\', '/'));

    private static string[]? NullWhenEmpty(string[] texts) => texts.Length == 0 ? null : texts;

    private static bool IsEveryName(string name) => name is "*.*" or "*";

    // What a line says of one name twice is said once; an empty pattern is none.
    private static string[] Names(IReadOnlyList<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];

    private bool Has(Switch wanted) => _line.Has(wanted);

    private string? Flag(Switch wanted) => Has(wanted) ? "true" : null;

    private string? CopyLettersOfFiles()
    {
        // Backup semantics carry streams along, whatever X says.
        string flags = Has(SwitchTable.Backup) || Has(SwitchTable.RestartableBackup) ? _line.CopyFlags.Replace("X", string.Empty, StringComparison.Ordinal) : _line.CopyFlags;
        return flags.Length == 0 ? CopyLetters.Nothing : flags == JobOptions.Copy.Default ? null : flags;
    }

    private string? Threads() => _line.Threads is { } threads ? FormattableString.Invariant($"{threads}")
        : _line.IsStrict || Has(SwitchTable.Gap) || Has(SwitchTable.LowFreeSpace) ? "1" : null;

    private string? Link(Switch skips, Switch copies) => Has(SwitchTable.ExcludeLinks) || Has(skips) ? "skip" : Has(copies) ? "copy" : "follow";

    private IEnumerable<string> SkippedClasses()
    {
        if (Has(SwitchTable.ExcludeLonely))
        {
            yield return "lonely";
        }

        if (Has(SwitchTable.ExcludeNewer))
        {
            yield return "newer";
        }

        if (Has(SwitchTable.ExcludeOlder))
        {
            yield return "older";
        }

        if (Has(SwitchTable.ExcludeChanged))
        {
            yield return "changed";
        }

        if (Has(SwitchTable.ExcludeExtra))
        {
            yield return "extra";
        }

        if (!Has(SwitchTable.IncludeTweaked))
        {
            yield return "tweaked";
        }

        if (!Has(SwitchTable.IncludeModified))
        {
            yield return "modified";
        }
    }

    private IEnumerable<string> TakenClasses()
    {
        if (Has(SwitchTable.IncludeSame))
        {
            yield return "same";
        }

        if (Has(SwitchTable.IncludeTweaked))
        {
            yield return "tweaked";
        }

        if (Has(SwitchTable.IncludeModified))
        {
            yield return "modified";
        }
    }

    private string Clamped(Switch of, long number, long largest)
    {
        if (number > largest)
        {
            _remarks.Add(new LineRemark(of.Name, FormattableString.Invariant($"counts as {largest}"), IsWarning: false));
        }

        return FormattableString.Invariant($"{Math.Min(number, largest)}");
    }

    private IEnumerable<string> Patterns(IReadOnlyList<string> names, string list)
    {
        foreach (string name in names)
        {
            if (Pattern(name) is { } pattern)
            {
                yield return pattern;
            }
            else
            {
                _remarks.Add(new LineRemark($"{list} {LineErrors.Show(name)}", "speaks of nothing in the source or the destination", IsWarning: false));
            }
        }
    }

    // A name holds at every depth. A path starts from the current folder; one that leads nowhere near either side is most likely meant from the source.
    private string? Pattern(string name)
    {
        if (_isForWindows)
        {
            return ForeignPattern(name.TrimEnd(OfWindows));
        }

        string trimmed = name.TrimEnd(Separators);
        NamePattern written = new(trimmed);
        if (trimmed.Length == 0 || written.IsEmpty)
        {
            return null;
        }

        if (trimmed.AsSpan().IndexOfAny(Separators) < 0)
        {
            return written.LeavesRoot ? null : trimmed;
        }

        string full = Full(trimmed);
        if (LiesBelowEither(full))
        {
            return full;
        }

        if (written.IsFullPath || written.LeavesRoot || _line.IsStrict)
        {
            return null;
        }

        _remarks.Add(new LineRemark(LineErrors.Show(name), "is taken for a path below the source, as it leads nowhere from the current folder", IsWarning: false));
        return trimmed;
    }

    private string? ForeignPattern(string name)
    {
        if (name.IndexOfAny(OfWindows) >= 0 && !IsWindowsPath(name))
        {
            _remarks.Add(new LineRemark(
                LineErrors.Show(name), "is a path below the source here; robocopy starts from the current folder, so write the full path if that is meant", IsWarning: true));
        }

        return name.Length == 0 ? null : name;
    }

    // A mirror would take the log of this very run for an extra.
    private IEnumerable<string> OwnLogs()
    {
        if (_isForWindows)
        {
            yield break;
        }

        Switch[] files = [SwitchTable.Log, SwitchTable.LogAppend, SwitchTable.UnicodeLog, SwitchTable.UnicodeLogAppend, SwitchTable.JsonLog];
        foreach (string file in files.Select(_line.ValueOf).OfType<string>())
        {
            string full = Full(file);
            if (new NamePattern(full).Below(_destination) is not null)
            {
                yield return full;
            }
        }
    }

    private bool LiesBelowEither(string full)
    {
        NamePattern pattern = new(full);
        return pattern.Below(_source) is not null || pattern.Below(_destination) is not null;
    }

    private string FullFolder(string? folder, Switch of) => folder is null
        ? throw LineErrors.Incomplete($"No {(of == SwitchTable.Source ? "Source" : "Destination")} Directory Specified.", "Give both folders.")
        : FullFile(folder, of);

    private string FullFile(string path, Switch of)
    {
        if (JobPath.Problem(path, _isForWindows || OperatingSystem.IsWindows()) is { } wrong)
        {
            string what = of == SwitchTable.Source || of == SwitchTable.Destination ? "Directory" : of.Name;
            throw LineErrors.Incomplete($"Invalid {what} : \"{LineErrors.Show(path)}\"", $"The path {wrong.Problem}. {wrong.Hint}");
        }

        return !_isForWindows ? Full(path) : path.Length > 3 ? path.TrimEnd(OfWindows) : path;
    }

    private string Full(string path)
    {
        try
        {
            return JobPath.Full(path, _folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw LineErrors.Incomplete($"Invalid Path : \"{LineErrors.Show(path)}\"", $"It can't be made a full path: {DisplayText.Escape(e.Message)} Write the full path.");
        }
    }
}
