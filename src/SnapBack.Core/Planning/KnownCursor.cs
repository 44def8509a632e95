using SnapBack.Catalog;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// What the past knew of a folder's entries, walked in step with the listings. Names that the walk passes over are in no listing any more.
/// Used by one thread.
/// </summary>
internal sealed class KnownCursor : IDisposable
{
    private readonly IEnumerator<KeyValuePair<string, KnownPath>> _known;
    private readonly NameOrder _order;
    private readonly Action<string, KnownPath> _gone;
    private bool _hasCurrent;

    /// <param name="known">In the order of <see cref="NameOrder.Exact"/>.</param>
    /// <param name="order">The order of the listings.</param>
    /// <param name="gone">Told of each name that is known and listed on neither side.</param>
    public KnownCursor(IEnumerable<KeyValuePair<string, KnownPath>> known, NameOrder order, Action<string, KnownPath> gone)
    {
        _known = (order.IsCaseInsensitive ? known.OrderBy(k => k.Key, order) : known).GetEnumerator();
        _order = order;
        _gone = gone;
        _hasCurrent = _known.MoveNext();
    }

    /// <summary>What is known of <paramref name="name"/>; names are asked for in the order of the listings.</summary>
    public KnownPath? At(string name)
    {
        while (_hasCurrent)
        {
            int compared = _order.Compare(_known.Current.Key, name);
            if (compared > 0)
            {
                return null;
            }

            KeyValuePair<string, KnownPath> current = _known.Current;
            _hasCurrent = _known.MoveNext();
            if (compared == 0)
            {
                return current.Value;
            }

            _gone(current.Key, current.Value);
        }

        return null;
    }

    /// <summary>The listings are over: what is left is gone.</summary>
    public void End()
    {
        while (_hasCurrent)
        {
            KeyValuePair<string, KnownPath> current = _known.Current;
            _hasCurrent = _known.MoveNext();
            _gone(current.Key, current.Value);
        }
    }

    public void Dispose() => _known.Dispose();
}
