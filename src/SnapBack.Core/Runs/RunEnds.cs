using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Runs;

/// <summary>
/// The two ends of every pair, held against what earlier runs knew of them: whether this is the disk it was, and not the other way round. Looks before
/// anything is made or opened for writing; docs/guards.md is the table of what it says.
/// </summary>
internal sealed class RunEnds
{
    private readonly Job _job;
    private readonly CatalogWriter _catalog;
    private readonly RunPorts _ports;
    private readonly RunInProgress _run;
    private readonly DestinationMarker?[] _markers;

    private RunEnds(Job job, CatalogWriter catalog, RunPorts ports, RunInProgress run)
    {
        _job = job;
        _catalog = catalog;
        _ports = ports;
        _run = run;
        _markers = new DestinationMarker?[job.Pairs.Count];
    }

    /// <summary>Looks at both ends of every pair.</summary>
    /// <exception cref="SnapBackException">An end is not what it was, and the job does not accept that. In a dry run a notice instead.</exception>
    public static RunEnds Check(Job job, CatalogWriter catalog, RunPorts ports, RunInProgress run)
    {
        RunEnds ends = new(job, catalog, ports, run);
        for (int pair = 0; pair < job.Pairs.Count; pair++)
        {
            ends._markers[pair] = ends.MarkerAt(job.Pairs[pair].Destination);
            ends.CheckDirection(pair);
            ends.CheckSourceVolume(pair);
            ends.CheckDestination(pair);
        }

        return ends;
    }

    /// <summary>Marks the destinations as backups of their sources, and remembers both ends. Called when all guards are content, before the first change.</summary>
    /// <exception cref="SnapBackException">A destination is another one than a moment ago, or the catalog can't be written.</exception>
    public void Mark(RunDestinations destinations)
    {
        for (int pair = 0; pair < _job.Pairs.Count; pair++)
        {
            IDestinationTree tree = (IDestinationTree)destinations.All[pair].Tree!;
            DestinationMarker? found = DestinationMarker.Read(tree);
            if (found?.Id != _markers[pair]?.Id)
            {
                throw new SnapBackException(
                    ErrorCode.DestinationChanged,
                    $"The destination '{Shown(_job.Pairs[pair].Destination)}' became another one while the run looked at it. Nothing was copied or deleted.",
                    "Run again when its disk stays connected.");
            }

            Mark(pair, tree, found);
        }
    }

    /// <summary>The highest folder above a full path, itself included, that lies on the volume of its nearest existing folder; empty when nothing of it exists.</summary>
    internal static string MountOf(string path, Func<string, string?> volumeOf)
    {
        string? folder = path;
        while (folder is not null && volumeOf(folder) is null)
        {
            folder = Path.GetDirectoryName(folder);
        }

        string? volume = folder is null ? null : volumeOf(folder);
        while (folder is not null && Path.GetDirectoryName(folder) is { } parent && volumeOf(parent) == volume)
        {
            folder = parent;
        }

        return folder ?? string.Empty;
    }

    private static string Shown(string path) => DisplayText.Escape(path);

    private void Mark(int pair, IDestinationTree tree, DestinationMarker? found)
    {
        JobPair sides = _job.Pairs[pair];
        bool isMarked = found is not null && (found.IsOf(sides.Source, CatalogId) || _job.Mode != JobMode.Mirror);
        DestinationMarker marker = isMarked ? found! : DestinationMarker.New(sides.Source, CatalogId);
        marker = found is null ? marker : marker with { Id = found.Id };
        try
        {
            if (!isMarked)
            {
                marker.Write(tree);
            }
        }
        catch (TreeException failure)
        {
            _run.Notice(new Notice(
                "destination-not-marked",
                $"The destination '{Shown(sides.Destination)}' could not be marked as a backup ({failure.Error.Message}), so that a later run can't tell it from another disk."));
            return;
        }

        KnownDestination known = new(marker.Id, _ports.VolumeOf(sides.Destination) ?? string.Empty, MountOf(sides.Destination, _ports.VolumeOf));
        string? volume = _ports.VolumeOf(sides.Source);
        bool isNews = volume is not null && !_catalog.SourceVolumesOf(pair).Contains(volume) && !IsEmpty(sides.Source);
        if (isNews || !_catalog.DestinationsOf(pair).Contains(known))
        {
            _catalog.RememberEnds(pair, known, isNews ? volume : null);
        }
    }

    // A pair that was carried out in this direction before is not swapped, whatever was brought back by the other one meanwhile.
    private void CheckDirection(int pair)
    {
        (string source, string destination) = (_job.Pairs[pair].Source, _job.Pairs[pair].Destination);
        if (_job.AcceptsSource || _catalog.WasCarriedOut(pair) || _markers[pair] is { } own && own.IsOf(source, CatalogId))
        {
            return;
        }

        bool isByMarker = MarkerAt(source) is { } marker && marker.IsOf(destination, CatalogId);
        if (isByMarker || _catalog.OtherTrees(pair).Any(other => FolderPlace.IsAtOrUnder(source, other.Destination) && FolderPlace.IsAtOrUnder(destination, other.Source)))
        {
            _run.Stop(
                ErrorCode.SourceIsBackup,
                $"Source and destination look swapped: '{Shown(source)}' is a backup of '{Shown(destination)}'. Nothing was copied or deleted.",
                "Swap the two. To bring files back, use 'snapback restore'; if this direction is meant, run once with --accept-source.");
        }
    }

