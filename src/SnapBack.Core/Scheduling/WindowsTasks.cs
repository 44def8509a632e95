using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Scheduling;

/// <summary>
/// Task Scheduler by its own program schtasks (https://learn.microsoft.com/windows-server/administration/windows-commands/schtasks) and the folder where it keeps
/// its definitions, <c>%SystemRoot%\System32\Tasks</c>, which tells them exactly and in no language of its own.
/// </summary>
public sealed class WindowsTasks : IScheduler
{
    private static readonly XNamespace Ns = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    // SCHED_S_TASK_RUNNING, _HAS_NOT_RUN and _QUEUED: https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-error-and-success-constants
    private static readonly int[] Unfinished = [0x41301, 0x41303, 0x41325];

    private readonly string _system32;
    private readonly Func<IReadOnlyList<string>, bool, ProgramAnswer> _schtasks;
    private readonly TimeSpan _betweenLooks;

    /// <param name="system32">Full path of the system's folder.</param>
    /// <param name="schtasks">Runs schtasks with arguments; true lets it ask for a password on the console.</param>
    /// <param name="betweenLooks">How often it is asked whether a task has ended; each look takes some tenths of a second itself.</param>
    public WindowsTasks(string system32, Func<IReadOnlyList<string>, bool, ProgramAnswer> schtasks, TimeSpan betweenLooks)
    {
        _betweenLooks = betweenLooks;
        _system32 = system32;
        _schtasks = schtasks;
    }

    private string Store => Path.Join(_system32, "Tasks", "SnapBack");

    /// <inheritdoc/>
    public string Install(Schedule schedule)
    {
        string task = TaskXml.PathOf(schedule.Name);
        Register(task, schedule);
        return task;
    }

