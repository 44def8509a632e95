namespace SnapBack.Jobs;

/// <summary>What becomes of one kind of link.</summary>
public enum LinkPolicy
{
    /// <summary>Made anew at the destination as the link that it is.</summary>
    Copy,

    /// <summary>What it leads to is copied in its place, as files and folders. Never at the destination.</summary>
    Follow,

    /// <summary>Left out, and what the destination has under its name stays.</summary>
    Skip,
}
