namespace SnapBack.Restoring;

/// <summary>The numbers of a restore.</summary>
public sealed record RestoreResult
{
    /// <summary>The run that was asked for.</summary>
    public required long Run { get; init; }

    /// <summary>Files and links that were written.</summary>
    public long Restored { get; init; }

    /// <summary>Files and links that were there already.</summary>
    public long Present { get; init; }

    /// <summary>Files and links that a dry run found to be had.</summary>
    public long Planned { get; init; }

    /// <summary>Folders.</summary>
    public long Folders { get; init; }

    /// <summary>Bytes written.</summary>
    public long Bytes { get; init; }

    /// <summary>What can't be had, or not be put there.</summary>
    public long Failed { get; init; }

    /// <summary>Descriptors that the place holds otherwise than they were.</summary>
    public long SecurityAdjusted { get; init; }

    /// <summary>Descriptors that the place can't hold.</summary>
    public long SecurityNotHeld { get; init; }

    /// <summary>These numbers and those of another part of the same restore, but for what failed.</summary>
    internal RestoreResult Plus(RestoreResult other) => this with
    {
        Restored = Restored + other.Restored,
        Present = Present + other.Present,
        Planned = Planned + other.Planned,
        Folders = Folders + other.Folders,
        Bytes = Bytes + other.Bytes,
        SecurityAdjusted = SecurityAdjusted + other.SecurityAdjusted,
        SecurityNotHeld = SecurityNotHeld + other.SecurityNotHeld,
    };
}
