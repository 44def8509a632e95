using SnapBack.Errors;

namespace SnapBack.Robocopy;

/// <summary>Which switches exclude each other, and what a line lacks; what is only worth a word is a remark. Pure.</summary>
internal static class LineRules
{
    /// <summary>Refuses a line that can't be carried out.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyLine"/> or <see cref="ErrorCode.RobocopyClash"/>.</exception>
    public static void Check(RobocopyLine line)
    {
        bool isQuit = line.Has(SwitchTable.Quit);
        if (line.Source is null && !(isQuit && line.Has(SwitchTable.NoSource)))
        {
            throw LineErrors.Incomplete("No Source Directory Specified.", Missing(line, "SOURCE DESTINATION"));
        }

        if (line.Destination is null && !(isQuit && line.Has(SwitchTable.NoDestination)))
        {
            throw LineErrors.Incomplete("No Destination Directory Specified.", Missing(line, "SOURCE DESTINATION"));
        }

        foreach (string? folder in (string?[])[line.Source, line.Destination])
        {
            if (folder is not null && folder.AsSpan().ContainsAny('*', '?') && !folder.StartsWith(@"\\?\", StringComparison.Ordinal))
            {
                throw LineErrors.Incomplete(
                    $"Invalid Directory : \"{LineErrors.Show(folder)}\"", "A folder is named without * and ?: the files to take follow behind both folders.");
            }
        }

        if (line.Files.FirstOrDefault(f => IsPath(f) || f is "." or "..") is { } path)
        {
            throw LineErrors.Incomplete(
                $"Invalid File : \"{LineErrors.Show(path)}\"", "Files to take are given by their name alone; robocopy would find nothing by a path. Give the folder as the source.");
        }

        Exclude(line, SwitchTable.Threads, SwitchTable.Gap, "Give /IoRate instead of /IPG: it limits all threads together.");
        Exclude(line, SwitchTable.Threads, SwitchTable.RawEncrypted, "Leave one of the two out.");
        Exclude(line, SwitchTable.Threads, SwitchTable.LowFreeSpace, "Leave one of the two out.");
        Exclude(line, SwitchTable.LowFreeSpace, SwitchTable.RawEncrypted, "Leave one of the two out.");
        if (line.Given.FirstOrDefault(g => !g.Switch.IsOffered) is { } refused)
        {
            throw LineErrors.Invalid(refused.Place, refused.Text, refused.Switch.Refusal);
        }

        if (line.Has(SwitchTable.FixSecurity) && !line.CopyFlags.AsSpan().ContainsAny("SOU"))
        {
            throw LineErrors.Incomplete("/SECFIX without security to copy.", "It needs /SEC, /COPYALL or /COPY with one of the letters S, O and U.");
        }
    }

    /// <summary>Which of the line's switches have no effect, or another one than they seem to have.</summary>
    public static IEnumerable<LineRemark> Remarks(RobocopyLine line)
    {
        if (line.CopyFlags.Contains('X', StringComparison.Ordinal) && (line.Has(SwitchTable.Backup) || line.Has(SwitchTable.RestartableBackup)))
        {
            yield return new LineRemark("/COPY:X", "named streams are copied all the same: X does not hold together with /B or /ZB", IsWarning: true);
        }

        if ((line.Has(SwitchTable.Mirror) || line.Has(SwitchTable.Purge)) && line.Has(SwitchTable.ExcludeExtra))
        {
            yield return new LineRemark("/XX", "nothing is deleted, because /XX leaves extras alone", IsWarning: true);
        }

        if (line.Purges && (line.Has(SwitchTable.MoveFiles) || line.Has(SwitchTable.MoveAll)))
        {
            string moving = line.Has(SwitchTable.MoveAll) ? SwitchTable.MoveAll.Name : SwitchTable.MoveFiles.Name;
            yield return new LineRemark(moving, "keeps extras at the destination: after the first move it may have the only copy", IsWarning: true);
        }

        if (line.Has(SwitchTable.Restartable) && line.Has(SwitchTable.Backup))
        {
            yield return new LineRemark("/Z", "/B holds as well: files are read past access rules and big ones are resumed", IsWarning: false);
        }

        if (line.Has(SwitchTable.Unbuffered) && (line.Has(SwitchTable.Restartable) || line.Has(SwitchTable.RestartableBackup)))
        {
            yield return new LineRemark("/J", "/Z holds: files that are resumed go through the cache", IsWarning: false);
        }

        if (line.Saved is { } saved)
        {
            foreach (GivenSwitch behind in line.Given.Where(g => g.Switch.Group != SwitchGroup.Job && !saved.Given.Contains(g)))
            {
                yield return new LineRemark(behind.Text, "is not in the saved job file, because it stands behind /SAVE", IsWarning: false);
            }
        }
    }

    private static bool IsPath(string name) => name.AsSpan().ContainsAny('\\', '/');

    private static string Missing(RobocopyLine line, string usage)
    {
        string list = line.ExcludeFiles.Count + line.ExcludeFolders.Count > 0 && line.Source is null or { Length: 0 }
            ? " Words behind /XF and /XD belong to them, so that the folders must stand before."
            : string.Empty;
        return $"Write: snapback robocopy {usage} [FILE...] [/SWITCHES].{list}";
    }

    private static void Exclude(RobocopyLine line, Switch first, Switch second, string explanation)
    {
        if (line.Has(first) && line.Has(second))
        {
            throw LineErrors.Clash($"{first.Name} can't be used together with {second.Name}.", explanation);
        }
    }
}
