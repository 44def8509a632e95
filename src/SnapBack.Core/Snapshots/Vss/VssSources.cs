using SnapBack.Paths;

namespace SnapBack.Snapshots.Vss;

/// <summary>
/// The sources of one set, resolved to volumes: each volume once, however many sources lie on it, with the volumes that are mounted below a source.
/// Used by one thread.
/// </summary>
internal sealed class VssSources
{
    // Deeper than any sane machine; stops at a ring of mounts that the chain below has missed.
    private const int DeepestNesting = 16;

    private readonly Dictionary<string, VssVolume> _volumes = new(StringComparer.OrdinalIgnoreCase);

    private VssSources(IReadOnlyList<VssSource> sources)
    {
        All = sources;
    }

    /// <summary>The sources, each once.</summary>
    public IReadOnlyList<VssSource> All { get; }

    /// <summary>The volumes to snapshot: those of the sources first, then those mounted below them.</summary>
    public IReadOnlyList<VssVolume> Volumes => [.. _volumes.Values.OrderBy(volume => volume.IsNested)];

    /// <summary>The sources that are shadow copies already, as they are read.</summary>
    public IReadOnlyList<string> FrozenRoots => [.. All.Where(source => source.Place.IsShadowCopy).Select(FrozenRoot)];

    /// <summary>Finds out where the sources lie.</summary>
    /// <exception cref="SnapshotException">One of them can't be found, or can't be snapshotted.</exception>
    public static VssSources Resolve(IReadOnlyList<string> sources, IVolumes volumes)
    {
        VssSources resolved = new([.. sources.Distinct(StringComparer.Ordinal).Select(source => new VssSource(source, volumes.Find(source)))]);
        List<VssSource> onVolumes = [.. resolved.All.Where(source => !source.Place.IsShadowCopy)];
        foreach (VssSource source in onVolumes)
        {
            if (source.Place.WhyNot is { } why)
            {
                throw new SnapshotException($"'{DisplayText.Escape(source.Given)}': {why}");
            }

            resolved._volumes[source.Place.Volume] = new VssVolume(source.Place.Volume, source.Place.Name, IsNested: false);
        }

        if (onVolumes.Count > 0)
        {
            IReadOnlyList<VolumeMount> mounts = volumes.Mounts();
            onVolumes.ForEach(source => resolved.FindNested(source, mounts, source.Place.Volume, source.Place.Path, RelativePath.Root, [source.Place.Volume]));
        }

        return resolved;
    }

    /// <summary>Takes a volume out: no provider can snapshot it. What is mounted there, or below it, is not covered.</summary>
    public void Leave(VssVolume volume)
    {
        _volumes.Remove(volume.Guid);
        foreach (VssSource source in All)
        {
            foreach ((RelativePath at, _) in source.Nested.Where(n => string.Equals(n.Value, volume.Guid, StringComparison.OrdinalIgnoreCase)).ToList())
            {
                source.Nested.Remove(at);
                source.NotCovered.Add(at);
            }

            foreach (RelativePath hidden in source.Nested.Keys.Where(at => source.NotCovered.Any(at.IsAtOrUnder)).ToList())
            {
                source.Nested.Remove(hidden);
            }
        }
    }

    /// <summary>How each source is read from the snapshots, given the root of each volume's snapshot with its trailing backslash.</summary>
    public Dictionary<string, SourceView> Views(IReadOnlyDictionary<string, string> roots) =>
        All.ToDictionary(source => source.Given, source => ViewOf(source, roots), StringComparer.Ordinal);

    private static SourceView ViewOf(VssSource source, IReadOnlyDictionary<string, string> roots)
    {
        if (source.Place.IsShadowCopy)
        {
            return SourceView.Live(FrozenRoot(source)) with { IsSnapshot = true };
        }

        // The snapshot's root ends with its backslash.
        string readRoot = roots[source.Place.Volume] + source.Place.Path.Value.Replace('/', '\\');
        return new SourceView(IsSnapshot: true, readRoot, source.Nested.ToDictionary(n => n.Key, n => roots[n.Value]), source.NotCovered);
    }

    // Without the backslash at its end the root of a snapshot would be the device and not the folder.
    private static string FrozenRoot(VssSource source) => source.Place.Path.IsRoot && !source.Given.EndsWith('\\') ? source.Given + '\\' : source.Given;

    private void FindNested(VssSource source, IReadOnlyList<VolumeMount> mounts, string host, RelativePath below, RelativePath front, IReadOnlyList<string> chain)
    {
        foreach (VolumeMount mount in mounts.Where(mount => string.Equals(mount.Host, host, StringComparison.OrdinalIgnoreCase)))
        {
            if (VssSource.Below(mount.At, below) is not { IsRoot: false } rest)
            {
                continue;
            }

            RelativePath at = VssSource.Join(front, rest);
            if (chain.Contains(mount.Volume, StringComparer.OrdinalIgnoreCase) || chain.Count == DeepestNesting)
            {
                // A volume mounted in itself has no end.
                source.NotCovered.Add(at);
                continue;
            }

            source.Nested.TryAdd(at, mount.Volume);
            _volumes.TryAdd(mount.Volume, new VssVolume(mount.Volume, $"the volume mounted at '{DisplayText.Escape(source.Given)}\\{at.Value.Replace('/', '\\')}'", IsNested: true));
            FindNested(source, mounts, mount.Volume, RelativePath.Root, at, [.. chain, mount.Volume]);
        }
    }
}
