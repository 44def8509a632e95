using SnapBack.Robocopy.Log;

namespace SnapBack.Robocopy;

/// <summary>What a line wants of its log. Pure.</summary>
public static class LineLogStyle
{
    /// <summary>The style; a log file's path starts from <paramref name="folder"/>, a full path.</summary>
    public static LogStyle Of(RobocopyLine line, string folder) => new()
    {
        HasHeader = !line.Has(SwitchTable.NoHeader),
        HasSummary = !line.Has(SwitchTable.NoSummary),
        HasFileLines = !line.Has(SwitchTable.NoFileList),
        HasFolderLines = !line.Has(SwitchTable.NoFolderList),
        HasClasses = !line.Has(SwitchTable.NoClasses),
        HasSizes = !line.Has(SwitchTable.NoSizes),
        HasProgress = !line.Has(SwitchTable.NoProgress),
        HasSkipped = line.Has(SwitchTable.Verbose),
        HasAllExtras = line.Has(SwitchTable.ReportExtras),
        HasTimestamps = line.Has(SwitchTable.ShowTimes),
        HasFullPaths = line.Has(SwitchTable.ShowFullPaths),
        IsInBytes = line.Has(SwitchTable.ShowBytes),
        HasEstimates = line.Has(SwitchTable.ShowEta),
        IsParallel = line.Threads is > 1,
        IsListOnly = line.Has(SwitchTable.ListOnly),
        File = Place(line, folder),
        IsOnConsoleToo = line.Has(SwitchTable.Tee),
    };

    private static LogPlace? Place(RobocopyLine line, string folder)
    {
        GivenSwitch? given = line.Given.FirstOrDefault(g => g.Switch.Family == SwitchTable.Log.Family);
        return given is null ? null : new LogPlace(
            Path.GetFullPath(given.Value, folder),
            IsAppended: given.Switch == SwitchTable.LogAppend || given.Switch == SwitchTable.UnicodeLogAppend,
            IsUnicode: given.Switch == SwitchTable.UnicodeLog || given.Switch == SwitchTable.UnicodeLogAppend);
    }
}
