using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.Runs;

/// <summary>Says once, before anything is copied, which parts of security descriptors can't be read, or can't be set where they would go.</summary>
internal static class SecurityNotices
{
    /// <param name="job">What was asked for.</param>
    /// <param name="pair">Which pair.</param>
    /// <param name="source">Its source.</param>
    /// <param name="destination">Its destination, or null when a dry run finds none.</param>
    /// <param name="traits">What the destination takes.</param>
    /// <param name="run">Told.</param>
    public static void Tell(Job job, int pair, ITree source, ITree? destination, DestinationTraits traits, RunInProgress run)
    {
        if (job.Security == SecuritySections.None)
        {
            return;
        }

        if (source.SecurityForm is not { } form)
        {
            run.Notice(new Notice(
                "security-none", $"The source '{DisplayText.Escape(job.Pairs[pair].Source)}' shows no security descriptors; there are none to copy.", IsWarning: false));
            return;
        }

        if (SecurityWords.Of(job.Security & ~source.Security) is { Length: > 0 } unread)
        {
            run.Notice(new Notice(
                "security-not-read",
                $"This account may not read {unread} of security descriptors at '{DisplayText.Escape(job.Pairs[pair].Source)}': they are not copied. Auditing needs the right 'Manage auditing and security log' (SeSecurityPrivilege)."));
        }

        // What Samba keeps is on few files of few servers: no destination is blamed for what may not come.
        if (form == SecurityForm.Samba || destination is null)
        {
            return;
        }

        SecuritySections kept = destination.SecurityForm == form ? traits.SecurityKept ?? SecuritySections.None : SecuritySections.None;
        if (SecurityWords.Of(source.Security & ~kept) is { Length: > 0 } missing)
        {
            run.Notice(new Notice(
                "security-not-kept",
                $"The destination '{DisplayText.Escape(job.Pairs[pair].Destination)}' ({traits.FileSystem}) does not take {missing} of security descriptors from this account: they are kept in the catalog, and 'snapback restore' applies them."));
        }
    }
}
