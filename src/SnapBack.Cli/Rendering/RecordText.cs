using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Robocopy.Log;

namespace SnapBack.Cli.Rendering;

/// <summary>One handled path in words.</summary>
internal static class RecordText
{
    /// <summary>The full path, on the side where something was done or failed, escaped for the screen.</summary>
    public static string FullPath(PathRecord record, Job job)
    {
        JobPair pair = job.Pairs[record.Pair];
        string root = record.Action == ActionKind.Delete ? pair.Destination : pair.Source;
        return DisplayText.Escape(record.Path.IsRoot ? root : Path.Join(root, record.Path.Value.Replace('/', Path.DirectorySeparatorChar)));
    }

    /// <summary>True when nothing was to be done and nothing is wrong: such paths are for the record, not for the screen.</summary>
    public static bool IsInOrder(PathRecord record) => record is { Action: ActionKind.None, Outcome: ActionOutcome.Done };

    /// <summary>The line of <c>--verbose</c>: action, outcome, class, size, path below the source.</summary>
    public static string Line(PathRecord record) =>
        $"{Words.Of(record.Action),-15} {Words.Of(record.Outcome),-9} {Words.Of(record.Class),-8} {ByteText.Of(record.Bytes),10}  {record.Path}";
}
