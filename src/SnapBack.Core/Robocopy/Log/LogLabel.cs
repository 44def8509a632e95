namespace SnapBack.Robocopy.Log;

/// <summary>What a line of the log says of a file or folder. How each is written stands in <see cref="LabelText"/>.</summary>
public enum LogLabel
{
    /// <summary>A folder that both sides have: blank.</summary>
    ExistingFolder,

    /// <summary>A folder that is made.</summary>
    NewFolder,

    /// <summary>A folder that only the destination has.</summary>
    ExtraFolder,

    /// <summary>A folder that only the destination has and that a rule protects.</summary>
    ProtectedFolder,

    /// <summary>A folder that a rule leaves out.</summary>
    NamedFolder,

    /// <summary>A file on one side, a folder on the other.</summary>
    Mismatch,

    /// <summary>A file that only the destination has.</summary>
    ExtraFile,

    /// <summary>A file that only the destination has and that a rule protects.</summary>
    ProtectedFile,

    /// <summary>Copied: only the source has it.</summary>
    NewFile,

    /// <summary>Copied: the source was written later.</summary>
    Newer,

    /// <summary>Copied: the source was written earlier.</summary>
    Older,

    /// <summary>Copied: same time, other size.</summary>
    Changed,

    /// <summary>Copied although only attributes differ.</summary>
    Tweaked,

    /// <summary>Copied although only the change time differs.</summary>
    Modified,

    /// <summary>Copied although nothing differs.</summary>
    Same,

    /// <summary>Skipped: only the source has it.</summary>
    SkippedLonely,

    /// <summary>Skipped: the source was written later.</summary>
    SkippedNewer,

    /// <summary>Skipped: the source was written earlier.</summary>
    SkippedOlder,

    /// <summary>Skipped: same time, other size.</summary>
    SkippedChanged,

    /// <summary>Skipped: only attributes differ.</summary>
    SkippedTweaked,

    /// <summary>Skipped: only the change time differs.</summary>
    SkippedModified,

    /// <summary>Skipped: nothing differs.</summary>
    SkippedSame,

    /// <summary>Left out by its attributes.</summary>
    ByAttributes,

    /// <summary>Left out because its archive attribute is not set.</summary>
    ByArchive,

    /// <summary>Left out by its name.</summary>
    ByName,

    /// <summary>Left out: too large.</summary>
    ByLarge,

    /// <summary>Left out: too small.</summary>
    BySmall,

    /// <summary>Left out: too old.</summary>
    ByOld,

    /// <summary>Left out: too new.</summary>
    ByNew,

    /// <summary>Left out: a link or junction.</summary>
    ByLink,

    /// <summary>Left out for a reason that robocopy does not know: a device, a placeholder of a cloud, what the snapshot lacks.</summary>
    ByKind,

    /// <summary>Only metadata set: the source was written later.</summary>
    FixedNewer,

    /// <summary>Only metadata set: the source was written earlier.</summary>
    FixedOlder,

    /// <summary>Only metadata set: same time, other size.</summary>
    FixedChanged,

    /// <summary>Only metadata set: attributes differed.</summary>
    FixedTweaked,

    /// <summary>Only metadata set: the change time differed.</summary>
    FixedModified,

    /// <summary>Only metadata set: nothing that a listing tells differed.</summary>
    FixedSame,
}
