using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Linux;
using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>
/// Holds a job against this machine before anything is done: sources exist, and no destination overlaps a source or another
/// destination, by whatever way (links, bind mounts, '..'). Reads, never writes.
/// </summary>
public static class JobCheck
{
    /// <summary>Returns when the job may run.</summary>
    /// <exception cref="SnapBackException">
    /// <see cref="ErrorCode.SourceMissing"/>, <see cref="ErrorCode.SourceUnreadable"/>, <see cref="ErrorCode.DestinationUnusable"/>,
    /// <see cref="ErrorCode.Overlap"/> or <see cref="ErrorCode.JobInvalid"/>.
    /// </exception>
    public static void Check(Job job)
    {
        MountTable mounts = MountTable.ReadOrEmpty();
        List<FolderPlace> sources = [.. job.Pairs.Select(p => FindSource(p.Source, mounts))];
        List<FolderPlace> destinations = [.. job.Pairs.Select(p => FindDestination(p.Destination, mounts))];
        foreach (FolderPlace destination in destinations)
        {
            foreach (FolderPlace source in sources)
            {
                RequireApart(source, destination);
            }
        }

        RequireApart(destinations);
        RequireOutside(job.Catalog, "catalog", job, destinations, mounts);
        RequireOutside(job.Log, "log", job, destinations, mounts);
        RequireOutside(job.ReportIndex is { } index ? Path.Join(index, "index.html") : null, "overview", job, destinations, mounts);
        foreach (PrometheusNotification metrics in job.Notifications.OfType<PrometheusNotification>())
        {
            RequireOutside(metrics.File, "file of metrics", job, destinations, mounts);
        }
    }

    /// <summary>Returns when a folder that something is restored to lies apart from the backup itself, by whatever way (links, bind mounts, '..').</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>.</exception>
    public static void RequireOutside(string place, string backup)
    {
        MountTable mounts = MountTable.ReadOrEmpty();
        if (FolderPlace.Find(place, mounts).Overlaps(FolderPlace.Find(backup, mounts)))
        {
            throw new SnapBackException(
                ErrorCode.Usage,
                $"'{DisplayText.Escape(place)}' and the backup itself, '{DisplayText.Escape(backup)}', lie in each other. Nothing was touched.",
                "Give a folder outside of the backup.");
        }
    }

    private static FolderPlace FindSource(string path, MountTable mounts)
    {
        FolderPlace source = FolderPlace.Find(path, mounts);
        if (source.IsDirectory)
        {
            return source;
        }

        string shown = DisplayText.Escape(path);
        if (source.Exists)
        {
            throw new SnapBackException(
                ErrorCode.SourceMissing, $"The source '{shown}' is not a folder; nothing was touched.", "Give the folder it lies in, and includeFile with its name.");
        }

        if (source.Error != 0 && !source.IsMissing)
        {
            throw new SnapBackException(
                ErrorCode.SourceUnreadable,
                $"The source '{shown}' can't be looked at: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(source.Error)}; nothing was touched.",
                "Run as a user who may read it.");
        }

        throw new SnapBackException(
            ErrorCode.SourceMissing, $"The source '{shown}' does not exist; nothing was touched.", "Check the path, and that its disk or share is connected.");
    }

    private static FolderPlace FindDestination(string path, MountTable mounts)
    {
        FolderPlace destination = FolderPlace.Find(path, mounts);
        return destination.Obstacle is not { } obstacle
            ? destination
            : throw new SnapBackException(
                ErrorCode.DestinationUnusable,
                $"The destination '{DisplayText.Escape(path)}' can't be a folder: '{DisplayText.Escape(obstacle)}' is a file or a link that leads nowhere; nothing was touched.",
                "Give another folder, or connect the disk that the link leads to.");
    }

    private static void RequireApart(FolderPlace source, FolderPlace destination)
    {
        if (!source.Overlaps(destination))
        {
            return;
        }

        bool isInSource = destination.IsAtOrIn(source);
        bool isInDestination = source.IsAtOrIn(destination);
        string relation = (isInSource, isInDestination) switch
        {
            (true, true) => "is the same folder as",
            (true, false) => "lies inside",
            (false, true) => "contains",
            _ => "is connected by a mount with",
        };
        throw new SnapBackException(
            ErrorCode.Overlap,
            $"The destination {Show(destination)} {relation} the source {Show(source)}; nothing was touched.",
            "Choose a destination outside of every source, best on another disk.");
    }

    private static void RequireApart(List<FolderPlace> destinations)
    {
        for (int i = 0; i < destinations.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (destinations[i].Overlaps(destinations[j]) || AreOneButForCase(destinations[i], destinations[j]))
                {
                    throw new SnapBackException(
                        ErrorCode.Overlap,
                        $"The destinations {Show(destinations[j])} and {Show(destinations[i])} overlap, so that one pair would delete what the other wrote; nothing was touched.",
                        "Give each pair a folder of its own; two that differ in case only must exist first.");
                }
            }
        }
    }

    // Before they exist nobody can tell whether the file system takes "Data" and "data" for one folder.
    private static bool AreOneButForCase(FolderPlace left, FolderPlace right) =>
        !(left.Exists && right.Exists) && string.Equals(left.Real, right.Real, StringComparison.OrdinalIgnoreCase);

    private static void RequireOutside(string? file, string what, Job job, List<FolderPlace> destinations, MountTable mounts)
    {
        if (file is null || job.Mode != JobMode.Mirror || Path.GetDirectoryName(file) is not { } folder)
        {
            return;
        }

        FolderPlace place = FolderPlace.Find(folder, mounts);
        foreach (FolderPlace destination in destinations)
        {
            FolderPlace store = FolderPlace.Find(Path.Join(destination.Given, ReservedNames.StoreFolder), mounts);
            if (place.IsAtOrIn(destination) && !place.IsAtOrIn(store))
            {
                throw new SnapBackException(
                    ErrorCode.JobInvalid,
                    $"The {what} '{DisplayText.Escape(file)}' lies inside the destination {Show(destination)}, where a mirror would delete it; nothing was touched.",
                    $"Put the {what} elsewhere, or leave the option out.");
            }
        }
    }

    private static string Show(FolderPlace place) => string.Equals(place.Given, place.Real, StringComparison.Ordinal)
        ? $"'{DisplayText.Escape(place.Given)}'"
        : $"'{DisplayText.Escape(place.Given)}' (really '{DisplayText.Escape(place.Real)}')";
}
