using System.Security.Cryptography;
using System.Text;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Platform;
using SnapBack.Platform.Linux;
using SnapBack.Security;
using SnapBack.Snapshots;
using SnapBack.Trees;

namespace SnapBack.Runs;

/// <summary>The plan of a run, with both sides of every pair held open.</summary>
internal sealed class RunPlan : IDisposable
{
    private readonly List<ITree> _sources = [];
    private readonly List<FollowingTree> _following = [];

    private RunPlan(string spoolFolder)
    {
        Plan = new Plan(spoolFolder);
    }

    /// <summary>What is to be done.</summary>
    public Plan Plan { get; }

    /// <summary>By pair, as planned.</summary>
    public IReadOnlyList<PlanSides> Sides { get; private set; } = [];

    /// <summary>By pair, true when the source may change while it is read.</summary>
    public IReadOnlyList<bool> IsLive { get; private set; } = [];

    /// <summary>Lists and compares both sides of every pair. Changes nothing.</summary>
    /// <exception cref="SnapBackException">A source can't be opened or listed.</exception>
    public static RunPlan Make(Job job, CatalogWriter catalog, RunDestinations destinations, RunSnapshot snapshot, RunInProgress run, CancellationToken cancellation)
    {
        run.Enter(RunPhase.Planning);
        RunPlan made = new(Path.GetDirectoryName(Path.GetFullPath(job.Catalog!))!);
        try
        {
            made.Sides = [.. Enumerable.Range(0, job.Pairs.Count).Select(pair => made.Open(pair, job, catalog, destinations, snapshot, run))];

            // What a link leads to may lie outside of every snapshot.
            made.IsLive = [.. snapshot.Sources.Select(s => !s.View.IsSnapshot || job.Links.Follows)];
            Past past = new(catalog.KnownIn, catalog.KnownAt, catalog.SealOf);
            new Planner(job, past, run.Seen).Make(made.Plan, made.Sides, cancellation);
            made.Plan.Tally.FilesHeldBefore = Enumerable.Range(0, job.Pairs.Count).Sum(catalog.HeldCount);
            if (made.Plan.FailedScopeCount > 0)
            {
                run.Notice(new Notice("scope-unreadable", $"{made.Plan.FailedScopeCount} folders could not be listed; nothing below them was copied or deleted."));
            }

            made.TellFollowed(run);
            TellOmitted(made.Plan.Tally.FilesOmitted, run);
            if (made.Plan.Tally.Placeholders is > 0 and var placeholders)
            {
                string what = placeholders == 1 ? "1 file or folder is" : $"{placeholders} files and folders are";
                run.Notice(new Notice("cloud-placeholders", $"{what} in a cloud or an archive and not on this machine: not copied, and what was copied of it before is kept."));
            }

            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Plan.Dispose();
        _sources.ForEach(s => s.Dispose());
    }

    private static void TellOmitted(long files, RunInProgress run)
    {
        if (files > 0)
        {
            run.Notice(new Notice(
                "omitted-from-snapshot",
                $"{files} {(files == 1 ? "file of the source is" : "files of the source are")} missing in the snapshot, because Windows or a program takes them out of it; they were not copied, and what the destination has of them stays. 'snapback catalog files last --class excluded --format csv' names them.",
                IsWarning: false));
        }
    }

    private PlanSides Open(int pair, Job job, CatalogWriter catalog, RunDestinations destinations, RunSnapshot snapshot, RunInProgress run)
    {
        Selection selection = job.SelectionFor(job.Pairs[pair]);
        SourceView view = snapshot.Sources[pair].View;
        (ITree? destination, DestinationTraits traits) = destinations.All[pair];
        try
        {
            ITree source = run.Ports.OpenSource(job.Pairs[pair].Source, view, destination?.Order ?? NameOrder.Exact, job.Security);
            if (job.Links != LinkRules.Recreate)
            {
                FollowingTree following = Follow(source, pair, job, run);
                _following.Add(following);
                source = following;
            }

            _sources.Add(source);
            SecurityNotices.Tell(job, pair, source, destination, traits, run);
            ITree? live = view.Omitted.IsEmpty ? null : TryOpenLive(pair, job, source.Order, run);
            DateTimeOffset moment = view.IsSnapshot && snapshot.Set is { } set ? set.Created : run.Ports.Clock.GetUtcNow();
            return new PlanSides
            {
                Pair = pair,
                Source = source,
                Destination = destination,
                Selection = selection,
                Traits = Compared(traits, source, job),
                NotCovered = view.NotCovered,
                Omitted = view.Omitted,
                Live = live,
                Moment = Timestamp.From(moment),
                Rules = RulesOf(job, selection, traits, source),
                HasPast = catalog.LastRunOf(pair) is not null,
                KnowsCopy = catalog.KnowsCopyOf(pair),
            };
        }
        catch (TreeException failure)
        {
            throw new SnapBackException(
                ErrorCode.SourceUnreadable,
                $"The source '{DisplayText.Escape(job.Pairs[pair].Source)}' can't be opened: {failure.Error.Message}. Nothing was copied or deleted.",
                "Check that it is there and that this account may read it.",
                failure);
        }
    }

    private void TellFollowed(RunInProgress run)
    {
        if (_following.Sum(f => f.OutsideCount) is > 0 and var places)
        {
            run.Notice(new Notice(
                "links-lead-outside",
                $"Links of the source lead to {places} {(places == 1 ? "folder" : "folders")} outside of it; what is there was read live, without a snapshot.",
                IsWarning: false));
        }
    }

    // What a link leads to is read as far as the job says; never the destination, which would be copied into itself.
    private static FollowingTree Follow(ITree source, int pair, Job job, RunInProgress run)
    {
        MountTable mounts = MountTable.ReadOrEmpty();
        List<FolderPlace> destinations = [.. job.Pairs.Select(p => FolderPlace.Find(p.Destination, mounts))];
        LinkTargets targets = new(source, job.Pairs[pair].Source, FileIdentity.RealPath, OpenLive);
        return new FollowingTree(source, job.Links, targets);

        ITree OpenLive(string folder, bool isWhole)
        {
            FolderPlace place = FolderPlace.Find(folder, mounts);
            if (destinations.Any(d => place.IsAtOrIn(d) || (isWhole && d.Overlaps(place))))
            {
                throw new TreeException(new ActionError(ErrorKind.LinkInPath, 0, "follow link", "it leads to the destination"));
            }

            return run.Ports.OpenSource(folder, SourceView.Live(folder), source.Order, job.Security);
        }
    }

    private ITree? TryOpenLive(int pair, Job job, NameOrder order, RunInProgress run)
    {
        try
        {
            ITree live = run.Ports.OpenSource(job.Pairs[pair].Source, SourceView.Live(job.Pairs[pair].Source), order, SecuritySections.None);
            _sources.Add(live);
            return live;
        }
        catch (TreeException)
        {
            // It only helps to name what the view lacks; without it nothing is purged either.
            return null;
        }
    }

    // Whatever decides about an entry besides the entry itself. The number grows when the comparison changes.
    private static byte[] RulesOf(Job job, Selection selection, DestinationTraits traits, ITree source) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
            '|',
            "3",
            job.Mode,
            traits,
            Environment.UserName,
            job.Copy,
            job.DirCopy,
            source.Security,
            job.FixSecurity,
            job.FixTimes,
            job.RootSecurity,
            selection.Fingerprint,
            job.Copy,
            job.DirCopy,
            source.Security,
            job.FixSecurity,
            job.FixTimes,
            job.RootSecurity,
            job.Recurse,
            job.Levels,
            job.Classes,
            job.Links,
            job.Times,
            job.IsStructureOnly,
            job.Attributes)));

    // Where access rules come by themselves, mode and owner are only another view of them, which differs as soon as two volumes map users differently.
    private static DestinationTraits Compared(DestinationTraits traits, ITree source, Job job) =>
        source.HasDosMetadata && traits.KeepsCreation && (source.Security & (traits.SecurityKept ?? SecuritySections.None)).HasFlag(SecuritySections.Dacl)
            ? traits with { KeepsMode = false, KeepsOwner = false }
            : job.Copy.HasFlag(CopyParts.Attributes) ? traits : traits with { KeepsMode = false, KeepsOwner = false, KeepsExtendedAttributes = false, AttributesKept = 0 };
}
