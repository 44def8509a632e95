using System.Collections.Concurrent;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>
/// What the catalog knew of paths and folders at the last commit, for as many threads as ask: each takes a lookup of its own, which is kept
/// for the next one. Thread-safe but for <see cref="Dispose"/>.
/// </summary>
internal sealed class KnownPaths : IDisposable
{
    private readonly CatalogConnection _writer;
    private readonly ConcurrentBag<CatalogLookup> _lookups = [];

    /// <param name="writer">The connection that writes; lookups are opened beside it.</param>
    public KnownPaths(CatalogConnection writer)
    {
        _writer = writer;
    }

    /// <summary>The open states of the entries directly in a folder, in the order of <see cref="NameOrder.Exact"/>, fetched page by page.</summary>
    public IEnumerable<KeyValuePair<string, KnownPath>> In(long tree, RelativePath folder)
    {
        using IEnumerator<KeyValuePair<string, KnownPath>> texts = Pages(tree, folder, isText: true).GetEnumerator();
        using IEnumerator<KeyValuePair<string, KnownPath>> others = Pages(tree, folder, isText: false).GetEnumerator();
        bool hasText = texts.MoveNext();
        bool hasOther = others.MoveNext();
        while (hasText || hasOther)
        {
            if (hasText && (!hasOther || NameOrder.Exact.Compare(texts.Current.Key, others.Current.Key) < 0))
            {
                yield return texts.Current;
                hasText = texts.MoveNext();
            }
            else
            {
                yield return others.Current;
                hasOther = others.MoveNext();
            }
        }
    }

    /// <summary>What is known of one path; null when nothing is.</summary>
    public KnownPath? At(long tree, RelativePath path) => Look(lookup => lookup.KnownAt(tree, path));

    /// <summary>The seal of a folder by its key; null when it has none.</summary>
    public byte[]? SealOf(long tree, byte[] key) => Look(lookup => lookup.SealOf(tree, key));

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_lookups.TryTake(out CatalogLookup? lookup))
        {
            lookup.Dispose();
        }
    }

    private IEnumerable<KeyValuePair<string, KnownPath>> Pages(long tree, RelativePath folder, bool isText)
    {
        string? after = null;
        IReadOnlyList<KeyValuePair<string, KnownPath>> page;
        do
        {
            string? from = after;
            page = Look(lookup => lookup.PageIn(tree, folder, isText, from));
            foreach (KeyValuePair<string, KnownPath> known in page)
            {
                yield return known;
                after = known.Key;
            }
        }
        while (page.Count == CatalogLookup.PageRows);
    }

    private T Look<T>(Func<CatalogLookup, T> ask)
    {
        if (!_lookups.TryTake(out CatalogLookup? lookup))
        {
            lookup = new CatalogLookup(CatalogOpening.OpenBeside(_writer));
        }

        try
        {
            return ask(lookup);
        }
        finally
        {
            _lookups.Add(lookup);
        }
    }
}
