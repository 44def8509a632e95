using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// The files of one folder that a rule took out of the view: the live folder has them and the view does not. Put in among the source's entries, so that
/// each is met once, in its place. Made for one folder and thrown away.
/// </summary>
internal sealed class OmittedEntries
{
    private readonly List<Entry> _candidates;
    private readonly HashSet<string> _omitted = new(StringComparer.Ordinal);
    private readonly NameOrder _order;

    public OmittedEntries(PlanSides sides, RelativePath folder)
    {
        _order = sides.Source.Order;
        _candidates = sides.Live is { } live && sides.Omitted.MayMatchIn(folder) ? Look(live, sides, folder) : [];
    }

    /// <summary>True for an entry that was put in.</summary>
    public bool Has(Entry entry) => _omitted.Contains(entry.Name);

    /// <summary>The listing of the view with what it lacks put in.</summary>
    public IEnumerable<Entry> PutInto(IEnumerable<Entry> listing)
    {
        int next = 0;
        foreach (Entry entry in listing)
        {
            while (next < _candidates.Count && _order.Compare(_candidates[next].Name, entry.Name) < 0)
            {
                yield return Omit(_candidates[next++]);
            }

            // It is in the view: a file like any other.
            next += next < _candidates.Count && _order.Compare(_candidates[next].Name, entry.Name) == 0 ? 1 : 0;
            yield return entry;
        }

        while (next < _candidates.Count)
        {
            yield return Omit(_candidates[next++]);
        }
    }

    private static List<Entry> Look(ITree live, PlanSides sides, RelativePath folder)
    {
        try
        {
            using IFolder opened = live.OpenFolder(folder);
            return [.. opened.List().Where(entry => sides.Omitted.Matches(folder.Child(entry.Name), entry))];
        }
        catch (TreeException)
        {
            // Gone since, or closed to us: then nothing is known to be missing. What the destination has of it stays by the rule alone.
            return [];
        }
    }

    private Entry Omit(Entry entry)
    {
        _omitted.Add(entry.Name);
        return entry;
    }
}
