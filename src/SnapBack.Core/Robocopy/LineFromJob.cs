using System.Globalization;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Trees;

namespace SnapBack.Robocopy;

/// <summary>
/// A job file as a robocopy line. What the language has no word for is told, not passed over: a job that means less than it says would be a trap.
/// </summary>
public sealed class LineFromJob
{
    private static readonly (string Key, string Word, Switch Switch)[] Words =
    [
        ("recurse", "nonEmpty", SwitchTable.Subfolders),
        ("move", "files", SwitchTable.MoveFiles),
        ("move", "all", SwitchTable.MoveAll),
        ("structureOnly", "true", SwitchTable.Create),
        ("resetArchive", "true", SwitchTable.ArchiveReset),
        ("onlyArchive", "true", SwitchTable.Archive),
        ("restartable", "true", SwitchTable.Restartable),
        ("unbuffered", "true", SwitchTable.Unbuffered),
        ("noClone", "true", SwitchTable.NoClone),
        ("noOffload", "true", SwitchTable.NoOffload),
        ("hoursPerFile", "true", SwitchTable.HoursPerFile),
        ("waitForShare", "true", SwitchTable.WaitForShare),
        ("ignoreDst", "true", SwitchTable.DaylightSaving),
        ("timeTolerance", "2", SwitchTable.FatTimes),
        ("verify", "written", SwitchTable.Verify),
        ("keepVersions", "true", SwitchTable.Versions),
        ("junctions", "copy", SwitchTable.CopyJunctions),
        ("fileLinks", "skip", SwitchTable.ExcludeFileLinks),
        ("copy", CopyLetters.Nothing, SwitchTable.NoCopy),
        ("dirCopy", CopyLetters.Nothing, SwitchTable.NoDirCopy),
        ("fixSecurity", "true", SwitchTable.FixSecurity),
        ("fixTimes", "true", SwitchTable.FixTimes),
    ];

    private static readonly (string Key, Switch Switch)[] Values =
    [
        ("minAge", SwitchTable.MinAge), ("maxAge", SwitchTable.MaxAge), ("minLastAccess", SwitchTable.MinLastAccess), ("maxLastAccess", SwitchTable.MaxLastAccess),
        ("includeAttributes", SwitchTable.IncludeAttributes), ("excludeAttributes", SwitchTable.ExcludeAttributes), ("levels", SwitchTable.Levels),
        ("addAttributes", SwitchTable.AddAttributes), ("removeAttributes", SwitchTable.RemoveAttributes), ("gap", SwitchTable.Gap), ("hours", SwitchTable.RunHours),
        ("monitorChanges", SwitchTable.MonitorChanges), ("monitorMinutes", SwitchTable.MonitorMinutes), ("threads", SwitchTable.Threads), ("retry", SwitchTable.Retries),
        ("retryWait", SwitchTable.Wait), ("maxDelete", SwitchTable.MaxDelete), ("maxChange", SwitchTable.MaxChange), ("snapshot", SwitchTable.Vss),
    ];

    private static readonly (string Key, Switch Switch)[] Sizes =
    [
        ("minSize", SwitchTable.MinSize), ("maxSize", SwitchTable.MaxSize), ("throttleFrom", SwitchTable.Threshold), ("ioSize", SwitchTable.IoSize),
        ("bandwidth", SwitchTable.IoRate), ("floor", SwitchTable.LowFreeSpace),
    ];

    private static readonly (string Word, Switch Switch)[] SkippedClasses =
    [
        ("lonely", SwitchTable.ExcludeLonely), ("newer", SwitchTable.ExcludeNewer), ("older", SwitchTable.ExcludeOlder), ("changed", SwitchTable.ExcludeChanged),
        ("extra", SwitchTable.ExcludeExtra),
    ];

    private static readonly (string Word, Switch Switch)[] TakenClasses =
        [("same", SwitchTable.IncludeSame), ("tweaked", SwitchTable.IncludeTweaked), ("modified", SwitchTable.IncludeModified)];

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _texts;
    private readonly JobPair _pair;
    private readonly List<string> _words = [];
    private readonly List<LineRemark> _remarks = [];
    private readonly HashSet<string> _open;

