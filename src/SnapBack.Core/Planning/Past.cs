using SnapBack.Catalog;
using SnapBack.Paths;

namespace SnapBack.Planning;

/// <summary>
/// What earlier runs knew, handed to planning as values: planning opens no catalog. Everything here only spares work or makes the record
/// finer; without it a plan copies the same files. The functions are thread-safe.
/// </summary>
/// <param name="KnownIn">Open states of a folder's entries, by exact name and in the order of <see cref="Trees.NameOrder.Exact"/>.</param>
/// <param name="KnownAt">Open state of one path.</param>
/// <param name="SealOf">Seal of a folder.</param>
public sealed record Past(
    Func<int, RelativePath, IEnumerable<KeyValuePair<string, KnownPath>>> KnownIn,
    Func<int, RelativePath, KnownPath?> KnownAt,
    Func<int, RelativePath, byte[]?> SealOf)
{
    /// <summary>Nothing is known.</summary>
    public static readonly Past Nothing = new((_, _) => [], (_, _) => null, (_, _) => null);
}
