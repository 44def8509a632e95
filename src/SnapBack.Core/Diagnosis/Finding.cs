namespace SnapBack.Diagnosis;

/// <summary>What one check found. Names of files in it are escaped already.</summary>
/// <param name="Check">What was looked at, in a few words.</param>
/// <param name="Level">How it ended.</param>
/// <param name="Text">What was found, in a sentence.</param>
/// <param name="Advice">What to do; empty when there is nothing to do.</param>
public sealed record Finding(string Check, FindingLevel Level, string Text, string Advice = "")
{
    /// <summary>All is well.</summary>
    public static Finding Pass(string check, string text) => new(check, FindingLevel.Pass, text);

    /// <summary>Less than it could be.</summary>
    public static Finding Warn(string check, string text, string advice) => new(check, FindingLevel.Warn, text, advice);

    /// <summary>A backup would fail.</summary>
    public static Finding Fail(string check, string text, string advice) => new(check, FindingLevel.Fail, text, advice);
}
