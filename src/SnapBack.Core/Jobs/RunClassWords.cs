namespace SnapBack.Jobs;

/// <summary>The word for each class of a run, as job files, hooks, webhooks and metrics have it (docs/notifications.md).</summary>
public static class RunClassWords
{
    /// <summary>All words, in the order of the classes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RunClass>().Select(found => found.Word())];

    /// <summary>The word for a class.</summary>
    public static string Word(this RunClass found) => found == RunClass.NothingDone ? "nothing-done" : found.ToString().ToLowerInvariant();

    /// <summary>The class of a word out of <see cref="All"/>.</summary>
    public static RunClass Of(string word) => Enum.GetValues<RunClass>().First(found => found.Word() == word);
}
