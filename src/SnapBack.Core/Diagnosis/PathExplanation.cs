using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Security;
using SnapBack.Snapshots;
using SnapBack.Trees;

namespace SnapBack.Diagnosis;

/// <summary>Whether a job takes a path, and which of its rules says so. Asks the live source, from its root down to the path, and reads no content.</summary>
public sealed class PathExplanation
{
    private readonly Job _job;
    private readonly RunPorts _ports;

    /// <param name="job">The job.</param>
    /// <param name="ports">How sources are opened.</param>
    public PathExplanation(Job job, RunPorts ports)
    {
        _job = job;
        _ports = ports;
    }

    /// <summary>One sentence for each pair that the path may belong to.</summary>
    /// <param name="path">A full path in a source, or a path below a source with '/' between its parts.</param>
    /// <returns>The sentences; empty when the path lies in no source.</returns>
    /// <exception cref="TreeException">The source can't be read.</exception>
    public IReadOnlyList<string> Of(string path) =>
        [.. _job.Pairs.Select(pair => Below(pair, path) is { } parts ? Of(pair, parts) : null).OfType<string>()];

    private static string[]? Below(JobPair pair, string path)
    {
        char[] separators = OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'];
        if (!Path.IsPathRooted(path))
        {
            return path.Split(separators, StringSplitOptions.RemoveEmptyEntries);
        }

        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        string root = Path.TrimEndingDirectorySeparator(pair.Source);
        return path.Equals(root, comparison) ? []
            : path.StartsWith(root, comparison) && separators.Contains(path[root.Length]) ? path[root.Length..].Split(separators, StringSplitOptions.RemoveEmptyEntries)
            : null;
    }

    private string Of(JobPair pair, string[] parts)
    {
        if (!Array.TrueForAll(parts, RelativePath.IsValidName))
        {
            return $"'{Shown(pair.Source, parts)}' can't be a path of a source.";
        }

        Selection selection = _job.Selection.For(pair);
        using ITree tree = _ports.OpenSource(pair.Source, SourceView.Live(pair.Source), NameOrder.Exact, SecuritySections.None);
        RelativePath at = RelativePath.Root;
        for (int i = 0; i < parts.Length; i++)
        {
            string[] names = parts[..(i + 1)];
            if (!_job.Reaches(at))
            {
                return $"'{Shown(pair.Source, names)}' is left out: it lies below the folders that the job goes into (recurse, levels).";
            }

            using IFolder folder = tree.OpenFolder(at);
            if (folder.Find(parts[i]) is not { } entry)
            {
                return $"'{Shown(pair.Source, names)}' does not exist in the live source.";
            }

            at = at.Child(parts[i]);
            if (Excluded(selection, at, entry) is { } why)
            {
                string below = i < parts.Length - 1 ? ", and so is all below it" : string.Empty;
                return $"'{Shown(pair.Source, names)}' is left out{below}: {why}.";
            }

            if (i < parts.Length - 1 && !entry.IsDirectory)
            {
                return $"'{Shown(pair.Source, names)}' is no folder, so there is nothing below it.";
            }
        }

        return $"'{Shown(pair.Source, parts)}' is backed up to '{Shown(pair.Destination, parts)}'.";
    }

    private string? Excluded(Selection selection, RelativePath path, Entry entry) => selection.Exclude(path, entry) switch
    {
        SkipReason.ExcludedDirectory => $"excludeDir '{DisplayText.Escape(selection.PatternThatExcludes(path, entry)!.Text)}' matches",
        SkipReason.ExcludedFile => $"excludeFile '{DisplayText.Escape(selection.PatternThatExcludes(path, entry)!.Text)}' matches",
        { } reason => Words(reason),
        null => entry.IsLink && _job.Links.For(entry.Kind == EntryKind.Junction, entry.LinkEnd is LinkEnd.Folder or LinkEnd.Loop) == LinkPolicy.Skip
            ? "the job leaves links of this kind out" : null,
    };

    private static string Words(SkipReason reason) => reason switch
    {
        SkipReason.ReservedName => "the name belongs to SnapBack itself",
        SkipReason.NotIncluded => "no pattern of includeFile matches",
        SkipReason.TooLarge => "it is larger than maxSize",
        SkipReason.TooSmall => "it is smaller than minSize",
        SkipReason.TooOld => "it was last written before maxAge",
        SkipReason.TooNew => "it was last written after minAge",
        SkipReason.Attributes => "of its attributes (includeAttributes, excludeAttributes)",
        SkipReason.NotArchived => "it has no archive attribute (onlyArchive)",
        SkipReason.UnusedTooLong => "it was last used before maxLastAccess",
        SkipReason.UsedTooRecently => "it was last used after minLastAccess",
        SkipReason.CloudPlaceholder => "its content is in a cloud and would have to be fetched",
        _ => $"{reason}",
    };

    private static string Shown(string root, string[] parts) => DisplayText.Escape(Path.Join([root, .. parts]));
}
