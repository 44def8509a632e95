namespace SnapBack.Cli;

/// <summary>A bug whose full text is in a log already, or could not be written to one.</summary>
internal sealed class LoggedBugException : Exception
{
    /// <summary>Wraps the bug.</summary>
    public LoggedBugException(Exception bug, string? log)
        : base(bug.Message, bug)
    {
        Log = log;
    }

    /// <summary>The log's path, or null when there is no log.</summary>
    public string? Log { get; }
}
