using System.CommandLine;
using System.Text;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Platform;
using SnapBack.Scheduling;

namespace SnapBack.Cli.Commands;

/// <summary><c>schedule export</c>: writes what <c>install</c> would register, for any system, on any system.</summary>
internal sealed class ScheduleExportCommand : CliCommand
{
    private const string TaskFormat = "task-xml";
    private const string UnitFormat = "systemd";

    private readonly ScheduleOptions _options = new();
    private readonly Option<string?> _to = Opt.Text("--to", "DIR", "folder that takes the files; made when missing, files of the same name are replaced");
    private readonly Option<string?> _format = Opt.Text("--format", $"{TaskFormat}|{UnitFormat}", "which scheduler's (this system's)");
    private readonly Option<string?> _program = Opt.Text("--program", "FILE", "full path of snapback where it will run (this one)");
    private readonly Option<string?> _jobPath = Opt.Text("--job-path", "FILE", "full path of the job file where it will run (where it is)");

    /// <summary>Makes the command.</summary>
    public ScheduleExportCommand()
        : base("export", "write the task or the units into a folder, installing nothing")
    {
        _options.AddTo(this);
        Array.ForEach<Option>([_to, _format, _program, _jobPath], Add);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["schedule export JOBFILE --daily HH:MM --to DIR [--format task-xml|systemd] [options]"],
        Examples =
        [
            ("schedule export nightly.json --daily 02:00 --to . --format task-xml", "then, on Windows: schtasks /create /xml nightly.xml /tn \\SnapBack\\nightly"),
            ("schedule export nightly.json --daily 02:00 --to /etc/systemd/system --format systemd", "then: systemctl enable --now snapback-nightly.timer"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        string format = line.GetValue(_format) ?? (OperatingSystem.IsWindows() ? TaskFormat : UnitFormat);
        if (format is not (TaskFormat or UnitFormat))
        {
            throw CommandLine.Usage($"--format '{DisplayText.Escape(format)}' is neither {TaskFormat} nor {UnitFormat}.", this);
        }

        string to = line.GetValue(_to) ?? throw CommandLine.Usage("--to is missing: the folder that takes the files.", this);
        Job job = _options.Job(line, environment);
        bool isHere = OperatingSystem.IsWindows() == (format == TaskFormat);
        IReadOnlyList<string> program = line.GetValue(_program) is { } named ? [named] : isHere ? environment.OwnProgram() : [Usual(format)];
        string jobPath = line.GetValue(_jobPath) ?? _options.JobPath(line);
        foreach (string path in (string[])[program[0], jobPath])
        {
            if (!IsFull(path, format))
            {
                throw CommandLine.Usage($"'{DisplayText.Escape(path)}' is no full path there. Say where program and job file lie on the machine that runs them: --program, --job-path.", this);
            }
        }

        Schedule schedule = _options.Schedule(line, job, program, jobPath, this);
        foreach ((string name, byte[] bytes) in Files(format, schedule))
        {
            string file = Path.Join(Path.GetFullPath(to), name);
            Write(file, bytes);
            environment.Out.WriteLine($"Written: {DisplayText.Escape(file)}");
        }

        return 0;
    }

    private static bool IsFull(string path, string format) =>
        format == UnitFormat ? path.StartsWith('/') : path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 3 && char.IsAsciiLetter(path[0]) && path[1..3] == @":\");

    private static string Usual(string format) => format == TaskFormat ? @"C:\Program Files\SnapBack\snapback.exe" : "/opt/snapback/snapback";

    private static IEnumerable<(string Name, byte[] Bytes)> Files(string format, Schedule schedule)
    {
        if (format == TaskFormat)
        {
            return [(TaskXml.PathOf(schedule.Name)[TaskXml.Folder.Length..] + ".xml", TaskXml.Write(schedule))];
        }

        string unit = SystemdUnits.NameOf(schedule.Name);
        return [($"{unit}.service", Encoding.UTF8.GetBytes(SystemdUnits.Service(schedule))), ($"{unit}.timer", Encoding.UTF8.GetBytes(SystemdUnits.Timer(schedule)))];
    }

    private static void Write(string file, byte[] bytes)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            WholeFile.Write(file, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SnapBackException(ErrorCode.Usage, $"'{DisplayText.Escape(file)}' can't be written: {DisplayText.Escape(e.Message).TrimEnd('.')}.", "Choose another folder with --to.", e);
        }
    }
}
