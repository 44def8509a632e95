using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rendering;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Robocopy;

namespace SnapBack.Cli.Commands;

/// <summary><c>job import</c>: a robocopy job file or command line as a job file of SnapBack, and what is different, switch by switch. Runs nothing.</summary>
internal sealed class JobImportCommand : RawCommand
{
    // Where a line is silent SnapBack does other than robocopy.
    private static readonly Switch[] SilentDefaults = [SwitchTable.Retries, SwitchTable.Wait, SwitchTable.Threads, SwitchTable.Vss, SwitchTable.MaxDelete];

    /// <summary>Makes the command.</summary>
    public JobImportCommand()
        : base("import", "print a robocopy job file or command line as a job file")
    {
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["job import RCJFILE", "job import -- ROBOCOPY-LINE"],
        Arguments =
        [
            ("RCJFILE", "a robocopy job file; .RCJ may be left out"),
            ("ROBOCOPY-LINE", "the words of a robocopy command line; a leading 'robocopy' is read over"),
        ],
        Examples =
        [
            ("job import nightly.RCJ > nightly.json", "turn a job file into one of SnapBack"),
            (@"job import -- robocopy D:\Data E:\Backup /MIR /XF *.tmp /R:3", "see what a line means here, and what is different"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["The job file goes to standard output, what is different to standard error."],
    };

    /// <inheritdoc/>
    public override void WriteHelp(TextWriter output) => HelpWriter.Write(output, CommandLine.Parse(this, []).CommandResult);

    /// <inheritdoc/>
    public override int Execute(IReadOnlyList<string> words, CliEnvironment environment)
    {
        if (words is ["--help" or "-h" or "-?"])
        {
            WriteHelp(environment.Out);
            return 0;
        }

        RobocopyLine line = RobocopySource.Read(LineOf([.. words]), environment);
        bool isForWindows = JobFromLine.IsForWindows(line);
        (JobOverrides texts, IReadOnlyList<LineRemark> remarks) = isForWindows ? JobFromLine.TextsForWindows(line) : JobFromLine.Texts(line, Environment.CurrentDirectory);
        if (isForWindows)
        {
            environment.Error.WriteLine("The paths are those of a Windows machine: they are written down as they are and were not checked. 'snapback job validate' checks them there.");
        }
        else
        {
            _ = JobFromLine.Make(line, Environment.CurrentDirectory, environment.Clock);
        }

        environment.Out.WriteLine(JobFile.Write(texts, JsonText.Encoder));
        environment.Out.Flush();
        Tell(line, remarks, environment.Error);
        return 0;
    }

    private string[] LineOf(string[] words) => words switch
    {
        ["--", .. var line] when line is [var first, .. var rest] && IsProgram(first) => [.. rest],
        ["--", .. var line] => [.. line],
        [var file] when !file.StartsWith('/') || File.Exists(file) => [$"{SwitchTable.Job.Name}:{file}"],
        [] => throw CommandLine.Usage("Neither a job file nor a line is given.", this),
        _ => throw CommandLine.Usage("A robocopy line stands behind '--'.", this, "A job file is one word."),
    };

    private static bool IsProgram(string word) =>
        Path.GetFileNameWithoutExtension(word.Replace('\\', '/')).Equals("robocopy", StringComparison.OrdinalIgnoreCase);

    private static void Tell(RobocopyLine line, IReadOnlyList<LineRemark> remarks, TextWriter error)
    {
        foreach (LineRemark remark in remarks)
        {
            error.WriteLine($"{(remark.IsWarning ? "WARNING: " : string.Empty)}{remark.Subject}: {remark.Text}.");
        }

        foreach (GivenSwitch given in line.Given)
        {
            string text = given.Switch switch
            {
                { } one when one == SwitchTable.ListOnly => "belongs to one call: 'snapback backup JOBFILE --dry-run'.",
                { Group: SwitchGroup.Logging } => "is about robocopy's log, which 'snapback robocopy' writes; 'snapback backup' has a catalog, and --log, --json and --verbose.",
                { } one when one == SwitchTable.Backup || one == SwitchTable.RestartableBackup => $"needs no key: {one.Difference}",
                { } one when one == SwitchTable.Save || one == SwitchTable.Quit || one == SwitchTable.Remember => "belongs to one call and is left out.",
                { } one => one.Difference,
            };
            if (text.Length > 0)
            {
                error.WriteLine($"{DisplayText.Escape(given.Text)}: {text}");
            }
        }

        foreach (Switch absent in SilentDefaults.Where(s => !line.Has(s) && (line.Purges || s != SwitchTable.MaxDelete)))
        {
            error.WriteLine($"Without {absent.Name}: {absent.Default}.");
        }

        foreach ((bool isGiven, Switch list) in ((bool, Switch)[])[(line.ExcludeFiles.Count > 0, SwitchTable.ExcludeFiles), (line.ExcludeFolders.Count > 0, SwitchTable.ExcludeFolders)])
        {
            if (isGiven)
            {
                error.WriteLine($"{list.Name}: {list.Difference}");
            }
        }
    }
}
