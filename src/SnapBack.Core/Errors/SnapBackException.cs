namespace SnapBack.Errors;

/// <summary>
/// Ends a run or a command: something the user can understand and act on. Printed as one sentence, what to do next and the
/// code; never with a stack trace. Everything that is not this type is a bug and reaches <c>Main</c> as it is.
/// </summary>
public sealed class SnapBackException : Exception
{
    /// <summary>Describes a failure for people.</summary>
    /// <param name="code">The stable code.</param>
    /// <param name="message">One sentence: what is wrong, and what was touched.</param>
    /// <param name="hint">What to do next; may be empty.</param>
    /// <param name="inner">The cause, for the log only.</param>
    public SnapBackException(ErrorCode code, string message, string hint = "", Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Hint = hint;
    }

    /// <summary>The stable code.</summary>
    public ErrorCode Code { get; }

    /// <summary>What to do next; may be empty.</summary>
    public string Hint { get; }

    /// <summary>The code as people see it: <c>SB1201</c>.</summary>
    public string CodeText => $"SB{(int)Code:0000}";
}
