using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SnapBack.Cli.Rendering;
using SnapBack.Paths;

namespace SnapBack.Cli.Rows;

/// <summary>Writes one thing with all its parts: as an array with one object, as <c>name,value</c> rows, or indented for people.</summary>
internal sealed class DetailOutput
{
    private static readonly JsonSerializerOptions Options = MakeOptions();

    private readonly CliEnvironment _environment;

    /// <summary>Writes to the environment's standard output.</summary>
    public DetailOutput(CliEnvironment environment)
    {
        _environment = environment;
    }

    /// <summary>Writes a record and the records in it.</summary>
    public void Write<T>(OutputFormat format, T details)
    {
        JsonNode node = JsonSerializer.SerializeToNode(details, Options)!;
        switch (format)
        {
            case OutputFormat.Json:
                _environment.Out.WriteLine(new JsonArray(node).ToJsonString(Options));
                break;
            case OutputFormat.Csv:
                Column<(string Name, object? Value)>[] columns = [new("name", r => r.Name), new("value", r => r.Value)];
                new CsvText(_environment.Out, _environment.IsTerminal).Write(columns, Flat(string.Empty, node));
                break;
            default:
                WriteIndented(node, string.Empty);
                break;
        }
    }

    private static IEnumerable<(string Name, object? Value)> Flat(string name, JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Flat(name.Length == 0 ? p.Key : $"{name}.{p.Key}", p.Value)),
        JsonArray a => a.SelectMany((item, i) => Flat($"{name}.{i}", item)),
        _ => [(name, Scalar(node))],
    };

    private static object? Scalar(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.Number when node.AsValue().TryGetValue(out long number) => number,
        JsonValueKind.String => node.GetValue<string>(),
        _ => node.ToString(),
    };

    private void WriteIndented(JsonNode node, string indent)
    {
        foreach ((string name, JsonNode? value) in node.AsObject())
        {
            switch (value)
            {
                case JsonObject part:
                    _environment.Out.WriteLine($"{indent}{name}:");
                    WriteIndented(part, $"{indent}  ");
                    break;
                case JsonArray { Count: > 0 } items:
                    _environment.Out.WriteLine($"{indent}{name}:");
                    WriteItems(items, $"{indent}  ");
                    break;
                case null or JsonArray:
                    break;
                default:
                    _environment.Out.WriteLine($"{indent}{name}: {DisplayText.Escape(Cell.Text(Scalar(value)) ?? string.Empty)}");
                    break;
            }
        }
    }

    private void WriteItems(JsonArray items, string indent)
    {
        foreach (JsonNode? item in items)
        {
            if (item is JsonObject part)
            {
                IEnumerable<string> facts = Flat(string.Empty, part).Where(f => f.Value is not null).Select(f => $"{f.Name} {DisplayText.Escape(Cell.Text(f.Value)!)}");
                _environment.Out.WriteLine($"{indent}- {string.Join(", ", facts)}");
            }
            else
            {
                _environment.Out.WriteLine($"{indent}- {DisplayText.Escape(Cell.Text(Scalar(item)) ?? string.Empty)}");
            }
        }
    }

    private static JsonSerializerOptions MakeOptions()
    {
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JsonText.Encoder,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.Converters.Add(new CellConverter<byte[]>());
        options.Converters.Add(new CellConverter<RelativePath>());
        options.Converters.Add(new CellConverter<Trees.Timestamp>());
        options.Converters.Add(new CellConverter<DateTimeOffset>());
        options.Converters.Add(new CellConverter<string>());
        options.Converters.Add(new SecondsConverter());
        return options;
    }
}
