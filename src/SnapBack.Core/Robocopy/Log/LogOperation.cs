namespace SnapBack.Robocopy.Log;

/// <summary>What was being done when an error came up, in the words that readers of these logs know.</summary>
public static class LogOperation
{
    /// <summary>Opening a source folder.</summary>
    public const string AccessingSourceFolder = "Accessing Source Directory";

    /// <summary>Opening the destination folder.</summary>
    public const string AccessingDestinationFolder = "Accessing Destination Directory";

    /// <summary>Listing a source folder.</summary>
    public const string ScanningSourceFolder = "Scanning Source Directory";

    /// <summary>Listing a destination folder.</summary>
    public const string ScanningDestinationFolder = "Scanning Destination Directory";

    /// <summary>Making a folder.</summary>
    public const string CreatingFolder = "Creating Destination Directory";

    /// <summary>Making a file, or giving it its name.</summary>
    public const string CreatingFile = "Creating Destination File";

    /// <summary>Copying a file.</summary>
    public const string CopyingFile = "Copying File";

    /// <summary>Setting times and attributes of a file.</summary>
    public const string ChangingFileAttributes = "Changing File Attributes";

    /// <summary>Setting owner or access rules of a file.</summary>
    public const string CopyingFileSecurity = "Copying NTFS Security to Destination File";

    /// <summary>Setting owner or access rules of a folder.</summary>
    public const string CopyingFolderSecurity = "Copying NTFS Security to Destination Directory";

    /// <summary>Setting times of a folder.</summary>
    public const string StampingFolder = "Time-Stamping Destination Directory";

    /// <summary>Deleting a file that only the destination has.</summary>
    public const string DeletingExtraFile = "Deleting Extra File";

    /// <summary>Deleting a folder that only the destination has.</summary>
    public const string DeletingExtraFolder = "Deleting Extra Directory";

    /// <summary>Deleting a source file that was moved.</summary>
    public const string DeletingSourceFile = "Deleting Source File";

    /// <summary>Deleting a source folder whose files were moved.</summary>
    public const string DeletingSourceFolder = "Deleting Source Directory";

    /// <summary>Opening the log file.</summary>
    public const string OpeningLogFile = "Opening Log File";
}
