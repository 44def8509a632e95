using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Snapshots.Vss;

/// <summary>
/// Turns the rules by which files are taken out of snapshots, Windows' own (registry key <c>FilesNotToSnapshot</c>,
/// https://learn.microsoft.com/windows/win32/vss/excluding-files-from-shadow-copies) and those of writers, into rules about one source. A rule that
/// can't be understood or speaks of another place is dropped. Used by one thread.
/// </summary>
internal sealed class OmittedFiles
{
    private const string UserProfile = "$UserProfile$";
    private const string AllVolumes = "$AllVolumes$";
    private const string RecursiveMark = "/s";

    private readonly IVssHost _host;
    private readonly IVolumes _volumes;
    private readonly List<(VssFileRule Rule, string Origin)> _rules = [];

    public OmittedFiles(IVssHost host, IVolumes volumes)
    {
        _host = host;
        _volumes = volumes;
        foreach ((string name, IReadOnlyList<string> lines) in host.FilesNotToSnapshot())
        {
            _rules.AddRange(lines.Select(Parse).OfType<VssFileRule>().Select(rule => (rule, $"Windows, FilesNotToSnapshot, {DisplayText.Escape(name)}")));
        }
    }

    /// <summary>Adds the rules of the writers that take part.</summary>
    public void Add(IReadOnlyList<VssWriter> writers)
    {
        foreach (VssWriter writer in writers)
        {
            _rules.AddRange(writer.ExcludedFromSnapshot.Select(rule => (rule, $"the writer '{DisplayText.Escape(writer.Name)}'")));
        }
    }

    /// <summary>The rules about one source.</summary>
    public Omissions For(VssSource source)
    {
        List<Omission> found = [];
        if (!source.Place.IsShadowCopy)
        {
            foreach ((VssFileRule rule, string origin) in _rules)
            {
                NamePattern name = new(rule.Pattern.Length == 0 ? "*" : rule.Pattern);
                found.AddRange(FoldersOf(source, rule).Distinct().Select(folder => new Omission(folder, name, rule.IsRecursive, origin)));
            }
        }

        return found.Count == 0 ? Omissions.None : new Omissions(found);
    }

    /// <summary>A line of the registry: a path whose last part names files, and <c>/s</c> after it for folders below. Null when it is nothing of the kind.</summary>
    internal static VssFileRule? Parse(string line)
    {
        string text = line.Trim();
        bool isRecursive = text.EndsWith(RecursiveMark, StringComparison.OrdinalIgnoreCase) && text.Length > RecursiveMark.Length
            && char.IsWhiteSpace(text[^(RecursiveMark.Length + 1)]);
        if (isRecursive)
        {
            text = text[..^RecursiveMark.Length].TrimEnd();
        }

        int end = text.LastIndexOf('\\');
        return end < 0 ? null : new VssFileRule(text[..end], text[(end + 1)..], isRecursive);
    }

    private IEnumerable<RelativePath> FoldersOf(VssSource source, VssFileRule rule)
    {
        string folder = rule.Folder.TrimEnd('\\');
        if (folder.StartsWith(UserProfile, StringComparison.OrdinalIgnoreCase))
        {
            return _host.UserProfiles().SelectMany(profile => InFolder(source, _host.Expand(profile).TrimEnd('\\') + folder[UserProfile.Length..], rule.IsRecursive));
        }

        bool isOnAll = folder.StartsWith(AllVolumes, StringComparison.OrdinalIgnoreCase);
        string path = isOnAll ? folder[AllVolumes.Length..] : folder;
        bool isBelowRoot = path.Length == 0 || (path[0] == '\\' && !path.StartsWith(@"\\", StringComparison.Ordinal));
        return isOnAll || isBelowRoot ? OnEveryVolume(source, path, rule.IsRecursive) : InFolder(source, _host.Expand(path), rule.IsRecursive);
    }

    private static IEnumerable<RelativePath> OnEveryVolume(VssSource source, string path, bool isRecursive) =>
        TryPath(path.Split('\\', StringSplitOptions.RemoveEmptyEntries)) is { } below
            ? source.Nested.Values.Prepend(source.Place.Volume).Select(volume => source.At(volume, below, isRecursive)).OfType<RelativePath>()
            : [];

    private IEnumerable<RelativePath> InFolder(VssSource source, string folder, bool isRecursive) =>
        TryFind(folder) is { } place && source.At(place.Volume, place.Path, isRecursive) is { } at ? [at] : [];

    // The folder need not exist any more, while copies of what was in it do: then the nearest one above that does, and the rest of the names.
    private VolumePlace? TryFind(string folder)
    {
        Stack<string> rest = new();
        for (string? above = folder; above is not null && IsOnDrive(above); above = ParentOf(above))
        {
            try
            {
                VolumePlace place = _volumes.Find(above.EndsWith(':') ? above + '\\' : above);
                return place.WhyNot is null && !place.IsShadowCopy && TryPath(rest) is { } below ? place with { Path = VssSource.Join(place.Path, below) } : null;
            }
            catch (SnapshotException)
            {
                rest.Push(above[(above.LastIndexOf('\\') + 1)..]);
            }
        }

        return null;
    }

    private static bool IsOnDrive(string path) => path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':';

    private static string? ParentOf(string path) => path.LastIndexOf('\\') is > 0 and var end ? path[..end] : null;

    private static RelativePath? TryPath(IEnumerable<string> names)
    {
        RelativePath path = RelativePath.Root;
        foreach (string name in names)
        {
            if (!RelativePath.IsValidName(name) || name.AsSpan().IndexOfAny('*', '?') >= 0)
            {
                return null;
            }

            path = path.Child(name);
        }

        return path;
    }
}
