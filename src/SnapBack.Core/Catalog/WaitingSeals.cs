using System.Buffers.Binary;
using System.Collections.Concurrent;
using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>Changes of seals that the next commit writes, the last one per folder. Thread-safe.</summary>
internal sealed class WaitingSeals
{
    private readonly ConcurrentDictionary<(long Tree, UInt128 Key), WaitingSeal> _waiting = new();

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => _waiting.IsEmpty;

    /// <summary>Lets a folder's seal wait, or that it is taken away for null; replaces what waited for that folder.</summary>
    public void Add(long tree, RelativePath folder, byte[]? seal)
    {
        byte[] key = CatalogLookup.KeyOf(folder);
        _waiting[(tree, NumberOf(key))] = new WaitingSeal(tree, key, seal);
    }

    /// <summary>What waits for a folder, by its key; null when nothing does.</summary>
    public WaitingSeal? Find(long tree, byte[] key) => _waiting.GetValueOrDefault((tree, NumberOf(key)));

    /// <summary>All that waits now, in no order.</summary>
    public WaitingSeal[] All() => [.. _waiting.Values];

    /// <summary>Forgets seals that were written; not one whose folder another one came for meanwhile.</summary>
    public void Remove(IEnumerable<WaitingSeal> written)
    {
        foreach (WaitingSeal seal in written)
        {
            _waiting.TryRemove(new KeyValuePair<(long, UInt128), WaitingSeal>((seal.Tree, NumberOf(seal.Key)), seal));
        }
    }

    /// <summary>Forgets all that waits.</summary>
    public void Clear() => _waiting.Clear();

    private static UInt128 NumberOf(byte[] key) => BinaryPrimitives.ReadUInt128LittleEndian(key);
}
