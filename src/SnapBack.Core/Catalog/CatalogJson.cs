using System.Text.Json;
using System.Text.Json.Serialization;
using SnapBack.Runs;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>The records that lie in the catalog as JSON text; their property names are part of the format.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DestinationTraits))]
[JsonSerializable(typeof(RunTotals))]
[JsonSerializable(typeof(KnownDestination))]
internal sealed partial class CatalogJson : JsonSerializerContext
{
    /// <summary>The numbers of a run; null when there are none that can be read.</summary>
    public static RunTotals? ReadTotals(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, Default.RunTotals);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a destination can hold; null when that is not known and the destination is to be probed again.</summary>
    public static DestinationTraits? ReadTraits(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.DestinationTraits);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
