using System.Text.Json;
using System.Text.Json.Serialization;
using SnapBack.Cli.Rendering;

namespace SnapBack.Cli.Rows;

/// <summary>Writes a duration as seconds with milliseconds. Never reads.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(ResultJson.Seconds(value));
}
