namespace SnapBack.Errors;

/// <summary>
/// Thrown by the file layer (<c>Trees</c>) and by the system calls below it (<c>Platform</c>). The executor and the planner turn it into a
/// recorded <see cref="ActionError"/>; it does not pass above them, but for the two roots, whose failure ends the run. The snapshots turn it
/// into their own exception.
/// </summary>
public sealed class TreeException : IOException
{
    /// <summary>Wraps an item error.</summary>
    public TreeException(ActionError error)
        : base(error.ToString())
    {
        Error = error;
    }

    /// <summary>The reason as a value.</summary>
    public ActionError Error { get; }
}
