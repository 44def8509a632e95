using SnapBack.Paths;

namespace SnapBack.Cli.Rendering;

/// <summary>A value as one word of a command line that a person can copy.</summary>
internal static class ShellWord
{
    /// <summary>The value itself when it is harmless, else in quotes; control characters are shown, not carried.</summary>
    public static string Quote(string value)
    {
        string shown = DisplayText.Escape(value);
        if (shown.Length > 0 && shown.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ',' || (OperatingSystem.IsWindows() && c is '\\' or ':')))
        {
            return shown;
        }

        return OperatingSystem.IsWindows() ? $"\"{shown}\"" : $"'{shown.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
