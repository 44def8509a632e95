using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Cli.Commands;

/// <summary><c>job init</c>: writes a job file with comments, from options or from answers.</summary>
internal sealed class JobInitCommand : CliCommand
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly Argument<string?> _jobFile = JobSource.Argument(isRequired: true);
    private readonly Option<string?> _name = Opt.Text("--name", "NAME", "name of the job (the file's)");
    private readonly Option<string?> _source = Opt.Text("--source", "DIR", "folder to back up; asked for when missing");
    private readonly Option<string?> _destination = Opt.Text("--destination", "DIR", "folder to back up to; asked for when missing");
    private readonly Option<string?> _mode = Opt.Text("--mode", "incremental|mirror", "mirror also removes what the source no longer has (incremental)");
    private readonly Option<string?> _snapshot = Opt.Text("--snapshot", "require|prefer|never", "require: no point-in-time view, no backup (require)");
    private readonly Option<bool> _keepVersions = Opt.Flag("--keep-versions", "keep what a run overwrites or removes, as long as the file says");
    private readonly Option<string[]?> _excludeFile = Opt.List("--exclude-file", "P", "no files that match (none)");
    private readonly Option<string[]?> _excludeDir = Opt.List("--exclude-dir", "P", "no folders that match (none)");

    /// <summary>Makes the command.</summary>
    public JobInitCommand()
        : base("init", "write a job file with comments, from options or from answers")
    {
        Add(_jobFile);
        Array.ForEach<Option>([_name, _source, _destination, _mode, _snapshot, _keepVersions, _excludeFile, _excludeDir], Add);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["job init JOBFILE [--source DIR --destination DIR] [options]"],
        Arguments = [("JOBFILE", "the file to write; one that is there is never replaced. A folder that is missing is made, for administrators and this account alone")],
        Examples = [("job init nightly.json", "be asked for source and destination"), ("job init nightly.json --source /srv/data --destination /mnt/backup/data --mode mirror", "the same without questions")],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["Asked for are things of the file alone: nothing is copied. 'job validate' and 'doctor' say whether it would run."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        string file = Path.GetFullPath(line.GetRequiredValue(_jobFile)!);
        JobOverrides given = new()
        {
            Name = line.GetValue(_name) ?? Path.GetFileNameWithoutExtension(file),
            Source = line.GetValue(_source) ?? Ask("Folder to back up: ", "--source", environment),
            Destination = line.GetValue(_destination) ?? Ask("Folder to back up to: ", "--destination", environment),
            Mode = line.GetValue(_mode) ?? "incremental",
            Snapshot = line.GetValue(_snapshot) ?? "require",
            ExcludeFile = line.GetValue(_excludeFile),
            ExcludeDir = line.GetValue(_excludeDir),
        };
        // Whatever is wrong with a value is said before there is a file.
        Job job = JobFile.FromOverrides(given, environment.Clock);
        Write(file, Text(given, job.Pairs[0], line.GetValue(_keepVersions)));
        environment.Out.WriteLine($"Written: {DisplayText.Escape(file)}");
        environment.Out.WriteLine($"Next:    snapback doctor {Rendering.ShellWord.Quote(file)}");
        return 0;
    }

    private string Ask(string question, string option, CliEnvironment environment)
    {
        if (!environment.IsTerminal)
        {
            throw CommandLine.Usage($"{option} is missing, and there is nobody to ask.", this);
        }

        environment.Out.Write(question);
        environment.Out.Flush();
        return environment.In.ReadLine() is { } answer && answer.Trim().Length > 0 ? answer.Trim() : throw CommandLine.Usage($"No folder was given for {option}.", this);
    }

    private static string Text(JobOverrides given, JobPair pair, bool keepsVersions)
    {
        StringBuilder text = new();
        text.AppendLine("{").AppendLine("  // Made by 'snapback job init'. Comments are allowed; every key is described in docs/jobs.md.");
        Line(text, null, "name", Json(given.Name!));
        Line(text, "The folder to back up, and the folder that is to hold the copy.", "source", Json(pair.Source));
        Line(text, null, "destination", Json(pair.Destination));
        Line(text, "incremental: add and update, delete nothing. mirror: also remove from the copy what the source no longer has.", "mode", Json(given.Mode!));
        Line(text, "require: no snapshot, no backup. prefer: read the live files when there is none, and say so. never: always read live.", "snapshot", Json(given.Snapshot!));
        Line(text, "What is left out. Patterns as robocopy has them; what is left out is never removed from the copy either.", "excludeFile", Json(given.ExcludeFile ?? []));
        Line(text, null, "excludeDir", Json(given.ExcludeDir ?? []));
        text.AppendLine("  // What a run overwrites or removes is kept at the destination, below .snapback/versions; 'keep' says for how long.");
        string off = keepsVersions ? string.Empty : "// ";
        text.AppendLine($"  {off}\"keepVersions\": true,").AppendLine($"  {off}\"keep\": {{ \"daily\": 14, \"weekly\": 8, \"monthly\": 12 }},").AppendLine();
        text.AppendLine("  // A mirror that would delete more stops before its first change.").Append("  \"maxDelete\": \"50%\"").AppendLine();
        return text.AppendLine("}").ToString();
    }

    private static void Line(StringBuilder text, string? comment, string key, string value)
    {
        if (comment is not null)
        {
            text.AppendLine().Append("  // ").AppendLine(comment);
        }

        text.Append("  \"").Append(key).Append("\": ").Append(value).AppendLine(",");
    }

    private static string Json(string value) => $"\"{JsonEncodedText.Encode(value, Encoder)}\"";

    private static string Json(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Json))}]";

    private static void Write(string file, string text)
    {
        try
        {
            // Whoever could put another file in its place would say what the next run does.
            if (Path.GetDirectoryName(file) is { } folder && !Directory.Exists(folder))
            {
                PrivateFolder.Make(folder);
            }

            using FileStream stream = new(file, FileMode.CreateNew, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SnapBackException(
                ErrorCode.JobFileUnreadable, $"The job file '{DisplayText.Escape(file)}' can't be written: {DisplayText.Escape(e.Message).TrimEnd('.')}. Nothing was touched.", "A file that is there is never replaced: choose another name, or remove it first.", e);
        }
    }
}
