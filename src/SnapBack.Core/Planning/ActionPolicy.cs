using SnapBack.Jobs;

namespace SnapBack.Planning;

/// <summary>
/// Decides what is done about a class: one table, one pure function. What is found (<see cref="FileClass"/>) and what is done
/// (<see cref="ActionKind"/>) are two questions.
/// </summary>
public static class ActionPolicy
{
    /// <summary>The action for a file or link of a class.</summary>
    public static ActionKind ForFile(FileClass found, JobMode mode) => found switch
    {
        FileClass.New or FileClass.Newer or FileClass.Older or FileClass.Changed => ActionKind.Copy,
        FileClass.Tweaked => ActionKind.UpdateMetadata,
        FileClass.Modified => ActionKind.Recheck,
        FileClass.Mismatch => mode == JobMode.Mirror ? ActionKind.Replace : ActionKind.None,
        FileClass.Extra => mode == JobMode.Mirror ? ActionKind.Delete : ActionKind.None,
        _ => ActionKind.None,
    };

    /// <summary>The action for a folder of a class.</summary>
    public static ActionKind ForFolder(FileClass found, JobMode mode) => found switch
    {
        FileClass.New => ActionKind.CreateFolder,
        FileClass.Tweaked => ActionKind.UpdateMetadata,
        FileClass.Mismatch => mode == JobMode.Mirror ? ActionKind.Replace : ActionKind.None,
        FileClass.Extra => mode == JobMode.Mirror ? ActionKind.Delete : ActionKind.None,
        _ => ActionKind.None,
    };
}
