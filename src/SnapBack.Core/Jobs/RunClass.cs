namespace SnapBack.Jobs;

/// <summary>In which way a run ended, for those who only want to know that. <see cref="RunClassWords"/> has the words that machines get.</summary>
public enum RunClass
{
    /// <summary>Complete.</summary>
    Success,

    /// <summary>Complete, with something to know.</summary>
    Warnings,

    /// <summary>Not complete.</summary>
    Failure,

    /// <summary>Stopped before its first change.</summary>
    NothingDone,

    /// <summary>Cancelled, or cut off.</summary>
    Interrupted,
}
