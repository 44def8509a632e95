using SnapBack.Robocopy;

namespace SnapBack.Tests.Robocopy;

/// <summary>Lines as tests write them: words separated by blanks, paths of Windows.</summary>
internal static class SomeLine
{
    public static RobocopyLine Of(string words) => Of(words, []);

    public static RobocopyLine Of(string words, Dictionary<string, string> jobs) => Reader(jobs).Read(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public static LineReader Reader(Dictionary<string, string> jobs, bool isWindows = true) => new(
        isWindows,
        name => jobs.TryGetValue(name, out string? text)
            ? RcjText.Parse(name, System.Text.Encoding.UTF8.GetBytes(text), OemText.Usual)
            : throw new FileNotFoundException(name));
}
