using System.Globalization;

namespace SnapBack.Hooks;

/// <summary>How a hook ended.</summary>
/// <param name="Result">In which way.</param>
/// <param name="Took">From its start to its end; of one whose time was up the time limit.</param>
public sealed record HookEnd(HookResult Result, TimeSpan Took)
{
    /// <summary>Its exit code, where it ended by itself.</summary>
    public int ExitCode { get; init; }

    /// <summary>Why it could not be started, in the system's words.</summary>
    public string Problem { get; init; } = string.Empty;

    /// <summary>True for anything but an exit code of 0.</summary>
    public bool HasFailed => Result != HookResult.Ended || ExitCode != 0;

    /// <summary>The same as the end of a sentence.</summary>
    public string Text => Result switch
    {
        HookResult.Ended => string.Create(CultureInfo.InvariantCulture, $"ended with exit code {ExitCode} after {Took.TotalSeconds:0.0} seconds"),
        HookResult.NotStarted => $"could not be started: {Problem}",
        HookResult.TimedOut => string.Create(CultureInfo.InvariantCulture, $"was ended with all that it had started, because its time limit of {Took.TotalSeconds:0} s was up"),
        _ => "was ended with all that it had started, because the run was cancelled",
    };
}
