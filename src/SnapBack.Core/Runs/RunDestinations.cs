using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Runs;

/// <summary>The destinations of a run, opened and locked; in a dry run only looked at.</summary>
internal sealed class RunDestinations : IDisposable
{
    private RunDestinations(IReadOnlyList<(ITree? Tree, DestinationTraits Traits)> all)
    {
        All = all;
    }

    /// <summary>By pair: the tree (null when it does not exist in a dry run) and what it can hold.</summary>
    public IReadOnlyList<(ITree? Tree, DestinationTraits Traits)> All { get; }

    /// <summary>Opens every destination.</summary>
    /// <exception cref="Errors.SnapBackException">One can't be used, or another run works on it.</exception>
    public static RunDestinations Open(Job job, CatalogWriter catalog, RunPorts ports, RunInProgress run)
    {
        List<(ITree? Tree, DestinationTraits Traits)> all = [];
        RunDestinations opened = new(all);
        try
        {
            for (int pair = 0; pair < job.Pairs.Count; pair++)
            {
                string path = job.Pairs[pair].Destination;
                if (job.IsDryRun)
                {
                    ITree? tree = ports.PeekDestination(path, job.Security);
                    all.Add((tree, tree is IDestinationTree known ? known.Traits : new DestinationTraits { FileSystem = "none", KeepsMode = true }));
                }
                else
                {
                    all.Add(OpenOne(pair, job, catalog, ports));
                }

                // Of a folder that a dry run did not find nobody knows yet what it will keep.
                if (all[pair].Tree is IDestinationTree)
                {
                    Tell(all[pair].Traits, path, run);
                }
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach ((ITree? tree, _) in All)
        {
            tree?.Dispose();
        }
    }

    private static (ITree Tree, DestinationTraits Traits) OpenOne(int pair, Job job, CatalogWriter catalog, RunPorts ports)
    {
        string path = job.Pairs[pair].Destination;

        // What an earlier run found out about the volume spares the probe, which would move the root folder's times.
        string? volume = ports.VolumeOf(path);
        DestinationTraits? known = volume is null ? null : catalog.TraitsOf(pair, volume);
        IDestinationTree tree = ports.OpenDestination(path, known, job.Security);
        if (known != tree.Traits && (volume ?? ports.VolumeOf(path)) is { } identity)
        {
            catalog.SaveTraits(pair, identity, tree.Traits);
        }

        return (tree, tree.Traits);
    }

    private static void TellOnWindows(DestinationTraits traits, string path, RunInProgress run)
    {
        if (!traits.KeepsStreams)
        {
            run.Notice(new Notice("metadata-not-kept", $"The destination '{DisplayText.Escape(path)}' ({traits.FileSystem}) does not keep named streams; content, attributes and times are kept.", IsWarning: false));
        }
    }

    private static void Tell(DestinationTraits traits, string path, RunInProgress run)
    {
        if (traits.HasDosMetadata)
        {
            TellOnWindows(traits, path, run);
            return;
        }

        List<string> lost = [];
        if (!traits.KeepsOwner)
        {
            lost.Add("owners");
        }

        if (!traits.KeepsMode)
        {
            lost.Add("permissions");
        }

        if (!traits.KeepsExtendedAttributes)
        {
            lost.Add("extended attributes and ACLs");
        }

        if (lost.Count > 0)
        {
            string what = string.Join(", ", lost);
            run.Notice(new Notice("metadata-not-kept", $"The destination '{DisplayText.Escape(path)}' ({traits.FileSystem}) does not keep {what} for this account; content and times are kept.", IsWarning: false));
        }
    }
}
