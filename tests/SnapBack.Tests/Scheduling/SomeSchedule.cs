using SnapBack.Scheduling;

namespace SnapBack.Tests.Scheduling;

internal static class SomeSchedule
{
    /// <summary>One with every kind of trigger that both systems have, and names with blanks and quotes.</summary>
    public static Schedule OnWindows() => new()
    {
        Name = "Nightly <\"Ännchen\"> & 50%",
        JobFile = @"C:\Program Files\My ""jobs""\nightly job.json",
        Program = @"C:\Program Files\SnapBack\snapback.exe",
        Arguments = ["backup", @"C:\Program Files\My ""jobs""\nightly job.json", "--exit-codes", "simple", @"D:\", string.Empty],
        Triggers = Triggers(),
    };

    public static Schedule OnLinux(string program, params string[] arguments) => new()
    {
        Name = "Nightly <\"Ännchen\"> & 50%",
        JobFile = "/etc/snap back/nightly 100%.json",
        Program = program,
        Arguments = arguments,
        Triggers = Triggers(),
    };

    private static Trigger[] Triggers() =>
    [
        new Trigger.Daily(new TimeOnly(2, 0)) { Repetition = new Repetition(TimeSpan.FromHours(4), TimeSpan.FromHours(12)) },
        new Trigger.Weekly([DayOfWeek.Monday, DayOfWeek.Sunday], new TimeOnly(23, 30)) { Repetition = new Repetition(TimeSpan.FromHours(1), TimeSpan.FromHours(2)) },
        new Trigger.Monthly([Trigger.LastDay, 1, 15], new TimeOnly(3, 15)),
        new Trigger.AtBoot(TimeSpan.FromMinutes(5)),
    ];
}
