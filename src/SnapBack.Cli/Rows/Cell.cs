using System.Globalization;
using System.Text.Json;
using SnapBack.Cli.Rendering;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Cli.Rows;

/// <summary>A value of a row as text and as JSON. Times are UTC in ISO 8601, hashes lower-case hexadecimal.</summary>
internal static class Cell
{
    /// <summary>The text of a value, exact and not escaped; null for no value.</summary>
    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        RelativePath path => path.Value,
        Enum word => Words.FromName(word.ToString()),
        byte[] hash => Convert.ToHexStringLower(hash),
        Timestamp time => Time(time.ToDateTimeOffset()),
        DateTimeOffset time => Time(time),
        bool fact => fact ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>True for values that are written as bare numbers and can't be taken for a formula.</summary>
    public static bool IsNumber(object? value) => value is int or long or uint or ulong or short or byte or double;

    /// <summary>Writes a value under the column's name.</summary>
    public static void WriteJson<T>(Utf8JsonWriter json, Column<T> column, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(column.Name);
                break;
            case int or long or uint or short or byte:
                json.WriteNumber(column.Name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumber(column.Name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(column.Name, number);
                break;
            case bool fact:
                json.WriteBoolean(column.Name, fact);
                break;
            default:
                WriteText(json, column, Text(value) ?? string.Empty);
                break;
        }
    }

    private static void WriteText<T>(Utf8JsonWriter json, Column<T> column, string text)
    {
        if (column.IsName)
        {
            JsonText.WriteName(json, column.Name, text);
        }
        else
        {
            json.WriteString(column.Name, JsonText.Clean(text));
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
