using System.Text.Json.Serialization;
using SnapBack.Runs;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>The records that lie in the catalog as JSON text; their property names are part of the format.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DestinationTraits))]
[JsonSerializable(typeof(RunTotals))]
[JsonSerializable(typeof(KnownDestination))]
internal sealed partial class CatalogJson : JsonSerializerContext;
