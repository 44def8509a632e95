namespace SnapBack.Jobs;

/// <summary>A program that a job wants run at one point of each run, one object of the key <c>hooks</c>. Immutable. No shell ever reads its words.</summary>
/// <param name="When">At which point.</param>
/// <param name="Program">Full path.</param>
/// <param name="Arguments">One per element, as the program gets them.</param>
public sealed record Hook(HookWhen When, string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>How long a hook may take when the job does not say.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromHours(1);

    /// <summary>How long it may take.</summary>
    public TimeSpan TimeLimit { get; init; } = UsualLimit;

    /// <summary>What its failure makes of the run.</summary>
    public HookFailure OnFailure { get; init; } = HookFailure.Warn;

    /// <summary>Of a hook after the run: after which runs; empty for all.</summary>
    public IReadOnlyList<RunClass> Outcomes { get; init; } = [];

    /// <summary>True when it is started after a run of this class.</summary>
    public bool IsFor(RunClass outcome) => Outcomes.Count == 0 || Outcomes.Contains(outcome);
}
