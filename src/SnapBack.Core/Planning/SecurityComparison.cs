using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// Tells whether a descriptor has to be set although nothing else about an entry has to be done. What the catalog knows of the source is compared
/// with what the source has now, not with the destination: a NAS that rewrites what it is given would look changed every night. Only where nothing
/// is known, or where it is asked for (fixSecurity), the destination is looked at.
/// </summary>
internal sealed class SecurityComparison
{
    private readonly Job _job;
    private readonly PlanSides _sides;

    public SecurityComparison(Job job, PlanSides sides)
    {
        _job = job;
        _sides = sides;
    }

    /// <param name="isRoot">True for the root of the pair, whose descriptor at the destination is the destination's own.</param>
    /// <param name="entry">As the source listed it.</param>
    /// <param name="known">What the last run recorded, or null.</param>
    /// <param name="source">Folder of the source.</param>
    /// <param name="destination">The same at the destination.</param>
    /// <param name="name">The entry in them, or null for the folders themselves.</param>
    /// <exception cref="Errors.TreeException">A descriptor can't be read.</exception>
    public bool HasToBeSet(bool isRoot, Entry entry, PathState? known, IFolder source, IFolder destination, string? name)
    {
        if (_sides.Source.Security == SecuritySections.None || (isRoot && !_job.RootSecurity))
        {
            return false;
        }

        // A descriptor may have been put into the vault and not been set: that of a root.
        byte[]? set = known is { SecurityHash: { } recorded, SecurityResult: not SecurityResult.None } ? recorded : null;
        bool isUntouched = set is not null && known is not null && known.Changed != default && known.Changed == entry.Changed;
        if (isUntouched && !_job.FixSecurity)
        {
            return false;
        }

        if (source.ReadMetadata(name is null ? null : entry.Name).Security is not { } wanted)
        {
            return false;
        }

        if (set is null || !set.AsSpan().SequenceEqual(wanted.Hash))
        {
            // Not in the vault: setting it writes only what differs, and puts it there.
            return true;
        }

        SecuritySections kept = _sides.Source.Security & (_sides.Traits.SecurityKept ?? SecuritySections.None);
        return _job.FixSecurity && kept != SecuritySections.None
            && (destination.ReadMetadata(name).Security is not { } present || !wanted.IsSameIn(kept, present));
    }
}
