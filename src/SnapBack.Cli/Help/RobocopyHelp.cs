using SnapBack.Cli.Commands;
using SnapBack.Robocopy;

namespace SnapBack.Cli.Help;

/// <summary>What <c>snapback robocopy /?</c> prints, made from the table of switches.</summary>
internal static class RobocopyHelp
{
    private static readonly (SwitchGroup Group, string Title)[] Groups =
    [
        (SwitchGroup.Copy, "Copy options"),
        (SwitchGroup.Throttling, "Throttling options"),
        (SwitchGroup.Selection, "File selection options"),
        (SwitchGroup.Retry, "Retry options"),
        (SwitchGroup.Logging, "Logging options"),
        (SwitchGroup.Job, "Job options"),
        (SwitchGroup.SnapBack, "SnapBack's own options"),
    ];

    /// <summary>A few lines for somebody who gave no arguments at all.</summary>
    public static void WriteShort(TextWriter output)
    {
        output.WriteLine("snapback robocopy: robocopy's command line, with snapshots, a record of every file and guards");
        output.WriteLine();
        output.WriteLine("Usage: snapback robocopy SOURCE DESTINATION [FILE...] [/SWITCHES]");
        output.WriteLine("   as: snapback robocopy SOURCE DESTINATION /MIR");
        output.WriteLine(" more: snapback robocopy /?");
        output.WriteLine();
        output.WriteLine("/MIR deletes files as well as copying them. Look at what it would do with /L first.");
    }

    /// <summary>All of it.</summary>
    public static void Write(TextWriter output)
    {
        output.WriteLine("snapback robocopy: robocopy's command line, with snapshots, a record of every file and guards");
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine("  snapback robocopy SOURCE DESTINATION [FILE...] [/SWITCHES]");
        HelpWriter.Rows(output, "Arguments",
        [
            ("SOURCE", "folder to copy from"),
            ("DESTINATION", "folder to copy to; made when missing"),
            ("FILE", "names or patterns of files to copy (*.*, all of them)"),
        ]);
        foreach ((SwitchGroup group, string title) in Groups)
        {
            HelpWriter.Rows(output, title, SwitchTable.All.Where(s => s.Group == group).Select(s => (s.Usage, Text(s))));
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach ((string line, string text) in Examples)
        {
            output.WriteLine($"  snapback robocopy {line}");
            output.WriteLine($"      {text}");
        }

        HelpWriter.Rows(output, "Exit codes", ExitCodeRows.OfBackup);
        output.WriteLine();
        HelpWriter.Wrapped(output, "Where a switch is given twice the last one holds; /XF, /XD and /IF take all words up to the next of them. docs/robocopy.md says what is different from robocopy.", string.Empty, 0);
        if (!OperatingSystem.IsWindows())
        {
            HelpWriter.Wrapped(output, "On this system a word with a second slash is a path: a folder in the root is written /mnt/.", string.Empty, 0);
        }
    }

    private static readonly (string Line, string Text)[] Examples = OperatingSystem.IsWindows()
        ?
        [
            (@"D:\Data E:\Backup\Data /MIR /L", "show what a mirror would do"),
            (@"D:\Data E:\Backup\Data /E /XO /XD Temp .git /XF *.tmp /LOG+:C:\Logs\backup.txt /NP", "add and update, with a log"),
            (@"/JOB:nightly /VSS:require", "run a job file, from a snapshot or not at all"),
        ]
        :
        [
            ("/srv/data /mnt/backup/data /MIR /L", "show what a mirror would do"),
            ("/srv/data /mnt/backup/data /E /XO /XD Temp .git /XF '*.tmp' /LOG+:/var/log/backup.txt /NP", "add and update, with a log"),
            ("/JOB:nightly /VSS:require", "run a job file, from a snapshot or not at all"),
        ];

    private static string Text(Switch one)
    {
        string absent = one.Default.Length > 0 ? $" ({one.Default})" : string.Empty;
        string bare = one.Bare.Length > 0 ? $"; {one.Name} alone: {one.Bare}" : string.Empty;
        return one.IsOffered ? $"{one.Help}{bare}{absent}" : $"{one.Help}; not in this version";
    }
}
