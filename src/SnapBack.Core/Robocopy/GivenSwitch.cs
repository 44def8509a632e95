namespace SnapBack.Robocopy;

/// <summary>A switch as it was given.</summary>
/// <param name="Switch">Which one.</param>
/// <param name="Value">The checked value; empty for a flag and for an optional value that was left out.</param>
/// <param name="Place">Where it stands.</param>
public sealed record GivenSwitch(Switch Switch, string Value, LinePlace Place)
{
    /// <summary>As it would be written on a command line, without quotes.</summary>
    public string Text => Value.Length == 0 ? Switch.Name : $"{Switch.Name}:{Value}";
}
