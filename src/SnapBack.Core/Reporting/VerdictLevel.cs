namespace SnapBack.Reporting;

/// <summary>How bad it is.</summary>
public enum VerdictLevel
{
    /// <summary>Nothing can be said: a plan, or a run that goes on.</summary>
    None,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Complete, and worth less than it could be.</summary>
    Warning,

    /// <summary>Not complete.</summary>
    Bad,
}
