using SnapBack.Catalog;
using SnapBack.Trees;

namespace SnapBack.Restoring;

/// <summary>
/// Puts metadata together as it was at the source: times, mode, owner, attributes and security by the record, the rest (extended attributes, streams)
/// by the copy. Used by one thread.
/// </summary>
internal sealed class RecordedMetadata
{
    private readonly CatalogReader _catalog;

    public RecordedMetadata(CatalogReader catalog)
    {
        _catalog = catalog;
    }

    /// <param name="state">What the record knows.</param>
    /// <param name="copy">What the copy has.</param>
    public Metadata Of(PathState state, Metadata copy)
    {
        bool hasDos = state.Created != default || state.Attributes != 0;
        return copy with
        {
            Entry = copy.Entry with
            {
                Modified = state.Modified,
                Created = state.Created == default ? copy.Entry.Created : state.Created,
                Mode = state.Mode,
                Owner = state.Owner,
                Group = state.Group,
                Attributes = state.Attributes,
            },
            HasDosMetadata = hasDos,
            Security = state.SecurityHash is { } hash ? _catalog.Descriptor(hash)?.Recorded() : null,
        };
    }
}
