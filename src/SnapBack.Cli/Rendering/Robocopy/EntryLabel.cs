using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Planning;
using SnapBack.Robocopy.Log;

namespace SnapBack.Cli.Rendering.Robocopy;

/// <summary>Which of robocopy's labels says what was found and what is done. Pure.</summary>
internal static class EntryLabel
{
    /// <summary>The label of something planned; null for what a listing does not tell of.</summary>
    public static LogLabel? Of(PlannedAction action)
    {
        bool isUnlisted = action.Entry.IsDirectory && action.Refusal is not null;
        if (action.IsGone || isUnlisted || action.Action is ActionKind.Discard or ActionKind.CreateFolder)
        {
            return null;
        }

        return action.Class switch
        {
            FileClass.Extra => OfExtra(action),
            FileClass.Excluded => OfLeftOut(action.Reason, action.Entry.IsDirectory),
            FileClass.Mismatch when action.Action == ActionKind.None => LogLabel.Mismatch,
            _ => Of(action.Class, action.Action, action.Refusal is not null),
        };
    }

    /// <summary>The label of what became of it, which only the end of a try can tell for what had to be looked at first.</summary>
    public static LogLabel? Of(PlannedAction action, PathRecord record) =>
        action.Action is ActionKind.Recheck or ActionKind.UpdateMetadata or ActionKind.Link ? Of(action with { Class = record.Class, Action = record.Action }) : Of(action);

    /// <summary>True for labels of what is skipped, which are told only when asked for.</summary>
    public static bool IsSkipped(LogLabel label) => label is
        LogLabel.NamedFolder or (>= LogLabel.SkippedLonely and <= LogLabel.ByKind);

    /// <summary>The label of a folder's heading.</summary>
    public static LogLabel Of(FolderHeading heading) => heading.Class switch
    {
        FileClass.New => LogLabel.NewFolder,
        FileClass.Extra => LogLabel.ExtraFolder,
        _ => LogLabel.ExistingFolder,
    };

    private static LogLabel? Of(FileClass found, ActionKind action, bool isRefused) => action switch
    {
        ActionKind.UpdateMetadata => Fixed(found),
        ActionKind.None or ActionKind.Recheck when !isRefused => Skipped(found),
        _ => Taken(found),
    };

    // A folder that only the destination has is told of by a heading of its own.
    private static LogLabel? OfExtra(PlannedAction action) =>
        action.Entry.IsDirectory
            ? action.Reason is null ? null : LogLabel.ProtectedFolder
            : action.Reason is null or SkipReason.NotIncluded ? LogLabel.ExtraFile : LogLabel.ProtectedFile;

    // Names that were not asked for, and this program's own, are not told of at all.
    private static LogLabel? OfLeftOut(SkipReason? reason, bool isFolder) => reason switch
    {
        SkipReason.NotIncluded or SkipReason.ReservedName or SkipReason.TooDeep => null,
        SkipReason.ExcludedDirectory => isFolder ? LogLabel.NamedFolder : LogLabel.ByName,
        SkipReason.ExcludedFile => LogLabel.ByName,
        SkipReason.Attributes => LogLabel.ByAttributes,
        SkipReason.NotArchived => LogLabel.ByArchive,
        SkipReason.TooLarge => LogLabel.ByLarge,
        SkipReason.TooSmall => LogLabel.BySmall,
        SkipReason.TooOld or SkipReason.UnusedTooLong => LogLabel.ByOld,
        SkipReason.TooNew or SkipReason.UsedTooRecently => LogLabel.ByNew,
        SkipReason.Link or SkipReason.LinkLoop => LogLabel.ByLink,
        _ => LogLabel.ByKind,
    };

    private static LogLabel Taken(FileClass found) => found switch
    {
        FileClass.Newer => LogLabel.Newer,
        FileClass.Older => LogLabel.Older,
        FileClass.Changed => LogLabel.Changed,
        FileClass.Tweaked => LogLabel.Tweaked,
        FileClass.Modified => LogLabel.Modified,
        FileClass.Same => LogLabel.Same,

        // What stood in the way of a file of another kind is gone by then.
        _ => LogLabel.NewFile,
    };

    private static LogLabel Skipped(FileClass found) => found switch
    {
        FileClass.New => LogLabel.SkippedLonely,
        FileClass.Newer => LogLabel.SkippedNewer,
        FileClass.Older => LogLabel.SkippedOlder,
        FileClass.Changed => LogLabel.SkippedChanged,
        FileClass.Tweaked => LogLabel.SkippedTweaked,
        FileClass.Modified => LogLabel.SkippedModified,
        _ => LogLabel.SkippedSame,
    };

    private static LogLabel Fixed(FileClass found) => found switch
    {
        FileClass.Newer => LogLabel.FixedNewer,
        FileClass.Older => LogLabel.FixedOlder,
        FileClass.Changed => LogLabel.FixedChanged,
        FileClass.Tweaked => LogLabel.FixedTweaked,
        FileClass.Modified => LogLabel.FixedModified,
        _ => LogLabel.FixedSame,
    };
}
