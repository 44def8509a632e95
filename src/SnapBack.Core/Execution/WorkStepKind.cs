namespace SnapBack.Execution;

/// <summary>What a <see cref="WorkStep"/> tells.</summary>
public enum WorkStepKind
{
    /// <summary>A folder begins: its heading.</summary>
    Folder,

    /// <summary>An entry about which nothing is done here: in order, left out, only at the destination, or done in a later phase.</summary>
    Listed,

    /// <summary>A try at an entry begins.</summary>
    Began,

    /// <summary>More of the file is copied; told of large files only.</summary>
    Moved,

    /// <summary>The try is over; what came of it stands in the record. A file that was copied gets its name a little later.</summary>
    Ended,

    /// <summary>The try failed and another will be made in a later round.</summary>
    Postponed,

    /// <summary>The batch is over.</summary>
    BatchEnded,
}
