namespace SnapBack.Verifying;

/// <summary>What a look at one file of the copy found.</summary>
public enum VerifyVerdict
{
    /// <summary>Its content has the recorded hash.</summary>
    Good,

    /// <summary>Size and time are the recorded ones; no hash was recorded, because the content never passed through this program.</summary>
    Unhashed,

    /// <summary>A later run brought another version: this one is no more to be had from the copy.</summary>
    Replaced,

    /// <summary>It is not there, or is something else.</summary>
    Missing,

    /// <summary>Somebody wrote to it: its size or time is not the recorded one.</summary>
    Changed,

    /// <summary>Size and time are the recorded ones and the content is not: the disk, a cable or memory changed it.</summary>
    Corrupt,

    /// <summary>It can't be read.</summary>
    Unreadable,
}