    private LineFromJob(Job job, IReadOnlyDictionary<string, IReadOnlyList<string>> texts)
    {
        _pair = job.Pairs[0];
        _texts = texts;
        _open = [.. texts.Keys];
        _open.ExceptWith(["name", "source", "destination", "mode"]);
    }

    /// <summary>The line, and what of the job it does not say.</summary>
    /// <param name="job">The job, checked.</param>
    /// <param name="texts">What its file says, as <see cref="JobFile.Texts"/> gives it.</param>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyLine"/>: the job has several pairs, or robocopy's language can't say it.</exception>
    public static (RobocopyLine Line, IReadOnlyList<LineRemark> Remarks) Make(Job job, IReadOnlyDictionary<string, IReadOnlyList<string>> texts)
    {
        if (job.Pairs.Count != 1)
        {
            throw LineErrors.Incomplete("The job has several pairs.", "A robocopy line has one source and one destination: write a job file for each pair.");
        }

        LineFromJob making = new(job, texts);
        making.Write(job);
        LineReader reader = new(OperatingSystem.IsWindows(), name => throw LineErrors.JobFile($"Opening Job File \"{name}\"", "A job names no other job."));
        RobocopyLine line = reader.Read(making._words);
        string[] own = [.. line.Given.Where(g => g.Switch.Group == SwitchGroup.SnapBack).Select(g => g.Text)];
        if (own.Length > 0)
        {
            making._remarks.Add(new LineRemark(LineErrors.Show(string.Join(' ', own)), "is understood by snapback robocopy, not by robocopy.exe", IsWarning: false));
        }

        return (line, making._remarks);
    }

    private void Write(Job job)
    {
        _words.AddRange([AsFolder(_pair.Source), AsFolder(_pair.Destination)]);
        bool isMirror = job.Mode == JobMode.Mirror;
        if (isMirror)
        {
            // /MIR sets it by itself.
            _open.Remove("rootSecurity");
        }

        if (job.Recurse == Recursion.All)
        {
            _words.Add(isMirror ? SwitchTable.Mirror.Name : SwitchTable.AllSubfolders.Name);
        }
        else if (isMirror)
        {
            _words.Add(SwitchTable.Purge.Name);
        }

        WriteWords();
        if (Take("noSparse") == "true")
        {
            _words.Add($"{SwitchTable.Sparse.Name}:N");
        }

        WriteValues();
        WriteLinks(job.Links);
        WriteClasses("skipClasses", SkippedClasses);
        WriteClasses("takeClasses", TakenClasses);
        WriteMetadataRule(job.Classes);
        WriteNames(SwitchTable.IncludeFiles, "includeFile");
        WriteNames(SwitchTable.ExcludeFiles, "excludeFile");
        WriteNames(SwitchTable.ExcludeFolders, "excludeDir");
        foreach (string key in _open.Order(StringComparer.Ordinal))
        {
            _remarks.Add(new LineRemark(key, "has no word in robocopy's language and is left out", IsWarning: true));
        }
    }

    // What lies in the root of a Linux machine would be a switch without the slash behind it.
    private static string AsFolder(string path) => !OperatingSystem.IsWindows() && path.LastIndexOf('/') == 0 && path.Length > 1 ? path + "/" : path;

    private string? Take(string key)
    {
        _open.Remove(key);
        return _texts.TryGetValue(key, out IReadOnlyList<string>? texts) ? texts[0] : null;
    }

    private void WriteWords()
    {
        foreach (string key in Words.Select(w => w.Key).Distinct())
        {
            if (!_texts.TryGetValue(key, out IReadOnlyList<string>? texts))
            {
                continue;
            }

            if (Words.FirstOrDefault(w => w.Key == key && w.Word == texts[0]) is { Switch: { } found })
            {
                _words.Add(found.Name);
                _open.Remove(key);
            }
            else if (JobOptions.Find(key)?.Default == texts[0])
            {
                _open.Remove(key);
            }
        }

        _open.Remove("recurse");
    }

