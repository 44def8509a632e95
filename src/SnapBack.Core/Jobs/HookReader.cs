using SnapBack.Errors;

namespace SnapBack.Jobs;

/// <summary>Reads the key <c>hooks</c> of a job file.</summary>
internal sealed class HookReader
{
    private const int Most = 20;
    private const int MostWords = 100;
    private const string Manual = "docs/hooks.md describes hooks.";

    private static readonly string[] BatchExtensions = [".bat", ".cmd"];
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(7);

    private readonly JobObject _item;

    private HookReader(JobObject item)
    {
        _item = item;
    }

    /// <summary>All keys of a hook; the schema says the same, and a test compares.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["when", "run", "timeLimit", "onFailure", "outcomes"];

    /// <summary>Reads the list.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.JobInvalid"/>, with the place.</exception>
    public static IReadOnlyList<Hook> Read(JobNode list, Func<TextPlace, ValuePlace> placeOf) =>
        [.. JobObject.Of(list, placeOf, JobOptions.Hooks, Most, "hook", "an object with 'when' and 'run'", Manual).Select(item => new HookReader(item).Read())];

    /// <summary>What is wrong with the path of a program; null when it is right.</summary>
    /// <param name="path">As given.</param>
    /// <param name="isWindows">Whose paths it is one of.</param>
    public static (string Problem, string Hint)? Problem(string path, bool isWindows)
    {
        bool isFull = isWindows
            ? path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 3 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/')
            : path.StartsWith('/');
        if (!isFull)
        {
            return ("is no full path", "Write the full path of the program: one that is searched for could be somebody else's.");
        }

        // Windows gives these to cmd.exe, which reads the arguments once more, by rules of its own.
        // What Windows leaves off at the end of a path hides no ending.
        return isWindows && BatchExtensions.Any(extension => path.TrimEnd(' ', '.').EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            ? ("is a batch file, which only a shell can run", "Name the shell: [\"C:\\\\Windows\\\\System32\\\\cmd.exe\", \"/c\", \"C:\\\\Scripts\\\\stop.cmd\"].")
            : null;
    }

    private Hook Read()
    {
        _item.AllowOnly(Keys, "a hook");
        HookWhen when = _item.WordOf<HookWhen>("when") ?? throw _item.Missing("when");
        GivenText[] run = Words();
        if (Problem(run[0].Text, OperatingSystem.IsWindows()) is { } wrong)
        {
            throw run[0].Place.Error($"the program '{ValuePlace.Show(run[0].Text)}' {wrong.Problem}", wrong.Hint);
        }

        return new Hook(when, Path.GetFullPath(run[0].Text), [.. run.Skip(1).Select(word => word.Text)])
        {
            TimeLimit = Limit(),
            OnFailure = _item.WordOf<HookFailure>("onFailure") ?? (when == HookWhen.Before ? HookFailure.Fail : HookFailure.Warn),
            Outcomes = Outcomes(when),
        };
    }

    private GivenText[] Words()
    {
        JobNode list = (_item.Member("run") ?? throw _item.Missing("run")).Value;
        const string Hint = "The first text is the full path of the program, each further one an argument; no shell reads them.";
        if (list.Kind != JobNodeKind.Array || list.Items.Count is 0 or > MostWords || list.Items.Any(word => word.Kind != JobNodeKind.Text))
        {
            throw _item.PlaceOf(list).Error($"'run' must be a list of 1 to {MostWords} texts", Hint);
        }

        return list.Items.FirstOrDefault(word => word.Text.Contains('\0', StringComparison.Ordinal)) is { } broken
            ? throw _item.PlaceOf(broken).Error("no word of 'run' can hold a NUL character", Hint)
            : [.. list.Items.Select(word => new GivenText(word.Text, _item.PlaceOf(word)))];
    }

    private TimeSpan Limit()
    {
        if (_item.Text("timeLimit") is not { } given)
        {
            return Hook.UsualLimit;
        }

        return ValueText.TryTime(given.Text, out TimeSpan limit) && limit > TimeSpan.Zero && limit <= LongestLimit
            ? limit
            : throw given.Place.Error($"'timeLimit' must be a time such as 90s, 10m or 2h, up to 7d, and '{ValuePlace.Show(given.Text)}' is not", Manual);
    }

    private IReadOnlyList<RunClass> Outcomes(HookWhen when)
    {
        if (_item.Member("outcomes") is not { } member)
        {
            return [];
        }

        if (when != HookWhen.After)
        {
            throw _item.PlaceOf(member.Value).Error("'outcomes' belongs to a hook after the run: before its end a run has no outcome", Manual);
        }

        IReadOnlyList<JobNode> nodes = member.Value.Kind == JobNodeKind.Array ? member.Value.Items : [member.Value];
        return nodes.Count > 0 && nodes.All(node => node.Kind == JobNodeKind.Text)
            ? [.. nodes.Select(node => RunClassWords.Of(_item.OneOf("outcomes", new GivenText(node.Text, _item.PlaceOf(node)), RunClassWords.All))).Distinct()]
            : throw _item.PlaceOf(member.Value).Error($"'outcomes' must be one or a list of the texts {string.Join(", ", RunClassWords.All)}", Manual);
    }
}
