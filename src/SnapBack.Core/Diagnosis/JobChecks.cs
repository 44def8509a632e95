using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Security;
using SnapBack.Snapshots;
using SnapBack.Trees;

namespace SnapBack.Diagnosis;

/// <summary>Would this job run tonight: its paths, its snapshots, what its destinations can hold, its catalog. Looks, and probes existing destinations.</summary>
public sealed class JobChecks
{
    private readonly RunPorts _ports;

    /// <summary>Takes the ports that a run would use.</summary>
    public JobChecks(RunPorts ports)
    {
        _ports = ports;
    }

    /// <summary>All findings, in the order in which a run would meet them.</summary>
    /// <param name="job">A job whose catalog is set.</param>
    public IEnumerable<Finding> Look(Job job)
    {
        yield return Paths(job);
        foreach (JobPair pair in job.Pairs)
        {
            yield return Source(pair.Source);
        }

        foreach (Finding finding in Snapshots(job))
        {
            yield return finding;
        }

        foreach (JobPair pair in job.Pairs)
        {
            yield return Destination(pair.Destination);
        }

        yield return Catalog(job.Catalog ?? throw new ArgumentException("The job names no catalog.", nameof(job)));
        foreach (Finding finding in Secrets([.. job.Notifications.SelectMany(n => n.Secrets).Select(secret => secret.File).OfType<string>().Distinct()]))
        {
            yield return finding;
        }
    }

    private static Finding[] Secrets(IReadOnlyList<string> files)
    {
        Finding[] wrong =
        [
            .. files.Where(file => !File.Exists(file)).Select(file => Finding.Warn(
                "secret", $"'{DisplayText.Escape(file)}' with a secret of 'notify' can't be found.", "Make it, readable by the backup's account alone; until then nobody is told by what needs it.")),
            .. TrustedFiles.NoSecrets(files).Select(why => Finding.Warn(
                "secret", $"{why}, and holds a secret of 'notify'.", "Let only the backup's account and administrators read it, and change the password if others may have seen it.")),
        ];
        return wrong.Length > 0 || files.Count == 0 ? wrong : [Finding.Pass("secret", "Only this account and administrators can read the files with secrets.")];
    }

    private static Finding Paths(Job job)
    {
        try
        {
            JobCheck.Check(job);
            return Finding.Pass("job", $"Job '{DisplayText.Escape(job.Name)}' is valid; its sources exist and lie apart from its destinations.");
        }
        catch (SnapBackException wrong)
        {
            return Finding.Fail("job", wrong.Message, wrong.Hint);
        }
    }

    private Finding Source(string source)
    {
        string shown = DisplayText.Escape(source);
        try
        {
            using ITree tree = _ports.OpenSource(source, SourceView.Live(source), NameOrder.Exact, SecuritySections.None);
            using IFolder root = tree.OpenFolder(RelativePath.Root);
            return root.List().Any()
                ? Finding.Pass("source", $"'{shown}' can be read.")
                : Finding.Warn("source", $"'{shown}' is empty.", "Check that the right disk is mounted there.");
        }
        catch (TreeException failure)
        {
            return Finding.Fail("source", $"'{shown}' can't be read: {failure.Error.Message}.", "Check the path, and run as an account that may read it.");
        }
    }

    private IEnumerable<Finding> Snapshots(Job job)
    {
        string? provider;
        IReadOnlyDictionary<string, string> reasons;
        try
        {
            (provider, reasons) = new SnapshotStage(_ports.SnapshotProviders).Ask(job);
        }
        catch (SnapBackException unknown)
        {
            return [Finding.Fail("snapshot", unknown.Message, unknown.Hint)];
        }

        return job.Pairs.Select(pair => Snapshot(pair.Source, job.SnapshotFor(pair), provider, reasons.GetValueOrDefault(pair.Source)));
    }

