namespace SnapBack.Snapshots;

/// <summary>A snapshot could not be made or used. Carries words for people; the run decides by the job's policy.</summary>
public sealed class SnapshotException : Exception
{
    /// <summary>Describes the failure in a sentence, with the next command to try.</summary>
    public SnapshotException(string message, string hint = "", Exception? inner = null)
        : base(message, inner)
    {
        Hint = hint;
    }

    /// <summary>What to do next; may be empty.</summary>
    public string Hint { get; }
}
