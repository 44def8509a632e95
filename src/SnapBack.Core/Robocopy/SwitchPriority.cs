namespace SnapBack.Robocopy;

/// <summary>How much a line depends on a switch.</summary>
public enum SwitchPriority
{
    /// <summary>Without it this would be no drop-in.</summary>
    Must,

    /// <summary>Seldom seen, and done all the same.</summary>
    Should,

    /// <summary>Known by name only: a line that has it is refused.</summary>
    Skip,
}
