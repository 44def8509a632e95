using System.Globalization;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Scheduling;

/// <summary>
/// systemd by its own program systemctl and the folder for an administrator's units, <c>/etc/systemd/system</c>
/// (https://www.freedesktop.org/software/systemd/man/systemd.unit.html#Unit%20File%20Load%20Path).
/// </summary>
public sealed class SystemdTimers : IScheduler
{
    private static readonly string[] Shown = ["NextElapseUSecRealtime", "LastTriggerUSec", "Result"];

    // ExecMainCode is a number of waitid(2): 1 is CLD_EXITED.
    private static readonly string[] Ended = ["ExecMainCode", "ExecMainStatus"];

    private readonly string _folder;
    private readonly Func<IReadOnlyList<string>, ProgramAnswer> _systemctl;

    /// <param name="folder">Full path of the folder of units.</param>
    /// <param name="systemctl">Runs systemctl with arguments.</param>
    public SystemdTimers(string folder, Func<IReadOnlyList<string>, ProgramAnswer> systemctl)
    {
        _folder = folder;
        _systemctl = systemctl;
    }

    /// <inheritdoc/>
    public string Install(Schedule schedule)
    {
        string unit = SystemdUnits.NameOf(schedule.Name);
        string service = SystemdUnits.Service(schedule);
        string timer = SystemdUnits.Timer(schedule);
        foreach (string file in (string[])[$"{unit}.service", $"{unit}.timer"])
        {
            if (TryRead(file) is { } text && SystemdUnits.JobOf(text) is null)
            {
                throw new SnapBackException(
                    ErrorCode.SchedulerFailed, $"There is a unit {DisplayText.Escape(file)} already, and SnapBack did not make it. Nothing was touched.", "Choose another name with --name.");
            }
        }

        Write($"{unit}.service", service);
        Write($"{unit}.timer", timer);
        Tell(["daemon-reload"], $"systemd can't take the units {unit}");
        Tell(["enable", "--now", $"{unit}.timer"], $"The timer {unit}.timer can't be started");
        return $"{unit}.timer";
    }

    /// <inheritdoc/>
    public int? Try(Schedule schedule, CancellationToken cancellation)
    {
        // No name of a task gives this one: its hyphens are written otherwise.
        string unit = $"{SystemdUnits.NameOf(schedule.Name)}-check.service";
        Write(unit, SystemdUnits.Service(schedule));
        try
        {
            Tell(["daemon-reload"], $"systemd can't take the unit {unit}");

            // It waits for the end, and what it answers is more than the exit code: the unit tells that.
            _systemctl(["start", unit]);
            Dictionary<string, string> facts = Facts(unit, Ended);
            return facts.GetValueOrDefault(Ended[0]) == "1" && int.TryParse(facts.GetValueOrDefault(Ended[1]), NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : null;
        }
        finally
        {
            File.Delete(Path.Join(_folder, unit));
            _systemctl(["reset-failed", unit]);
            _systemctl(["daemon-reload"]);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScheduledTask> List()
    {
        List<ScheduledTask> tasks = [];
        IEnumerable<string> timers = Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder, "snapback-*.timer").Order(StringComparer.Ordinal) : [];
        foreach (string timer in timers.Select(file => Path.GetFileName(file)))
        {
            if (TryRead(timer) is { } text && SystemdUnits.JobOf(text) is { } job)
            {
                string service = Path.ChangeExtension(timer, ".service");
                Dictionary<string, string> facts = Facts(timer, Shown[..2]);
                string? result = Facts(service, Shown[2..]).GetValueOrDefault(Shown[2]);
                tasks.Add(new ScheduledTask(NameIn(text), timer, job, facts.GetValueOrDefault(Shown[0]), facts.GetValueOrDefault(Shown[1]), result));
            }
        }

        return tasks;
    }

    /// <inheritdoc/>
    public string Show(string name)
    {
        string unit = Known(name);
        return $"# {unit}.service\n{TryRead($"{unit}.service")}\n# {unit}.timer\n{TryRead($"{unit}.timer")}";
    }

    /// <inheritdoc/>
    public void Run(string name) => Tell(["start", "--no-block", $"{Known(name)}.service"], "The service can't be started");

    /// <inheritdoc/>
    public void Remove(string name)
    {
        string unit = Known(name);
        Tell(["disable", "--now", $"{unit}.timer"], $"The timer {unit}.timer can't be stopped");
        File.Delete(Path.Join(_folder, $"{unit}.timer"));
        File.Delete(Path.Join(_folder, $"{unit}.service"));
        Tell(["daemon-reload"], "systemd can't forget the units");
    }

    private static string NameIn(string timer)
    {
        const string Start = "Description=When SnapBack backs up ";
        string? line = timer.Split('\n').FirstOrDefault(l => l.StartsWith(Start, StringComparison.Ordinal));
        return line is null ? string.Empty : line[Start.Length..].Replace("%%", "%", StringComparison.Ordinal);
    }

    private string Known(string name)
    {
        string unit = SystemdUnits.NameOf(name);
        return TryRead($"{unit}.timer") is { } text && SystemdUnits.JobOf(text) is not null
            ? unit
            : throw new SnapBackException(
                ErrorCode.ScheduleUnknown, $"There is no timer of SnapBack named '{DisplayText.Escape(name)}'. Nothing was touched.", "'snapback schedule list' tells which there are.");
    }

    private Dictionary<string, string> Facts(string unit, IEnumerable<string> properties)
    {
        ProgramAnswer answer = _systemctl(["show", unit, $"--property={string.Join(',', properties)}"]);
        return answer.ExitCode != 0
            ? []
            : answer.Output.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2 && pair[1].Length > 0).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    private string? TryRead(string file)
    {
        string path = Path.Join(_folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    // Beside it first: systemd may read the folder at any moment.
    private void Write(string file, string text)
    {
        string path = Path.Join(_folder, file);
        try
        {
            File.WriteAllText(path + ".new", text);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed($"The unit {file} can't be written", e.Message);
        }
    }

    private void Tell(IReadOnlyList<string> arguments, string what)
    {
        ProgramAnswer answer = _systemctl(arguments);
        if (answer.ExitCode != 0)
        {
            throw Failed(what, $"{answer.Error} {answer.Output}");
        }
    }

    private static SnapBackException Failed(string what, string why) => new(
        ErrorCode.SchedulerFailed,
        $"{DisplayText.Escape(what)}: {DisplayText.Escape(why.ReplaceLineEndings(" ").Trim()).TrimEnd('.')}.",
        "Run this as root on a machine that runs systemd. 'schedule export --format systemd' writes the same units into a folder.");
}
