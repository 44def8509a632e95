namespace SnapBack.Jobs;

/// <summary>How a result becomes an exit code.</summary>
public enum ExitCodeStyle
{
    /// <summary>Robocopy's bit mask: 1 copied, 2 extras, 4 mismatches, 8 failures, 16 nothing done.</summary>
    Robocopy,

    /// <summary>0 when the mask is under 8, else 1.</summary>
    Simple,
}