    private void CheckSourceVolume(int pair)
    {
        string source = _job.Pairs[pair].Source;
        IReadOnlyList<string> known = _catalog.SourceVolumesOf(pair);

        // An empty source has nothing of another disk; that it is empty is the business of another guard.
        if (_job.AcceptsSource || known.Count == 0 || _ports.VolumeOf(source) is not { } volume || !known.All(k => VolumeIdentity.AreDifferent(k, volume)) || IsEmpty(source))
        {
            return;
        }

        _run.Stop(
            ErrorCode.SourceVolumeChanged,
            $"The source '{Shown(source)}' lies on another volume than before: {Shown(volume)}, and so far it was {Shown(string.Join(" or ", known))}. Nothing was copied or deleted.",
            "Is the right disk mounted there? If the disk was replaced or formatted, run once with --accept-source.");
    }

    private void CheckDestination(int pair)
    {
        if (_job.AcceptsDestination)
        {
            return;
        }

        JobPair sides = _job.Pairs[pair];
        IReadOnlyList<KnownDestination> known = _catalog.DestinationsOf(pair);
        DestinationMarker? marker = _markers[pair];
        if (marker is null)
        {
            CheckUnmarked(sides, known);
            return;
        }

        if (known.Count > 0 && known.All(k => k.Id != marker.Id))
        {
            _run.Stop(
                ErrorCode.DestinationChanged,
                $"The destination '{Shown(sides.Destination)}' is another one than before: its marker is {marker.Id}, a backup of '{Shown(marker.Source)}', and so far it was {string.Join(" or ", known.Select(k => k.Id))}. Nothing was copied or deleted.",
                "Is the right disk mounted there? If this disk is to take backups as well, run once with --accept-destination.");
        }
        else if (!marker.IsOf(sides.Source, CatalogId) && _job.Mode == JobMode.Mirror)
        {
            _run.Stop(
                ErrorCode.DestinationOfOther,
                $"The destination '{Shown(sides.Destination)}' holds the backup of another source, '{Shown(marker.Source)}' of '{Shown(marker.Host)}'; a mirror would delete it. Nothing was copied or deleted.",
                "Choose a folder of its own for this source. If its old backup may go, run once with --accept-destination.");
        }
        else if (known.Count == 0)
        {
            _run.Notice(new Notice(
                "destination-of-other-catalog",
                $"The destination '{Shown(sides.Destination)}' holds a backup of '{Shown(marker.Source)}' of '{Shown(marker.Host)}' that this catalog does not know: the catalog is new or another one. What is there is compared file by file."));
        }
    }

    private void CheckUnmarked(JobPair sides, IReadOnlyList<KnownDestination> known)
    {
        if (known.Count == 0)
        {
            return;
        }

        string mount = MountOf(sides.Destination, _ports.VolumeOf);
        KnownDestination? elsewhere = known.FirstOrDefault(k => k.Mount.Length > mount.Length && FolderPlace.IsAtOrUnder(k.Mount, mount));
        if (elsewhere is not null)
        {
            _run.Stop(
                ErrorCode.DestinationNotMounted,
                $"The destination '{Shown(sides.Destination)}' is not mounted: its disk was at '{Shown(elsewhere.Mount)}', and what is there now belongs to '{Shown(mount)}'. Nothing was copied or deleted.",
                "Mount the disk and run again. If the backup is to begin anew where it would lie now, run once with --accept-destination.");
            return;
        }

        string? volume = _ports.VolumeOf(sides.Destination);
        string found = volume is null ? "it does not exist any more"
            : known.All(k => k.Volume.Length > 0 && VolumeIdentity.AreDifferent(k.Volume, volume)) ? $"another volume is there, {Shown(volume)}, without our marker"
            : $"its marker '{ReservedNames.StoreFolder}/{DestinationMarker.FileName}' is gone or can't be read";
        _run.Stop(
            ErrorCode.DestinationChanged,
            $"The destination '{Shown(sides.Destination)}' is not the one that earlier runs wrote to: {found}. Nothing was copied or deleted.",
            "Is the right disk mounted there? If it was emptied, formatted or replaced, run once with --accept-destination.");
    }

    private string CatalogId => _catalog.Id;

    private DestinationMarker? MarkerAt(string path)
    {
        try
        {
            using ITree? tree = _ports.PeekDestination(path, Security.SecuritySections.None);
            return tree is null ? null : DestinationMarker.Read(tree);
        }
        catch (TreeException)
        {
            return null;
        }
    }

    private bool IsEmpty(string path)
    {
        try
        {
            using ITree? tree = _ports.PeekDestination(path, Security.SecuritySections.None);
            using IFolder? root = tree?.OpenFolder(RelativePath.Root);
            return root is null || !root.List().Any();
        }
        catch (TreeException)
        {
            // It can't be listed: planning says so.
            return true;
        }
    }
}
