using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Trees;

/// <summary>
/// What says of a destination folder that it is a backup, and of what: the file <c>.snapback/destination.json</c>. It goes with the disk wherever that is
/// mounted. Anybody who may write there can change it, so it can only stop a run or let it pass; nothing is ever opened by what it says.
/// </summary>
public sealed record DestinationMarker
{
    /// <summary>Name of the file in <see cref="ReservedNames.StoreFolder"/>.</summary>
    public const string FileName = "destination.json";

    private const string Format = "snapback-destination";
    private const int MostBytes = 64 * 1024;
    private const int MostCharacters = 40_000;

    /// <summary>Random and never given twice: 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Full path of the source, escaped for the screen.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the machine that made the backup.</summary>
    public required string Host { get; init; }

    /// <summary>Identity of the catalog that recorded it.</summary>
    public required string Catalog { get; init; }

    /// <summary>A marker for a destination that has none.</summary>
    /// <param name="source">Full path of the source.</param>
    /// <param name="catalog">Identity of the catalog.</param>
    public static DestinationMarker New(string source, string catalog) => new()
    {
        Id = Guid.NewGuid().ToString("N"),
        Source = DisplayText.Escape(source),
        Host = Environment.MachineName,
        Catalog = catalog,
    };

    /// <summary>True when the backup is one of <paramref name="source"/> (full path) on this machine, or by the catalog with this identity.</summary>
    public bool IsOf(string source, string catalog) =>
        string.Equals(Source, DisplayText.Escape(source), OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
        && (Catalog == catalog || string.Equals(Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase));

    /// <summary>The marker of a tree; null when it has none that can be read and understood.</summary>
    public static DestinationMarker? Read(ITree tree)
    {
        try
        {
            using IFolder root = tree.OpenFolder(RelativePath.Root);
            if (root.Find(ReservedNames.StoreFolder) is not { IsDirectory: true })
            {
                return null;
            }

            using IFolder store = tree.OpenFolder(RelativePath.Root.Child(ReservedNames.StoreFolder));
            if (store.Find(FileName) is not { IsFile: true, Size: > 0 and <= MostBytes })
            {
                return null;
            }

            using ISourceFile file = store.OpenFile(FileName);
            byte[] bytes = new byte[MostBytes];
            int length = 0;
            while (length < bytes.Length && file.Read(bytes.AsSpan(length), length) is > 0 and var read)
            {
                length += read;
            }

            return Parse(bytes.AsMemory(0, length));
        }
        catch (TreeException)
        {
            // What can't be read marks nothing.
            return null;
        }
    }

    /// <summary>Puts the marker into a destination, durably; what was there is replaced at once. The times of the root folder stay.</summary>
    /// <exception cref="TreeException">The file system refuses.</exception>
    public void Write(IDestinationTree destination)
    {
        using IDestinationFolder root = destination.OpenFolder(RelativePath.Root);
        Metadata before = root.ReadMetadata(null);
        root.CreateFolder(ReservedNames.StoreFolder);
        string temporary = ReservedNames.Temporary(Id, 0);
        using (IDestinationFolder store = destination.OpenFolder(RelativePath.Root.Child(ReservedNames.StoreFolder)))
        {
            store.RemoveFile(temporary);
            using (IDestinationFile file = store.CreateFile(temporary))
            {
                file.Write(Text(), 0);
                file.Flush();
            }

            store.Publish(temporary, FileName);
            store.Flush();
        }

        root.ApplyMetadata(null, before, CopyParts.Times);
        root.Flush();
    }

    private static DestinationMarker? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || TextOf(root, "format") != Format)
            {
                return null;
            }

            DestinationMarker marker = new() { Id = TextOf(root, "id"), Source = TextOf(root, "source"), Host = TextOf(root, "host"), Catalog = TextOf(root, "catalog") };
            return marker.Id.Length == 32 && marker.Id.All(char.IsAsciiHexDigitLower) ? marker : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string TextOf(JsonElement root, string key) =>
        root.TryGetProperty(key, out JsonElement value) && value is { ValueKind: JsonValueKind.String } && value.GetString() is { Length: <= MostCharacters } text ? text : string.Empty;

    private byte[] Text()
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("id", Id);
            json.WriteString("source", Source);
            json.WriteString("host", Host);
            json.WriteString("catalog", Catalog);
            json.WriteString("note", "This folder is a backup made by snapback. Its mirror stops when this file is gone; see docs/guards.md.");
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}