    private static Finding Snapshot(string source, SnapshotPolicy policy, string? provider, string? reason)
    {
        const string Advice = "docs/snapshots.md tells what a snapshot needs; \"snapshot\": \"prefer\" reads the live tree where none can be had.";
        string shown = DisplayText.Escape(source);
        return (policy, reason) switch
        {
            (SnapshotPolicy.Never, _) => Finding.Warn(
                "snapshot", $"The job reads '{shown}' live, so open files may be missed or inconsistent.", "Set \"snapshot\": \"require\" or \"prefer\" in the job."),
            (_, null) => Finding.Pass("snapshot", $"'{shown}' can be read from a snapshot ({provider})."),
            (SnapshotPolicy.Require, _) => Finding.Fail("snapshot", $"No snapshot of '{shown}' can be made, and the job requires one. {reason}", Advice),
            _ => Finding.Warn("snapshot", $"No snapshot of '{shown}' can be made; it would be read live. {reason}", Advice),
        };
    }

    private Finding Destination(string destination)
    {
        string shown = DisplayText.Escape(destination);
        if (_ports.VolumeOf(destination) is null)
        {
            return Finding.Warn("destination", $"'{shown}' does not exist yet; the first run makes it.", "If it should exist, check that its disk or share is connected.");
        }

        try
        {
            using IDestinationTree tree = _ports.OpenDestination(destination, null, SecuritySections.None);
            string lacks = string.Join(", ", Lacking(tree.Traits));
            string keeps = $"times to {Grain(tree.Traits.TimeGranularity)}, names {(tree.Traits.IsCaseInsensitive ? "without regard to case" : "with their case")}";
            return lacks.Length == 0
                ? Finding.Pass("destination", $"'{shown}' ({tree.Traits.FileSystem}) can be written and keeps all metadata that a job can ask for here: {keeps}.")
                : Finding.Warn(
                    "destination",
                    $"'{shown}' ({tree.Traits.FileSystem}) can be written ({keeps}), and does not keep: {lacks}.",
                    "Content and times are kept all the same; choose another file system if the rest matters.");
        }
        catch (SnapBackException refused)
        {
            return refused.Code == ErrorCode.DestinationLocked
                ? Finding.Warn("destination", refused.Message, refused.Hint)
                : Finding.Fail("destination", refused.Message, refused.Hint);
        }
    }

    private static string Grain(TimeSpan grain) =>
        grain >= TimeSpan.FromSeconds(1) ? string.Create(CultureInfo.InvariantCulture, $"{grain.TotalSeconds:0.#} s")
        : grain > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"{grain.TotalMilliseconds:0.#} ms")
        : OperatingSystem.IsWindows() ? "100 ns"
        : "1 ns";

    private static IEnumerable<string> Lacking(DestinationTraits traits)
    {
        (bool Lacks, string Word)[] all =
        [
            (!traits.KeepsOwner && !traits.HasDosMetadata, "owner and group"),
            (!traits.KeepsMode && !traits.HasDosMetadata, "permission bits"),
            (!traits.KeepsExtendedAttributes && !traits.HasDosMetadata, "extended attributes"),
            (!traits.KeepsStreams && traits.HasDosMetadata, "named streams"),
            (traits.LacksHardLinks, "hard links"),
            (traits.TimeGranularity >= TimeSpan.FromSeconds(1), "times finer than a second"),
            // On Windows no source tells them apart either.
            (traits.IsCaseInsensitive && !traits.HasDosMetadata, "two names that differ in case only"),
        ];
        return all.Where(one => one.Lacks).Select(one => one.Word);
    }

    private static Finding Catalog(string file)
    {
        string shown = DisplayText.Escape(file);
        try
        {
            using CatalogReader reader = CatalogReader.Open(file);
            return reader.Runs(last: 1) is [RunRow run, ..]
                ? Finding.Pass("catalog", $"'{shown}' can be read; its last run is {run.Id} ({run.Status}).")
                : Finding.Pass("catalog", $"'{shown}' can be read and knows no run yet.");
        }
        catch (SnapBackException missing) when (missing.Code == ErrorCode.CatalogMissing)
        {
            return Finding.Pass("catalog", $"'{shown}' does not exist yet; the first run makes it.");
        }
        catch (SnapBackException wrong)
        {
            return Finding.Warn("catalog", wrong.Message, "A run sets a damaged catalog aside and begins a new one.");
        }
    }
}
