using SnapBack.Jobs;

namespace SnapBack.Robocopy;

/// <summary>
/// The switches that hold, in the order of the log's header: <c>*.* /S /E /DCOPY:DA /COPY:DAT /R:3 /W:5</c>. What /MIR and /E imply stands there as
/// well; a specific list of files takes the place of <c>*.*</c> in a line of its own, which is not made here. Pure.
/// </summary>
public static class OptionsEcho
{
    private const string AllFiles = "*.*";

    /// <summary>The text, without blanks around it.</summary>
    public static string Of(RobocopyLine line)
    {
        IEnumerable<string> words = SwitchTable.Echoed.Select(s => Word(line, s)).OfType<string>();
        IEnumerable<string> own = SwitchTable.All.Where(s => s.Group == SwitchGroup.SnapBack && s.Form != SwitchForm.Path).Select(s => line.Find(s)?.Text).OfType<string>();
        return string.Join(' ', (TakesAll(line) ? [AllFiles] : Array.Empty<string>()).Concat(words).Concat(own));
    }

    /// <summary>True when no name restricts the files.</summary>
    public static bool TakesAll(RobocopyLine line) => line.Files.All(f => f is AllFiles or "*");

    private static string? Word(RobocopyLine line, Switch of)
    {
        if (of == SwitchTable.Subfolders)
        {
            return line.Recursion == Recursion.None ? null : of.Name;
        }

        if (of == SwitchTable.AllSubfolders)
        {
            return line.Recursion == Recursion.All ? of.Name : null;
        }

        if (of == SwitchTable.Purge)
        {
            return line.Has(SwitchTable.Mirror) || line.Has(of) ? of.Name : null;
        }

        if (of == SwitchTable.Copy)
        {
            return line.Has(SwitchTable.CopyAll) || line.Has(SwitchTable.NoCopy) ? null : $"{of.Name}:{line.CopyFlags}";
        }

        if (of == SwitchTable.Security)
        {
            return null;
        }

        if (of == SwitchTable.DirCopy)
        {
            return line.Has(SwitchTable.NoDirCopy) ? null : $"{of.Name}:{line.DirCopyFlags}";
        }

        if (of == SwitchTable.Retries)
        {
            return FormattableString.Invariant($"{of.Name}:{line.Retries}");
        }

        if (of == SwitchTable.Wait)
        {
            return FormattableString.Invariant($"{of.Name}:{line.WaitSeconds}");
        }

        return of == SwitchTable.Threads && line.Threads is { } threads ? FormattableString.Invariant($"{of.Name}:{threads}") : line.Find(of)?.Text;
    }
}
