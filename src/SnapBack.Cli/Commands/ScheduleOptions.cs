using System.CommandLine;
using SnapBack.Cli.Parsing;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Scheduling;

namespace SnapBack.Cli.Commands;

/// <summary>When a job runs, and as whom: the options that <c>install</c> and <c>export</c> share.</summary>
internal sealed class ScheduleOptions
{
    private readonly Argument<string?> _jobFile = JobSource.Argument(isRequired: true);
    private readonly Option<string?> _name = Opt.Text("--name", "NAME", "name of the task; the same name replaces it (the job's)");
    private readonly Option<string[]?> _daily = Opt.List("--daily", "HH:MM", "every day at that time");
    private readonly Option<string[]?> _weekly = Opt.List("--weekly", "DAYS@HH:MM", "on days of the week: mon-fri@22:00, sat,sun@06:00");
    private readonly Option<string[]?> _monthly = Opt.List("--monthly", "DAYS@HH:MM", "on days of the month: 1,15,last@03:00");
    private readonly Option<string?> _atBoot = Opt.Text("--at-boot", "DELAY", "when the machine has started, so much later: 5m");
    private readonly Option<string?> _onEvent = Opt.Text("--on-event", "LOG:[SOURCE:]ID", "Windows: when this event is logged");
    private readonly Option<string?> _repeat = Opt.Text("--repeat", "TIME", "start again so often after the first start of the day: 4h");
    private readonly Option<string?> _repeatFor = Opt.Text("--repeat-for", "TIME", "how long that goes on (1d)");
    private readonly Option<string?> _randomDelay = Opt.Text("--random-delay", "TIME", "start up to so much later, by chance; 0 for none (5m)");
    private readonly Option<string?> _timeLimit = Opt.Text("--time-limit", "TIME", "end a run that takes longer; 0 for never (3d)");
    private readonly Option<string?> _user = Opt.Text("--user", "ACCOUNT", "run as this user (SYSTEM, root)");
    private readonly Option<bool> _noPassword = Opt.Flag("--no-password", "Windows, with --user: store no password; shares can't be reached");
    private readonly Option<string?> _gmsa = Opt.Text("--gmsa", "ACCOUNT", "Windows: run as this group managed service account");
    private readonly Option<bool> _notOnBattery = Opt.Flag("--not-on-battery", "neither start nor go on, on battery");
    private readonly Option<bool> _idle = Opt.Flag("--idle", "wait until nobody uses the machine");
    private readonly Option<bool> _wake = Opt.Flag("--wake", "wake the machine from sleep");
    private readonly Option<string?> _catalog = Opt.Text("--catalog", "FILE", "catalog database (the machine's)");
    private readonly Option<bool> _allowInsecure = Opt.Flag("--allow-insecure", "also when ordinary users can change the job file, the program, the catalog or the log");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_jobFile);
        Array.ForEach<Option>(
            [
                _name, _daily, _weekly, _monthly, _atBoot, _onEvent, _repeat, _repeatFor, _randomDelay, _timeLimit, _user, _noPassword, _gmsa, _notOnBattery, _idle,
                _wake, _catalog, _allowInsecure,
            ],
            command.Add);
    }

    /// <summary>True when files in others' hands are accepted.</summary>
    public bool AllowsInsecure(ParseResult line) => line.GetValue(_allowInsecure);

    /// <summary>The job.</summary>
    /// <exception cref="Errors.SnapBackException">What is wrong with it.</exception>
    public Job Job(ParseResult line, CliEnvironment environment) => JobFile.Load(line.GetRequiredValue(_jobFile)!, new JobOverrides { Catalog = line.GetValue(_catalog) }, environment.Clock);

    /// <summary>Full path of the job file.</summary>
    public string JobPath(ParseResult line) => Path.GetFullPath(line.GetRequiredValue(_jobFile)!);

    /// <summary>The schedule.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="job">Its job.</param>
    /// <param name="program">The program and what has to stand before its own arguments.</param>
    /// <param name="jobPath">Path of the job file where it will run.</param>
    /// <param name="command">The command, for usage errors.</param>
    /// <exception cref="Errors.SnapBackException">An option is wrong, or there is no trigger.</exception>
    public Schedule Schedule(ParseResult line, Job job, IReadOnlyList<string> program, string jobPath, Command command)
    {
        Trigger[] triggers = [.. Triggers(line)];
        if (triggers.Length == 0)
        {
            throw CommandLine.Usage("It is not said when the job is to run: --daily, --weekly, --monthly, --at-boot or --on-event is missing.", command);
        }

        string name = line.GetValue(_name) ?? job.Name;
        if (name.Trim(' ', '.').Length == 0 || !Array.TrueForAll((string[])[name, jobPath, program[0]], IsPlain))
        {
            throw CommandLine.Usage("The name of a task, its program and its job file must be plain text: not empty, without control characters.", command);
        }

        List<string> arguments = [.. program.Skip(1), BackupCommand.Word, jobPath, "--exit-codes", "simple", "--no-progress"];
        arguments.AddRange(line.GetValue(_catalog) is { } catalog ? ["--catalog", Path.GetFullPath(catalog)] : []);
        arguments.AddRange(AllowsInsecure(line) ? [] : [BackupOptions.TrustedOnly]);
        Schedule schedule = new()
        {
            Name = name,
            JobFile = jobPath,
            Program = program[0],
            Arguments = arguments,
            Triggers = triggers,
            RunAs = Account(line, command),
            RunsOnBattery = !line.GetValue(_notOnBattery),
            WaitsForIdle = line.GetValue(_idle),
            WakesMachine = line.GetValue(_wake),
        };
        schedule = line.GetValue(_randomDelay) is { } delay ? schedule with { RandomDelay = TriggerText.Duration("--random-delay", delay) } : schedule;
        return line.GetValue(_timeLimit) is { } text && TriggerText.Duration("--time-limit", text) is var limit ? schedule with { TimeLimit = limit == TimeSpan.Zero ? null : limit } : schedule;
    }

    // What neither XML nor a unit can hold; a file name of Linux may be any bytes.
    private static bool IsPlain(string text) => !text.Any(char.IsControl) && text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);

    private IEnumerable<Trigger> Triggers(ParseResult line)
    {
        IEnumerable<Trigger> timed = Given(line, _daily, TriggerText.Daily).Concat(Given(line, _weekly, TriggerText.Weekly)).Concat(Given(line, _monthly, TriggerText.Monthly));
        Repetition? repetition = Repetition(line);
        foreach (Trigger trigger in timed)
        {
            yield return trigger is Trigger.Timed at ? at with { Repetition = repetition } : trigger;
        }

        if (line.GetValue(_atBoot) is { } delay)
        {
            yield return TriggerText.AtBoot(delay);
        }

        if (line.GetValue(_onEvent) is { } when)
        {
            yield return TriggerText.OnEvent(when);
        }
    }

    private static IEnumerable<Trigger> Given(ParseResult line, Option<string[]?> option, Func<string, Trigger> read) => (line.GetValue(option) ?? []).Select(read);

    private Repetition? Repetition(ParseResult line)
    {
        if (line.GetValue(_repeat) is not { } text)
        {
            return line.GetValue(_repeatFor) is null ? null : throw CommandLine.Usage("--repeat-for needs --repeat.", line.CommandResult.Command);
        }

        TimeSpan every = TriggerText.Duration("--repeat", text);
        TimeSpan during = TriggerText.Duration("--repeat-for", line.GetValue(_repeatFor) ?? "1d");
        return every >= TimeSpan.FromMinutes(1) && every < during && during <= TimeSpan.FromDays(1)
            ? new Repetition(every, during)
            : throw CommandLine.Usage($"--repeat '{DisplayText.Escape(text)}' must be at least a minute and shorter than --repeat-for, which is at most a day.", line.CommandResult.Command);
    }

    private RunAs Account(ParseResult line, Command command)
    {
        string? user = line.GetValue(_user);
        string? gmsa = line.GetValue(_gmsa);
        bool noPassword = line.GetValue(_noPassword);
        if ((user is not null && gmsa is not null) || (noPassword && user is null))
        {
            throw CommandLine.Usage("--user and --gmsa exclude each other, and --no-password needs --user.", command);
        }

        return user is not null ? new RunAs(noPassword ? RunAsKind.UserWithoutPassword : RunAsKind.User, user)
            : gmsa is not null ? new RunAs(RunAsKind.ManagedService, gmsa.EndsWith('$') ? gmsa : gmsa + "$")
            : RunAs.TheSystem;
    }
}
