using System.Globalization;
using System.Text;
using SnapBack.Errors;

namespace SnapBack.Robocopy;

/// <summary>
/// Writes a line as a job file in the layout of /SAVE: comment with name and date, both folders, the three lists, then the switches by groups, each
/// with a remark. Reading it gives the line again. Pure.
/// </summary>
public static class RcjWriter
{
    private const string LineEnd = "\r\n";

    /// <summary>The text of the job file.</summary>
    /// <param name="line">What to save.</param>
    /// <param name="path">Full path of the file, for its first comment.</param>
    /// <param name="now">Local time, for the comment.</param>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyJobFile"/>: a name holds what the format can't.</exception>
    public static string Write(RobocopyLine line, string path, DateTimeOffset now)
    {
        StringBuilder text = new();
        Heading(text, $"Robocopy Job {LineErrors.Show(path)}", string.Empty, now.ToString("'Saved by snapback on' yyyy'-'MM'-'dd 'at' HH:mm:ss", CultureInfo.InvariantCulture));
        text.Append(LineEnd);
        Folder(text, "Source Directory", line.Source, SwitchTable.Source, SwitchTable.NoSource);
        Folder(text, "Destination Directory", line.Destination, SwitchTable.Destination, SwitchTable.NoDestination);
        Names(text, "Include These Files", line.Files, SwitchTable.IncludeFiles, "*.*");
        Names(text, "Exclude These Directories", line.ExcludeFolders, SwitchTable.ExcludeFolders, string.Empty);
        Names(text, "Exclude These Files", line.ExcludeFiles, SwitchTable.ExcludeFiles, string.Empty);
        foreach ((SwitchGroup group, string title) in Titles)
        {
            Group(text, title, Parameters(line).Where(p => p.Switch.Group == group));
        }

        return text.ToString();
    }

    /// <summary>The bytes of a text: in the console's code page, or with characters that it lacks in UTF-8 with a mark.</summary>
    public static byte[] Encode(string text, int codePage) => OemText.Holds(codePage, text)
        ? OemText.Encoding(codePage).GetBytes(text)
        : [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)];

    private static readonly (SwitchGroup Group, string Title)[] Titles =
    [
        (SwitchGroup.Copy, "Copy options"),
        (SwitchGroup.Throttling, "Throttling Options"),
        (SwitchGroup.Selection, "File Selection Options"),
        (SwitchGroup.Retry, "Retry Options"),
        (SwitchGroup.Logging, "Logging Options"),
        (SwitchGroup.SnapBack, "SnapBack Options"),
    ];

    // Robocopy always writes these four; a job file that says them means the same with and without /STRICT.
    private static IEnumerable<(Switch Switch, string Text)> Parameters(RobocopyLine line)
    {
        foreach (Switch one in SwitchTable.All.Where(s => s.Form != SwitchForm.List && s.Group != SwitchGroup.Job))
        {
            string? text = line.Find(one)?.Text;
            if (one == SwitchTable.Copy && !line.Has(SwitchTable.CopyAll) && !line.Has(SwitchTable.NoCopy) && !line.Has(SwitchTable.Security))
            {
                text = $"{one.Name}:{line.CopyFlags}";
            }
            else if (one == SwitchTable.DirCopy && !line.Has(SwitchTable.NoDirCopy))
            {
                text = $"{one.Name}:{line.DirCopyFlags}";
            }
            else if (one == SwitchTable.Retries)
            {
                text = FormattableString.Invariant($"{one.Name}:{line.Retries}");
            }
            else if (one == SwitchTable.Wait)
            {
                text = FormattableString.Invariant($"{one.Name}:{line.WaitSeconds}");
            }

            if (text is not null && one != SwitchTable.Remember)
            {
                yield return (one, text);
            }
        }
    }

    private static void Heading(StringBuilder text, params string[] lines)
    {
        text.Append("::").Append(LineEnd);
        foreach (string line in lines)
        {
            text.Append("::").Append(line.Length > 0 ? " " : string.Empty).Append(line).Append(LineEnd);
        }

        text.Append("::").Append(LineEnd);
    }

    private static void Folder(StringBuilder text, string title, string? folder, Switch given, Switch absent)
    {
        Heading(text, $"{title} :");
        Parameter(text, folder is null ? absent.Name : $"{given.Name}:{RequireHolding(folder)}", folder is null ? absent.Help : given.Help);
        text.Append(LineEnd);
    }

    private static void Names(StringBuilder text, string title, IReadOnlyList<string> names, Switch list, string placeholder)
    {
        Heading(text, $"{title} :");
        Parameter(text, list.Name, list.Help);
        foreach (string name in names)
        {
            text.Append("\t\t").Append(RequireHolding(name)).Append(LineEnd);
        }

        if (names.Count == 0)
        {
            text.Append(placeholder.Length == 0 ? "::" : "::\t\t").Append(placeholder).Append(LineEnd);
        }

        text.Append(LineEnd);
    }

    private static void Group(StringBuilder text, string title, IEnumerable<(Switch Switch, string Text)> parameters)
    {
        (Switch Switch, string Text)[] all = [.. parameters];
        if (all.Length == 0)
        {
            return;
        }

        Heading(text, $"{title} :");
        foreach ((Switch one, string parameter) in all)
        {
            Parameter(text, RequireHolding(parameter), one.Help);
        }

        text.Append(LineEnd);
    }

    private static void Parameter(StringBuilder text, string parameter, string remark) =>
        text.Append('\t').Append(parameter).Append("\t\t:: ").Append(remark).Append('.').Append(LineEnd);

    // A line of the file ends where a reader would end it, or the job would not be the one that was saved.
    private static string RequireHolding(string value)
    {
        RcjText read = RcjText.Parse(string.Empty, Encoding.UTF8.GetBytes(value), OemText.Usual);
        return read.Lines is [(1, string text)] && text == value
            ? value
            : throw LineErrors.JobFile(
                $"Saving \"{LineErrors.Show(value)}\"", "A job file can't hold it: it has a line break, a blank at its beginning or end, or '::' behind a blank.");
    }
}
