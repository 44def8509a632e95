namespace SnapBack.Scheduling;

/// <summary>The account that a scheduled job runs as.</summary>
/// <param name="Kind">What kind of account it is.</param>
/// <param name="Account">Its name; empty for the system.</param>
public sealed record RunAs(RunAsKind Kind, string Account)
{
    /// <summary>SYSTEM on Windows, root on Linux: whoever may read every file.</summary>
    public static readonly RunAs TheSystem = new(RunAsKind.System, string.Empty);
}
