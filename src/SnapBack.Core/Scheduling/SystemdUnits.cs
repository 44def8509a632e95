using System.Globalization;
using System.Text;
using SnapBack.Errors;

namespace SnapBack.Scheduling;

/// <summary>
/// A schedule as a service and a timer of systemd (https://www.freedesktop.org/software/systemd/man/systemd.timer.html). Restrained as far as a backup can be:
/// it has to see every file as it is, to mount nothing, to write anywhere, and to make snapshots.
/// </summary>
public static class SystemdUnits
{
    /// <summary>Marks our units, and tells the job; systemd passes over keys that begin with X-.</summary>
    public const string Mark = "X-SnapBack-Job";

    private const string Prefix = "snapback-";

    // What a full backup as root needs: to read and write past modes, to give files away, to make devices, and to snapshot. The last four are for hooks: a dump of a
    // database is made as its own account (runuser, su), and what a hook has started so must be ended when its time is up.
    private const string Capabilities =
        "CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_FSETID CAP_LINUX_IMMUTABLE CAP_MKNOD CAP_SETFCAP CAP_SYS_ADMIN CAP_SYS_NICE CAP_SYS_RESOURCE "
        + "CAP_SETUID CAP_SETGID CAP_KILL CAP_AUDIT_WRITE";

    /// <summary>Name of the units without their ending. Characters that a unit's name can't have are written as systemd-escape(1) does.</summary>
    public static string NameOf(string name)
    {
        StringBuilder unit = new(Prefix);
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            char c = (char)b;
            _ = char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' ? unit.Append(c) : unit.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture));
        }

        return unit.ToString();
    }

    /// <summary>The text of the <c>.service</c>.</summary>
    public static string Service(Schedule schedule)
    {
        List<string> lines =
        [
            "[Unit]",
            $"Description=SnapBack backup {Plain(schedule.Name)}",
            $"{Mark}={Plain(schedule.JobFile)}",
            "Wants=network-online.target",
            "After=network-online.target",
        ];
        if (!schedule.RunsOnBattery)
        {
            lines.Add("ConditionACPower=true");
        }

        lines.AddRange(
        [
            string.Empty,
            "[Service]",
            "Type=oneshot",
            $"ExecStart={ArgumentQuoting.ForSystemd([schedule.Program, .. schedule.Arguments])}",
            schedule.TimeLimit is { } limit ? $"TimeoutStartSec={Seconds(limit)}" : "TimeoutStartSec=infinity",
            // SIGINT is Ctrl+C: the run releases its snapshot and is recorded as interrupted.
            "KillSignal=SIGINT",
            "TimeoutStopSec=120",
            "Nice=10",
            "IOSchedulingClass=best-effort",
            "IOSchedulingPriority=7",
            "UMask=0077",
            "NoNewPrivileges=yes",
            "LockPersonality=yes",
            "RestrictRealtime=yes",
            "RestrictNamespaces=yes",
            "SystemCallArchitectures=native",
            "KeyringMode=private",
        ]);
        lines.AddRange(schedule.RunAs.Kind switch
        {
            RunAsKind.System => [$"CapabilityBoundingSet={Capabilities}"],
            RunAsKind.User => [$"User={Plain(schedule.RunAs.Account)}"],
            _ => throw Unknown("Accounts without a password and managed service accounts"),
        });
        if (schedule.WaitsForIdle)
        {
            lines.Add("CPUSchedulingPolicy=idle");
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The text of the <c>.timer</c>.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>: a trigger that only Windows has.</exception>
    public static string Timer(Schedule schedule)
    {
        string unit = NameOf(schedule.Name);
        List<string> lines = ["[Unit]", $"Description=When SnapBack backs up {Plain(schedule.Name)}", $"{Mark}={Plain(schedule.JobFile)}", string.Empty, "[Timer]"];
        foreach (Trigger trigger in schedule.Triggers)
        {
            lines.AddRange(trigger switch
            {
                Trigger.AtBoot boot => [$"OnBootSec={Seconds(boot.Delay)}"],
                Trigger.Timed timed => CalendarTimes.Of(timed).Select(time => $"OnCalendar={time}"),
                _ => throw Unknown("Starts on an event"),
            });
        }

        lines.AddRange(
        [
            $"RandomizedDelaySec={Seconds(schedule.RandomDelay)}",
            "AccuracySec=1min",
            "Persistent=true",
            $"WakeSystem={(schedule.WakesMachine ? "true" : "false")}",
            $"Unit={unit}.service",
            string.Empty,
            "[Install]",
            "WantedBy=timers.target",
        ]);
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The job of a unit's text; null when it is not one of ours.</summary>
    public static string? JobOf(string unit) =>
        unit.Split('\n').FirstOrDefault(line => line.StartsWith(Mark + "=", StringComparison.Ordinal)) is { } line ? line[(Mark.Length + 1)..].Replace("%%", "%", StringComparison.Ordinal) : null;

    // A line's end would begin a new setting, a backslash at the end would join the next one, and a percent sign stands for something else.
    private static string Plain(string value) => string.Concat(value.Select(c => c < ' ' || c == '\x7f' ? '?' : c)).TrimEnd('\\').Replace("%", "%%", StringComparison.Ordinal);

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static SnapBackException Unknown(string what) =>
        new(ErrorCode.Usage, $"{what} exist on Windows only. Nothing was touched.", "Give a time: --daily, --weekly, --monthly or --at-boot.");
}
