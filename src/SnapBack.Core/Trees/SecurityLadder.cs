using SnapBack.Security;

namespace SnapBack.Trees;

/// <summary>
/// Which parts of a security descriptor a destination takes: asked once per volume with a file made for it. Full, without owner, without auditing,
/// access rules alone, none. Stateless.
/// </summary>
internal static class SecurityLadder
{
    private static readonly SecuritySections[] Rungs =
    [
        SecuritySections.All,
        SecuritySections.Dacl | SecuritySections.Sacl,
        SecuritySections.Owner | SecuritySections.Group | SecuritySections.Dacl,
        SecuritySections.Dacl,
    ];

    // An account of no machine, a group of no machine, and an entry for each of the two lists.
    private static readonly SecurityDescriptor Strange = Sddl.Read(
        "O:S-1-5-21-1000000001-1000000002-1000000003-1234G:S-1-5-21-1000000001-1000000002-1000000003-513D:P(A;;FA;;;SY)(A;;FA;;;BA)S:(AU;SAFA;FA;;;WD)");

    /// <summary>Climbs down until a rung holds.</summary>
    /// <param name="present">What the file has.</param>
    /// <param name="write">Writes the given parts of a descriptor and reads them back; throws <see cref="Errors.TreeException"/> when it is refused.</param>
    public static SecuritySections Find(SecurityBlob present, Func<SecuritySections, SecurityBlob, SecurityBlob?> write)
    {
        if (present.Descriptor is not { } own)
        {
            return SecuritySections.None;
        }

        foreach (SecuritySections rung in Rungs)
        {
            SecurityDescriptor wanted = own.With(rung, Strange);
            SecurityBlob? kept = null;
            if (TraitProbe.Answers(() => kept = write(rung, new SecurityBlob(SecurityForm.SelfRelative, wanted.Bytes.ToArray())))
                && kept?.Descriptor is { } read && Holds(rung, own, wanted, read))
            {
                return rung;
            }
        }

        return SecuritySections.None;
    }

    // A server may put what it is given in its own order; it holds it all the same. What stays as it was is not held, although nobody refused it.
    private static bool Holds(SecuritySections rung, SecurityDescriptor before, SecurityDescriptor wanted, SecurityDescriptor after)
    {
        SecuritySections unlike = after.DifferenceIn(rung, wanted);
        return after.DifferenceIn(unlike, before) == unlike;
    }
}