    /// <inheritdoc/>
    public int? Try(Schedule schedule, CancellationToken cancellation)
    {
        string task = TaskXml.PathOf($"{schedule.Name} (check)");
        RefuseToReplace(task);
        Register(task, schedule with { Triggers = [] });
        try
        {
            Tell(["/run", "/tn", task], $"The task {task} can't be started", asks: false);
            return WaitForResult(task, schedule.TimeLimit ?? TimeSpan.MaxValue, cancellation);
        }
        finally
        {
            _schtasks(["/end", "/tn", task], false);
            _schtasks(["/delete", "/tn", task, "/f"], false);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScheduledTask> List()
    {
        if (!Directory.Exists(Store))
        {
            return [];
        }

        Dictionary<string, string[]> rows = Rows();
        List<ScheduledTask> tasks = [];
        foreach (string file in Directory.EnumerateFiles(Store).Order(StringComparer.OrdinalIgnoreCase))
        {
            string task = TaskXml.Folder + Path.GetFileName(file);
            if (Read(file) is { } definition && IsOurs(definition))
            {
                string[]? row = rows.GetValueOrDefault(task);
                string? job = definition.Descendants(Ns + "Description").FirstOrDefault()?.Value is { } text && text.IndexOf(": ", StringComparison.Ordinal) is > 0 and int at ? text[(at + 2)..] : null;
                tasks.Add(new ScheduledTask(Path.GetFileName(file), task, job, row?[2], row?[5], row?[6]));
            }
        }

        return tasks;
    }

    /// <inheritdoc/>
    public string Show(string name) => Definition(name).ToString();

    /// <inheritdoc/>
    public void Run(string name)
    {
        _ = Definition(name);
        Tell(["/run", "/tn", TaskXml.PathOf(name)], $"The task {TaskXml.PathOf(name)} can't be started", asks: false);
    }

    /// <inheritdoc/>
    public void Remove(string name)
    {
        _ = Definition(name);
        Tell(["/delete", "/tn", TaskXml.PathOf(name), "/f"], $"The task {TaskXml.PathOf(name)} can't be removed", asks: false);
    }

    // The only word that is the same in every language: a number, and while it goes on one of those by which the scheduler says so.
    private int? WaitForResult(string task, TimeSpan limit, CancellationToken cancellation)
    {
        for (TimeSpan waited = TimeSpan.Zero; waited < limit; waited += _betweenLooks)
        {
            cancellation.WaitHandle.WaitOne(_betweenLooks);
            cancellation.ThrowIfCancellationRequested();
            if (Rows().GetValueOrDefault(task) is not { } row || !int.TryParse(row[6], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int result))
            {
                return null;
            }

            if (!Unfinished.Contains(result))
            {
                return result;
            }
        }

        return null;
    }

    private void Register(string task, Schedule schedule)
    {
        RefuseForeign(task);
        // In our own folder of the system: whoever can write there may as well write tasks.
        string file = Path.Join(_system32, string.Create(CultureInfo.InvariantCulture, $"snapback-{Guid.NewGuid():N}.xml"));
        try
        {
            using (FileStream stream = new(file, FileMode.CreateNew))
            {
                stream.Write(TaskXml.Write(schedule));
            }

            bool asks = schedule.RunAs.Kind == RunAsKind.User;
            string[] account = schedule.RunAs.Kind switch
            {
                RunAsKind.User => ["/ru", schedule.RunAs.Account],
                RunAsKind.ManagedService => ["/ru", schedule.RunAs.Account, "/rp", string.Empty],
                _ => [],
            };
            Tell(["/create", "/tn", task, "/xml", file, .. account, "/f"], $"The task {task} can't be registered", asks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed($"The task {task} can't be registered", e.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Headings and words are in the language of the system, the order of the columns is not: 1 task, 2 next run, 5 last run, 6 last result.
    private Dictionary<string, string[]> Rows()
    {
        ProgramAnswer answer = _schtasks(["/query", "/fo", "csv", "/v", "/nh"], false);
        Dictionary<string, string[]> rows = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in answer.ExitCode == 0 ? answer.Output.Split('\n') : [])
        {
            string[] cells = Cells(line.TrimEnd('\r'));
            if (cells.Length > 6 && cells[1].StartsWith(TaskXml.Folder, StringComparison.OrdinalIgnoreCase))
            {
                rows.TryAdd(cells[1], cells);
            }
        }

        return rows;
    }

    private static string[] Cells(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append(line[i++]);
            }
            else if (line[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (line[i] == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        return [.. cells, cell.ToString()];
    }

    private XDocument Definition(string name) =>
        Read(FileOf(TaskXml.PathOf(name))) is { } definition && IsOurs(definition)
            ? definition
            : throw new SnapBackException(
                ErrorCode.ScheduleUnknown, $"There is no task of SnapBack named '{DisplayText.Escape(name)}'. Nothing was touched.", "'snapback schedule list' tells which there are.");

    private void RefuseForeign(string task)
    {
        if (Read(FileOf(task)) is { } definition && !IsOurs(definition))
        {
            throw new SnapBackException(
                ErrorCode.SchedulerFailed, $"There is a task {DisplayText.Escape(task)} already, and SnapBack did not make it. Nothing was touched.", "Choose another name with --name.");
        }
    }

    // A job may be called like that, too. What a try left behind that was killed starts by nothing.
    private void RefuseToReplace(string task)
    {
        if (Read(FileOf(task))?.Descendants(Ns + "Triggers").Any(triggers => triggers.HasElements) == true)
        {
            throw new SnapBackException(
                ErrorCode.SchedulerFailed, $"A task {DisplayText.Escape(task)} starts by itself, and a try would take its name. It was not touched.", "'snapback schedule run' tries the account.");
        }
    }

    private string FileOf(string task) => Path.Join(Store, task[TaskXml.Folder.Length..]);

    private static bool IsOurs(XDocument definition) => definition.Root?.Element(Ns + "RegistrationInfo")?.Element(Ns + "Source")?.Value == TaskXml.Source;

    private static XDocument? Read(string file)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using XmlReader reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return null;
        }
    }

    private void Tell(IReadOnlyList<string> arguments, string what, bool asks)
    {
        ProgramAnswer answer = _schtasks(arguments, asks);
        if (answer.ExitCode != 0)
        {
            throw Failed(what, $"{answer.Error} {answer.Output}");
        }
    }

    private static SnapBackException Failed(string what, string why) => new(
        ErrorCode.SchedulerFailed,
        $"{DisplayText.Escape(what)}: {DisplayText.Escape(why.ReplaceLineEndings(" ").Trim()).TrimEnd('.')}.",
        "Run this in an elevated console. 'schedule export' writes the same task for 'schtasks /create /xml'.");
}
