using System.Text.Json;
using System.Text.Json.Serialization;
using SnapBack.Cli.Rendering;

namespace SnapBack.Cli.Rows;

/// <summary>Writes a value the way a cell of a row is written. Never reads.</summary>
internal sealed class CellConverter<T> : JsonConverter<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(JsonText.Clean(Cell.Text(value) ?? string.Empty));
}
