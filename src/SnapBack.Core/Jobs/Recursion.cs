namespace SnapBack.Jobs;

/// <summary>How far a run goes into folders.</summary>
public enum Recursion
{
    /// <summary>The source's own files alone; folders in it are neither made nor removed.</summary>
    None,

    /// <summary>All folders, but none is made that would end up empty (robocopy's <c>/S</c>).</summary>
    NonEmpty,

    /// <summary>All folders, empty ones included (robocopy's <c>/E</c>).</summary>
    All,
}
