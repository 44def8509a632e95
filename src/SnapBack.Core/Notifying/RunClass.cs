namespace SnapBack.Notifying;

/// <summary>In which way a run ended, for those who only want to know that. The words that machines get are these names in lower case, with a dash.</summary>
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
