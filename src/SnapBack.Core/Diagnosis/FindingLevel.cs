namespace SnapBack.Diagnosis;

/// <summary>How a check ended.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Pass,

    /// <summary>A backup can be made, with less than it could have.</summary>
    Warn,

    /// <summary>A backup would fail.</summary>
    Fail,
}
