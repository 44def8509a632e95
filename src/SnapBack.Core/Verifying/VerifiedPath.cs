namespace SnapBack.Verifying;

/// <summary>What was found of one file. Texts are exact and must be escaped for the screen.</summary>
/// <param name="Path">Below the roots.</param>
/// <param name="Verdict">What was found.</param>
/// <param name="Bytes">Its recorded size.</param>
/// <param name="Text">More about it, or null.</param>
/// <param name="IsRepaired">True when the recorded content was brought from the source again.</param>
public sealed record VerifiedPath(string Path, VerifyVerdict Verdict, long Bytes, string? Text = null, bool IsRepaired = false)
{
    /// <summary>True when the copy is not what the record says, and was not mended.</summary>
    public bool IsBad => Verdict is VerifyVerdict.Missing or VerifyVerdict.Changed or VerifyVerdict.Corrupt or VerifyVerdict.Unreadable && !IsRepaired;
}
