using SnapBack.Jobs;

namespace SnapBack.Planning;

/// <summary>
/// Decides what is done about a class: one table, one pure function. What is found (<see cref="FileClass"/>) and what is done
/// (<see cref="ActionKind"/>) are two questions.
/// </summary>
public static class ActionPolicy
{
    /// <summary>The action for a file or link of a class, by the rules of a job.</summary>
    /// <remarks>A mismatch is replaced only where the new file may come and the old folder may go.</remarks>
    public static ActionKind ForFile(FileClass found, JobMode mode, ClassRules rules)
    {
        ClassSet needed = found == FileClass.Mismatch ? ClassSet.Lonely | ClassSet.Extra : SetOf(found);
        return rules.Skips(needed) ? ActionKind.None : rules.Takes(needed) ? ActionKind.Copy : ForFile(found, mode);
    }

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

    /// <summary>The class as rules speak of it; none for what has rules of its own.</summary>
    public static ClassSet SetOf(FileClass found) => found switch
    {
        FileClass.New => ClassSet.Lonely,
        FileClass.Newer => ClassSet.Newer,
        FileClass.Older => ClassSet.Older,
        FileClass.Changed => ClassSet.Changed,
        FileClass.Tweaked => ClassSet.Tweaked,
        FileClass.Modified => ClassSet.Modified,
        FileClass.Same => ClassSet.Same,
        FileClass.Extra => ClassSet.Extra,
        _ => ClassSet.None,
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