    private void WriteValues()
    {
        foreach ((string key, Switch one) in Values)
        {
            if (Take(key) is { } value)
            {
                _words.Add($"{one.Name}:{value}");
            }
        }

        foreach ((JobOption option, Switch one) in ((JobOption, Switch)[])[(JobOptions.Copy, SwitchTable.Copy), (JobOptions.DirCopy, SwitchTable.DirCopy)])
        {
            string letters = Take(option.Key) ?? option.Default!;
            if (letters != CopyLetters.Nothing)
            {
                _words.Add($"{one.Name}:{letters}");
            }
        }

        if (!_texts.ContainsKey("retry"))
        {
            _words.Add($"{SwitchTable.Retries.Name}:{JobOptions.Retry.Default}");
        }

        foreach ((string key, Switch one) in Sizes)
        {
            if (_texts.TryGetValue(key, out IReadOnlyList<string>? texts) && ValueText.TrySize(texts[0], out long bytes, out _))
            {
                _open.Remove(key);
                if (bytes > 0)
                {
                    _words.Add(string.Create(CultureInfo.InvariantCulture, $"{one.Name}:{bytes}"));
                }
            }
        }

        if (_texts.TryGetValue("floor", out IReadOnlyList<string>? floor) && floor[0] == "10%")
        {
            _words.Add(SwitchTable.LowFreeSpace.Name);
            _open.Remove("floor");
        }

        if (Take("catalog") is { } catalog)
        {
            _words.Add($"{SwitchTable.Catalog.Name}:{catalog}");
        }
    }

    private void WriteLinks(LinkRules links)
    {
        if (links is { Junctions: LinkPolicy.Skip, Folders: LinkPolicy.Skip })
        {
            _words.Add(SwitchTable.ExcludeFolderLinks.Name);
        }
        else if (links.Junctions == LinkPolicy.Skip || links.Folders == LinkPolicy.Skip)
        {
            _remarks.Add(new LineRemark("junctions, folderLinks", "can be left out together only: both are followed or copied", IsWarning: true));
        }

        if (links.Folders == LinkPolicy.Copy || links.Files == LinkPolicy.Copy)
        {
            _words.Add(SwitchTable.CopySymbolicLinks.Name);
        }

        if (links.Junctions == LinkPolicy.Copy && !_texts.ContainsKey("junctions"))
        {
            _words.Add(SwitchTable.CopyJunctions.Name);
        }

        if (links.Folders != links.Files && links.Folders != LinkPolicy.Skip && links.Files != LinkPolicy.Skip)
        {
            _remarks.Add(new LineRemark("folderLinks, fileLinks", "can be copied together only: /SL copies both as links", IsWarning: true));
        }

        _open.ExceptWith(["junctions", "folderLinks", "fileLinks"]);
    }

    private void WriteClasses(string key, (string Word, Switch Switch)[] switches)
    {
        _open.Remove(key);
        foreach (string word in _texts.GetValueOrDefault(key) ?? [])
        {
            if (switches.FirstOrDefault(s => s.Word == word) is { Switch: { } found })
            {
                _words.Add(found.Name);
            }
        }
    }

    // Where only attributes differ a backup sets them; robocopy either copies the whole file or leaves it alone.
    private void WriteMetadataRule(ClassRules classes)
    {
        if (!classes.Skips(ClassSet.Tweaked) && !classes.Takes(ClassSet.Tweaked))
        {
            _words.Add(SwitchTable.IncludeTweaked.Name);
            _remarks.Add(new LineRemark("/IT", "copies files as a whole whose attributes alone differ; the job sets the attributes", IsWarning: false));
        }
    }

    private void WriteNames(Switch list, string key)
    {
        _open.Remove(key);
        if (!_texts.TryGetValue(key, out IReadOnlyList<string>? names))
        {
            return;
        }

        _words.Add(list.Name);
        foreach (string name in names)
        {
            bool isPath = name.AsSpan().ContainsAny('/', OperatingSystem.IsWindows() ? '\\' : '/');
            if (isPath && list == SwitchTable.IncludeFiles)
            {
                throw LineErrors.Incomplete($"The file pattern '{LineErrors.Show(name)}' is a path.", "Robocopy takes files by name only: make the folder the source.");
            }
            _words.Add(isPath && !new NamePattern(name).IsFullPath ? Path.Join(_pair.Source, name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name) : name);
        }
    }
}
