using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Planning;
using SnapBack.Robocopy.Log;
using SnapBack.Trees;

namespace SnapBack.Cli.Rendering.Robocopy;

/// <summary>What was being done when an error came up, and on which side, in robocopy's words. Pure.</summary>
/// <param name="Operation">One of <see cref="LogOperation"/>.</param>
/// <param name="IsAtDestination">Whose path is told.</param>
internal sealed record ErrorPlace(string Operation, bool IsAtDestination)
{
    /// <summary>The place of a failure about an entry.</summary>
    public static ErrorPlace Of(EntryKind kind, ActionKind action, ActionError error)
    {
        bool isFolder = kind == EntryKind.Directory;
        if (action == ActionKind.Delete)
        {
            return new(isFolder ? LogOperation.DeletingExtraFolder : LogOperation.DeletingExtraFile, IsAtDestination: true);
        }

        if (action == ActionKind.ReleaseSource)
        {
            return new(isFolder ? LogOperation.DeletingSourceFolder : LogOperation.DeletingSourceFile, IsAtDestination: false);
        }

        return isFolder ? OfFolder(action, error.Phase) : OfFile(error.Phase);
    }

    /// <summary>The place of a recorded failure.</summary>
    public static ErrorPlace Of(PathRecord record) => Of(record.Kind, record.Action, record.Error!);

    private static ErrorPlace OfFolder(ActionKind action, string phase) => phase switch
    {
        "set security descriptor" => new(LogOperation.CopyingFolderSecurity, IsAtDestination: true),
        _ when action == ActionKind.CreateFolder => new(LogOperation.CreatingFolder, IsAtDestination: true),
        "list folder" or "open folder" => new(LogOperation.ScanningSourceFolder, IsAtDestination: false),
        _ => new(LogOperation.StampingFolder, IsAtDestination: true),
    };

    private static ErrorPlace OfFile(string phase) => phase switch
    {
        "set security descriptor" => new(LogOperation.CopyingFileSecurity, IsAtDestination: true),
        "make file" or "rename" => new(LogOperation.CreatingFile, IsAtDestination: true),
        "set times and attributes" or "set attributes" => new(LogOperation.ChangingFileAttributes, IsAtDestination: true),
        _ => new(LogOperation.CopyingFile, IsAtDestination: false),
    };
}
