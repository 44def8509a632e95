namespace SnapBack.Security;

/// <summary>Bytes or text that are no security descriptor. The message says what is wrong and where.</summary>
public sealed class SecurityFormatException : FormatException
{
    /// <summary>Describes what is wrong.</summary>
    public SecurityFormatException(string message)
        : base(message)
    {
    }
}
