namespace SnapBack.Jobs;

/// <summary>What is read back after it was written.</summary>
public enum VerifyMode
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Every copied file, before it gets its final name.</summary>
    Written,
}
