using System.Globalization;
using SnapBack.Jobs;

namespace SnapBack.Hooks;

/// <summary>What a hook is told in its environment. docs/hooks.md is the table.</summary>
public static class HookVariables
{
    /// <summary>Beginning of all names. What this process has by such a name is of another call and not handed on.</summary>
    public const string Prefix = "SNAPBACK_";

    /// <summary>Where sources are read, by the same names as <c>snapshot exec</c> gives them; a number follows.</summary>
    public const string Snapshot = "SNAPBACK_SNAPSHOT";

    private const string Run = "SNAPBACK_RUN_ID";

    /// <summary>What every hook of a run is told.</summary>
    public static Dictionary<string, string> Of(Job job, long run, HookWhen when)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["SNAPBACK_WHEN"] = JobWord.Of(when),
            ["SNAPBACK_JOB"] = job.Name,
            [Run] = Text(run),
            ["SNAPBACK_CATALOG"] = Path.GetFullPath(job.Catalog!),
            ["SNAPBACK_COUNT"] = Text(job.Pairs.Count),
        };
        foreach ((int index, JobPair pair) in job.Pairs.Index())
        {
            variables[$"SNAPBACK_SOURCE_{Text(index + 1)}"] = pair.Source;
            variables[$"SNAPBACK_DESTINATION_{Text(index + 1)}"] = pair.Destination;
        }

        return variables;
    }

    /// <summary>Adds where the sources are read.</summary>
    /// <param name="variables">What it is told otherwise.</param>
    /// <param name="snapshot">The set, or null when all is read live.</param>
    /// <param name="readRoots">By pair: full path in the snapshot, or null when the source is read live.</param>
    public static void AddSnapshots(Dictionary<string, string> variables, string? snapshot, IEnumerable<string?> readRoots)
    {
        if (snapshot is not null)
        {
            variables[$"{Snapshot}_ID"] = snapshot;
        }

        foreach ((int index, string? root) in readRoots.Index())
        {
            if (root is not null)
            {
                variables[$"{Snapshot}_{Text(index + 1)}"] = root;
                variables.TryAdd(Snapshot, root);
            }
        }
    }

    /// <summary>Adds how the run went.</summary>
    public static void AddOutcome(Dictionary<string, string> variables, RunClass outcome, int exitCode)
    {
        variables["SNAPBACK_OUTCOME"] = outcome.Word();
        variables["SNAPBACK_EXIT_CODE"] = Text(exitCode);
    }

    /// <summary>The variables of this process that hold what only the notifications of a job may know.</summary>
    public static IReadOnlyCollection<string> SecretsOf(Job job) =>
        [.. job.Notifications.SelectMany(notification => notification.Secrets).Select(secret => secret.Variable).OfType<string>()];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
