namespace SnapBack.Jobs;

/// <summary>How much of what a run looks at is told path by path, beside what it does. It changes nothing that is done or recorded.</summary>
public enum ListingDetail
{
    /// <summary>Nothing: only what was done, failed or was withheld is told.</summary>
    None,

    /// <summary>Every folder, what is done in it, and what only the destination has.</summary>
    Changes,

    /// <summary>Every folder and every entry, also those that are in order or left out, with the reason.</summary>
    All,
}
