using SnapBack.Catalog;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Trees;

namespace SnapBack.Tests.Execution;

/// <summary>What a catalog would know between two runs of one pair.</summary>
internal sealed class MemoryPast
{
    private readonly Lock _gate = new();

    public Dictionary<RelativePath, KnownPath> Known { get; } = [];

    public Dictionary<RelativePath, byte[]> Seals { get; } = [];

    public Past AsPast() => new(
        (_, folder) => Known.Where(k => !k.Key.IsRoot && k.Key.Parent == folder).OrderBy(k => k.Key.Name, NameOrder.Exact).Select(k => KeyValuePair.Create(k.Key.Name, k.Value)),
        (_, path) => Known.GetValueOrDefault(path),
        (_, path) => Seals.GetValueOrDefault(path));

    public void Take(PathRecord record)
    {
        lock (_gate)
        {
            if (record.EndsState)
            {
                Known.Remove(record.Path);
            }

            if (record.State is { } state)
            {
                Known[record.Path] = new KnownPath(1, record.Class, state);
            }
        }
    }
}
