using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>Two sorted listings walked in step, like a zip: for each name what the source has and what the destination has.</summary>
internal static class NameMerge
{
    /// <summary>Pairs up two listings. Where case does not tell names apart, further names of the source that fall together come with
    /// <see cref="MergedName.IsTwin"/> and without a destination.</summary>
    /// <exception cref="InvalidOperationException">A listing is out of order: going on could take a file for an extra.</exception>
    public static IEnumerable<MergedName> Merge(IEnumerable<Entry> source, IEnumerable<Entry> destination, NameOrder order)
    {
        using IEnumerator<Entry> s = source.GetEnumerator();
        using IEnumerator<Entry> d = destination.GetEnumerator();
        Entry? left = Next(s, null, order);
        Entry? right = Next(d, null, order);
        Entry? lastSource = null;
        while (left is not null || right is not null)
        {
            if (left is not null && lastSource is not null && order.Compare(lastSource.Name, left.Name) == 0)
            {
                yield return new MergedName(left, null, IsTwin: true);
                left = Next(s, left, order);
                continue;
            }

            int compared = left is null ? 1 : right is null ? -1 : order.Compare(left.Name, right.Name);
            yield return new MergedName(compared <= 0 ? left : null, compared >= 0 ? right : null, IsTwin: false);
            if (compared <= 0)
            {
                lastSource = left;
                left = Next(s, left, order);
            }

            if (compared >= 0)
            {
                right = Next(d, right, order);
            }
        }
    }

    private static Entry? Next(IEnumerator<Entry> listing, Entry? before, NameOrder order)
    {
        if (!listing.MoveNext())
        {
            return null;
        }

        if (before is not null && order.Compare(before.Name, listing.Current.Name) is var c && (c > 0 || (c == 0 && !order.IsCaseInsensitive)))
        {
            throw new InvalidOperationException("A folder listing is out of order; the run stops rather than take a file for an extra.");
        }

        return listing.Current;
    }
}
