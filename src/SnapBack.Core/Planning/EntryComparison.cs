using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// A closer look at one entry on both sides of a folder: what the listings tell, and where that is not enough, what the entries themselves tell. Decides nothing.
/// </summary>
internal sealed class EntryComparison
{
    private readonly Job _job;
    private readonly PlanSides _sides;
    private readonly bool _isRoot;
    private readonly IFolder _source;
    private readonly IFolder? _destination;
    private readonly SecurityComparison _security;

    public EntryComparison(Job job, FolderTask task, IFolder source, IFolder? destination)
    {
        _job = job;
        _sides = task.Sides;
        _isRoot = task.Path.IsRoot;
        _source = source;
        _destination = destination;
        _security = new SecurityComparison(job, task.Sides);
    }

    /// <summary>True when a folder that the destination has stands there as the source has it, by what a listing does not tell.</summary>
    public bool HasSameSelf() => HasSameMetadata(null, null) && HasSameStreams(null, null);

    /// <summary>Whether the descriptor of the folder itself has to be set.</summary>
    /// <exception cref="Errors.TreeException">It can't be read.</exception>
    public bool HasSecurityToSet(Entry self, KnownPath? known) => _security.HasToBeSet(_isRoot, self, known?.State, _source, _destination!, null);

    /// <summary>Whether the descriptor of an entry has to be set.</summary>
    /// <exception cref="Errors.TreeException">It can't be read.</exception>
    public bool HasSecurityToSet(Entry source, Entry destination, KnownPath? held) =>
        _security.HasToBeSet(isRoot: false, source, held?.State, _source, _destination!, destination.Name);

    /// <summary>The class of a file or link.</summary>
    /// <exception cref="Errors.TreeException">One side can't be looked at more closely, or is gone.</exception>
    public FileClass Classify(Entry source, Entry? destination, KnownPath? held)
    {
        FileClass found = FileClassifier.Classify(source, destination, _sides.Traits, source.IsFile ? held?.State.Changed : null, _job.Times);
        if (found is FileClass.Same or FileClass.Modified or FileClass.Tweaked
            && source.IsLink
            && !string.Equals(_source.ReadLink(source.Name), _destination!.ReadLink(destination!.Name), StringComparison.Ordinal))
        {
            return FileClass.Changed;
        }

        if (found is FileClass.Same or FileClass.Modified && !HasSameMetadata(source.Name, destination!.Name))
        {
            return FileClass.Tweaked;
        }

        // Streams are content. What did not change since it was last in order has the streams that were copied then.
        bool isUnchanged = held is not null && held.State.Changed != default && held.State.Changed == source.Changed;
        return found is FileClass.Same or FileClass.Modified && source.IsFile && !isUnchanged && !HasSameStreams(source.Name, destination!.Name) ? FileClass.Changed : found;
    }

    /// <summary>How many names the destination's file has.</summary>
    public uint LinkCountOf(Entry destination)
    {
        try
        {
            return destination.LinkCount > 0 ? destination.LinkCount : _destination!.Find(destination.Name)?.LinkCount ?? 0;
        }
        catch (TreeException)
        {
            // Not to be found out: a new file harms no other name.
            return uint.MaxValue;
        }
    }

    /// <summary>True when the record has an entry as it is listed.</summary>
    public static bool IsSameState(PathState state, Entry entry) =>
        state.Kind == entry.Kind
        && state.Mode == entry.Mode
        && state.Owner == entry.Owner
        && state.Group == entry.Group
        && state.Modified == entry.Modified
        && (entry.IsDirectory || (state.Size == entry.Size && (entry.LinkCount == 0 || state.LinkCount == entry.LinkCount)));

    // What a listing does not tell: extended attributes, and on Linux the DOS attributes and creation times of NTFS.
    private bool HasSameMetadata(string? sourceName, string? destinationName)
    {
        bool hasDos = _sides.ComparesDosMetadata;
        bool fixesTimes = _job.FixTimes && _sides.Traits.HasDosMetadata;
        if (!hasDos && !fixesTimes && !_sides.Traits.KeepsExtendedAttributes)
        {
            return true;
        }

        Metadata source = _source.ReadMetadata(sourceName);
        Metadata destination = _destination!.ReadMetadata(destinationName);
        return (!_sides.Traits.KeepsExtendedAttributes || source.HasSameExtendedAttributes(destination))
            && (!fixesTimes || source.Entry.Created.IsSameAs(destination.Entry.Created, _sides.Traits.TimeGranularity))
            && (!hasDos || source.HasSameDosMetadata(destination, _isRoot && sourceName is null, _job.PartsOf(source.Entry), _sides.Traits));
    }

    private bool HasSameStreams(string? sourceName, string? destinationName) =>
        !_sides.Traits.KeepsStreams || _source.ReadMetadata(sourceName).HasSameStreams(_destination!.ReadMetadata(destinationName));
}
