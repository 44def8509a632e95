using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>One pair of a run, as its writer remembers it. Used by one thread at a time.</summary>
internal sealed class RunTree
{
    /// <summary>Number in the table <c>tree</c>.</summary>
    public required long Id { get; init; }

    /// <summary>Path number of the root.</summary>
    public required long RootId { get; init; }

    /// <summary>The run that had this tree before, dry runs included: what ends now held until then.</summary>
    public required long PreviousRun { get; init; }

    /// <summary>The last run that was no dry run, or null.</summary>
    public required long? PreviousBackup { get; init; }

    /// <summary>True when the last run before this one that changed anything came to record all that it did.</summary>
    public bool IsCopyKnown { get; init; }

    /// <summary>Path numbers of folders met lately.</summary>
    public FolderIds Folders { get; } = new();

    /// <summary>Files and links that the open transaction adds to what is held.</summary>
    public long NewHeldFiles { get; set; }

    /// <summary>Folders that the open transaction adds to what is held.</summary>
    public long NewHeldFolders { get; set; }

    /// <summary>Counts a state that comes (+1) or goes (-1).</summary>
    public void CountHeld(PathState state, int by)
    {
        if (state.Presence != Presence.Held)
        {
            return;
        }

        if (state.Kind == EntryKind.Directory)
        {
            NewHeldFolders += by;
        }
        else
        {
            NewHeldFiles += by;
        }
    }
}
