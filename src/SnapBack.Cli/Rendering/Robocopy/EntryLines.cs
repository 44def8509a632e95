using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Robocopy.Log;
using SnapBack.Trees;

namespace SnapBack.Cli.Rendering.Robocopy;

/// <summary>The lines of a job's folders, files and errors in the style that was asked for. Writes nothing.</summary>
internal sealed class EntryLines
{
    private readonly LogStyle _style;
    private readonly Job _job;
    private readonly TimeProvider _clock;
    private readonly bool _hasWin32Codes;
    private readonly bool _tellsExtras;

    /// <param name="style">Which lines and columns there are.</param>
    /// <param name="job">Whose roots the paths lie below.</param>
    /// <param name="clock">For the times of errors.</param>
    /// <param name="hasWin32Codes">True when the system's own error codes are Win32 codes.</param>
    public EntryLines(LogStyle style, Job job, TimeProvider clock, bool hasWin32Codes)
    {
        _style = style;
        _job = job;
        _clock = clock;
        _hasWin32Codes = hasWin32Codes;
        _tellsExtras = !job.EffectiveClasses.Skips(ClassSet.Extra);
    }

    /// <summary>The line of a folder, or null when the style has none for it. What a mirror deletes is told of in any case.</summary>
    public string? Folder(int pair, RelativePath path, FolderHeading heading)
    {
        LogLabel label = EntryLabel.Of(heading);
        bool isExtra = label == LogLabel.ExtraFolder;
        bool isTold = isExtra ? _tellsExtras && (_style.HasFolderLines || _job.Mode == JobMode.Mirror) : _style.HasFolderLines && !_style.IsParallel;
        return isTold ? LogLines.Folder(label, heading.Files, FolderPath(pair, path, isAtDestination: isExtra), _style) : null;
    }

    /// <summary>The line of an entry, or null when the style has none for it.</summary>
    /// <param name="step">Where it stands.</param>
    /// <param name="label">What is told of it; null for nothing.</param>
    /// <param name="isOutOfPlace">True away from the line of its folder, where the name alone would be taken for one of another: it has its full path.</param>
    public string? Entry(WorkStep step, LogLabel? label, bool isOutOfPlace)
    {
        PlannedAction action = step.Action!;
        if (label is not { } told || !IsTold(told, action))
        {
            return null;
        }

        bool isAtDestination = action.Class == FileClass.Extra;
        if (action.Entry.IsDirectory)
        {
            return LogLines.Folder(told, -1, FolderPath(step.Pair, step.Path, isAtDestination), _style);
        }

        string name = _style.NamesAreFull || isOutOfPlace ? FullPath(step.Pair, step.Path, isAtDestination) : LogText.Escape(action.Name);
        return LogLines.File(told, action.Entry.Size, action.Entry.Modified.ToDateTimeOffset(), name, _style);
    }

    /// <summary>The two lines of an error about an entry.</summary>
    public IReadOnlyList<string> Error(int pair, RelativePath path, EntryKind kind, ErrorPlace place, ActionError error)
    {
        string where = kind == EntryKind.Directory ? FolderPath(pair, path, place.IsAtDestination) : FullPath(pair, path, place.IsAtDestination);
        int code = _hasWin32Codes && error.NativeCode != 0 ? error.NativeCode : Win32Code.Of(error.Kind);
        return LogLines.Error(_clock.GetLocalNow(), code, place.Operation, where, error.Message);
    }

    private bool IsTold(LogLabel label, PlannedAction action)
    {
        if (action.Class == FileClass.Extra && !_tellsExtras)
        {
            return false;
        }

        if (label is LogLabel.ProtectedFile or LogLabel.ProtectedFolder)
        {
            return (_style.HasSkipped || _style.HasAllExtras) && (action.Entry.IsDirectory ? _style.HasFolderLines : _style.HasFileLines);
        }

        if (action is { Class: FileClass.Extra, Reason: SkipReason.NotIncluded } && !_style.HasAllExtras)
        {
            return false;
        }

        return (!EntryLabel.IsSkipped(label) || _style.HasSkipped)
            && ((action.Entry.IsDirectory ? _style.HasFolderLines : _style.HasFileLines) || action.Action == ActionKind.Delete);
    }

    private string FolderPath(int pair, RelativePath path, bool isAtDestination) => LogText.Folder(FullPath(pair, path, isAtDestination), _style.Separator);

    private string FullPath(int pair, RelativePath path, bool isAtDestination) =>
        LogText.Full(isAtDestination ? _job.Pairs[pair].Destination : _job.Pairs[pair].Source, path, _style.Separator);
}
