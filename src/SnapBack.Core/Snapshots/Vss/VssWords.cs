using System.Globalization;
using SnapBack.Paths;

namespace SnapBack.Snapshots.Vss;

/// <summary>What is told to people of the shadow copy service's answers and writers. Pure.</summary>
internal static class VssWords
{
    private const int FirstFailed = 6;

    private static readonly TimeSpan LongestInSeconds = TimeSpan.FromSeconds(120);

    // VSS_WRITER_STATE: https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_writer_state
    private static readonly string[] States =
    [
        "unknown", "stable", "waiting for the freeze", "waiting for the thaw", "waiting for the snapshot's end", "waiting for the backup's end",
        "failed when it described its files", "failed when the backup was prepared", "failed when the snapshot was prepared", "failed at the freeze",
        "failed at the thaw", "failed after the snapshot", "failed at the backup's end", "failed before a restore", "failed after a restore", "failed when the backup was broken off",
    ];

    /// <summary>A failure in one sentence, with its name and number.</summary>
    public static string Sentence(VssException failure) => $"{Clause(VssFailures.Of(failure.HResult))} at {DisplayText.Escape(failure.Step)}.";

    /// <summary>A failure as the end of a sentence, with its name and number.</summary>
    public static string Clause(VssFailure failure) => string.Create(
        CultureInfo.InvariantCulture, $"{failure.Cause.TrimEnd('.')} ({(failure.Name.StartsWith("0x", StringComparison.Ordinal) ? string.Empty : failure.Name + " ")}0x{failure.Result:X8})");

    /// <summary>A writer's state.</summary>
    public static string State(int state) =>
        state >= 0 && state < States.Length ? States[state] : string.Create(CultureInfo.InvariantCulture, $"in the unknown state {state}");

    /// <summary>A writer's state with the reason where it failed.</summary>
    public static string State(VssWriterState writer)
    {
        if (!HasFailed(writer))
        {
            return State(writer.State);
        }

        string state = writer.State >= FirstFailed ? State(writer.State) : "failed";
        string reason = writer.Failure == 0 ? string.Empty : $": {Clause(VssFailures.Of(writer.Failure))}";
        string own = (writer.ApplicationFailure, writer.ApplicationMessage) switch
        {
            (0, null or "") => string.Empty,
            (0, { } message) => $"; its program says: {DisplayText.Escape(message).TrimEnd('.')}",
            (int code, null or "") => string.Create(CultureInfo.InvariantCulture, $"; its program says 0x{code:X8}"),
            (int code, { } message) => string.Create(CultureInfo.InvariantCulture, $"; its program says 0x{code:X8}: {DisplayText.Escape(message).TrimEnd('.')}"),
        };
        return state + reason + own;
    }

    /// <summary>True when a writer did not do its part.</summary>
    public static bool HasFailed(VssWriterState writer) => writer.State >= FirstFailed || writer.Failure < 0;

    /// <summary>A span of time: <c>45 s</c>, <c>4 min</c>.</summary>
    public static string Span(TimeSpan time) => time <= LongestInSeconds
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalSeconds)} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalMinutes)} min");
}
