namespace SnapBack.Jobs;

/// <summary>What is removed from the live source once it is copied and recorded.</summary>
public enum MoveMode
{
    /// <summary>Nothing: a backup.</summary>
    None,

    /// <summary>Each file that this run copied (robocopy's <c>/MOV</c>).</summary>
    Files,

    /// <summary>These files, and the folders that are empty by then (robocopy's <c>/MOVE</c>).</summary>
    All,
}
