using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SnapBack.Scheduling;

/// <summary>
/// A schedule as a task of Windows Task Scheduler (https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema, and MS-TSCH 2.5): every setting that
/// has a default is written, because the defaults work against a backup (not on battery, not when missed, ended after three days).
/// </summary>
public static class TaskXml
{
    /// <summary>Who made a task; we touch no other.</summary>
    public const string Source = "SnapBack";

    /// <summary>The folder of all our tasks.</summary>
    public const string Folder = @"\SnapBack\";

    private const string LocalSystem = "S-1-5-18";
    private const string FirstDay = "2020-01-01T";

    private static readonly XNamespace Ns = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    /// <summary>Path of the task with a name, such as <c>\SnapBack\nightly</c>. Characters that Windows forbids become underscores.</summary>
    public static string PathOf(string name) => Folder + string.Concat(name.Select(c => c < ' ' || "\\/:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '_' : c)).TrimEnd(' ', '.');

    /// <summary>The whole document, in the encoding that its first line tells: UTF-16 with a byte order mark, which every schtasks reads.</summary>
    public static byte[] Write(Schedule schedule)
    {
        using MemoryStream stream = new();
        using (XmlWriter writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = Encoding.Unicode, Indent = true, CheckCharacters = true }))
        {
            Make(schedule).Save(writer);
        }

        return stream.ToArray();
    }

    /// <summary>The same as a document.</summary>
    public static XDocument Make(Schedule schedule) => new(
        new XDeclaration("1.0", "UTF-16", null),
        new XElement(
            Ns + "Task",
            new XAttribute("version", "1.2"),
            new XElement(
                Ns + "RegistrationInfo",
                new XElement(Ns + "Source", Source),
                new XElement(Ns + "Author", Source),
                new XElement(Ns + "Description", $"Backup by SnapBack: {schedule.JobFile}"),
                new XElement(Ns + "URI", PathOf(schedule.Name))),
            new XElement(Ns + "Triggers", schedule.Triggers.Select(trigger => Of(trigger, schedule.RandomDelay))),
            new XElement(Ns + "Principals", Principal(schedule.RunAs)),
            Settings(schedule),
            new XElement(
                Ns + "Actions",
                new XAttribute("Context", "Author"),
                new XElement(
                    Ns + "Exec",
                    new XElement(Ns + "Command", schedule.Program),
                    new XElement(Ns + "Arguments", ArgumentQuoting.ForWindows(schedule.Arguments)),
                    new XElement(Ns + "WorkingDirectory", schedule.Program[..schedule.Program.LastIndexOf('\\')])))));

    private static XElement Principal(RunAs runAs)
    {
        (string account, string? logon) = runAs.Kind switch
        {
            RunAsKind.System => (LocalSystem, null),
            RunAsKind.UserWithoutPassword => (runAs.Account, "S4U"),
            _ => (runAs.Account, "Password"),
        };
        // The system logs on as itself; the schema has no word for it.
        return new XElement(
            Ns + "Principal",
            new XAttribute("id", "Author"),
            new XElement(Ns + "UserId", account),
            logon is null ? null : new XElement(Ns + "LogonType", logon),
            new XElement(Ns + "RunLevel", "HighestAvailable"));
    }

    private static XElement Settings(Schedule schedule) => new(
        Ns + "Settings",
        new XElement(Ns + "MultipleInstancesPolicy", "IgnoreNew"),
        new XElement(Ns + "DisallowStartIfOnBatteries", Bool(!schedule.RunsOnBattery)),
        new XElement(Ns + "StopIfGoingOnBatteries", Bool(!schedule.RunsOnBattery)),
        new XElement(Ns + "AllowHardTerminate", Bool(true)),
        new XElement(Ns + "StartWhenAvailable", Bool(true)),
        new XElement(Ns + "RunOnlyIfNetworkAvailable", Bool(false)),
        new XElement(
            Ns + "IdleSettings",
            new XElement(Ns + "StopOnIdleEnd", Bool(false)),
            new XElement(Ns + "RestartOnIdle", Bool(false))),
        new XElement(Ns + "AllowStartOnDemand", Bool(true)),
        new XElement(Ns + "Enabled", Bool(true)),
        new XElement(Ns + "Hidden", Bool(false)),
        new XElement(Ns + "RunOnlyIfIdle", Bool(schedule.WaitsForIdle)),
        new XElement(Ns + "WakeToRun", Bool(schedule.WakesMachine)),
        new XElement(Ns + "ExecutionTimeLimit", schedule.TimeLimit is { } limit ? Duration(limit) : "PT0S"),
        new XElement(Ns + "Priority", "7"));

    // The order of the parts is the schema's: those of every trigger first, then those of its kind.
    private static XElement Of(Trigger trigger, TimeSpan delay) => trigger switch
    {
        Trigger.AtBoot boot => new XElement(Ns + "BootTrigger", Enabled(), new XElement(Ns + "Delay", Duration(boot.Delay))),
        Trigger.OnEvent logged => new XElement(Ns + "EventTrigger", Enabled(), new XElement(Ns + "Subscription", Query(logged)), new XElement(Ns + "Delay", Duration(TimeSpan.Zero))),
        Trigger.Timed timed => new XElement(
            Ns + "CalendarTrigger",
            Enabled(),
            new XElement(Ns + "StartBoundary", FirstDay + timed.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
            timed.Repetition is { } repetition ? Again(repetition) : null,
            new XElement(Ns + "RandomDelay", Duration(delay)),
            Days(timed)),
        _ => throw new ArgumentOutOfRangeException(nameof(trigger)),
    };

    private static XElement Again(Repetition repetition) => new(
        Ns + "Repetition",
        new XElement(Ns + "Interval", Duration(repetition.Every)),
        new XElement(Ns + "Duration", Duration(repetition.For)),
        new XElement(Ns + "StopAtDurationEnd", Bool(false)));

    private static XElement Days(Trigger.Timed trigger) => trigger switch
    {
        Trigger.Weekly weekly => new XElement(
            Ns + "ScheduleByWeek",
            new XElement(Ns + "WeeksInterval", "1"),
            new XElement(Ns + "DaysOfWeek", weekly.Days.Select(day => new XElement(Ns + day.ToString())))),
        Trigger.Monthly monthly => new XElement(
            Ns + "ScheduleByMonth",
            new XElement(Ns + "DaysOfMonth", monthly.Days.Select(day => new XElement(Ns + "Day", day == Trigger.LastDay ? "Last" : day.ToString(CultureInfo.InvariantCulture)))),
            new XElement(Ns + "Months", CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Where(month => month.Length > 0).Select(month => new XElement(Ns + month)))),
        _ => new XElement(Ns + "ScheduleByDay", new XElement(Ns + "DaysInterval", "1")),
    };

    // A query is XML inside of XML, and its condition is XPath, in which a quote can't be escaped: TriggerText lets none in.
    private static string Query(Trigger.OnEvent trigger)
    {
        string source = trigger.Source is { } name ? $"Provider[@Name='{name}'] and " : string.Empty;
        return new XElement(
            "QueryList",
            new XElement(
                "Query",
                new XAttribute("Id", "0"),
                new XAttribute("Path", trigger.Log),
                new XElement("Select", new XAttribute("Path", trigger.Log), string.Create(CultureInfo.InvariantCulture, $"*[System[{source}EventID={trigger.Id}]]"))))
            .ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Enabled() => new(Ns + "Enabled", Bool(true));

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Duration(TimeSpan time) => XmlConvert.ToString(time);
}
