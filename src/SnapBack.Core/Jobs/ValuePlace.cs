using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Jobs;

/// <summary>Where a value was given: a place in a job file or an option of the command line. Errors begin with it.</summary>
/// <param name="Text">For people: <c>nightly.json:3:5</c> or <c>--bandwidth</c>.</param>
/// <param name="Folder">Folder that relative paths given here start from; null for the current folder.</param>
/// <param name="Code">Code of errors about this value.</param>
internal sealed record ValuePlace(string Text, string? Folder, ErrorCode Code)
{
    private const int LongestShown = 80;

    /// <summary>A place in the job file that people know as <paramref name="file"/> and that lies in <paramref name="folder"/>.</summary>
    public static ValuePlace InFile(string file, TextPlace place, string? folder = null) =>
        new($"{DisplayText.Escape(file)}:{place.Line}:{place.Column}", folder, ErrorCode.JobInvalid);

    /// <summary>An option such as <c>--bandwidth</c>.</summary>
    public static ValuePlace OnCommandLine(string option) => new(option, null, ErrorCode.Usage);

    /// <summary>Something that a person wrote, made safe and short enough for a message.</summary>
    public static string Show(string text)
    {
        string escaped = DisplayText.Escape(text);
        return escaped.Length <= LongestShown ? escaped : string.Concat(escaped.AsSpan(0, LongestShown), "...");
    }

    /// <summary>The error that <paramref name="sentence"/> (without place and full stop) is true here.</summary>
    public SnapBackException Error(string sentence, string hint = "") => new(Code, $"{Text}: {sentence}; nothing was touched.", hint);
}
