using System.Globalization;
using System.Text.Json;
using SnapBack.Catalog;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>The actions of a plan as lines of JSON: all that a run would do, and by what it would know each entry again. Equal actions give equal lines.</summary>
internal static class PlannedLines
{
    /// <summary>A line per action. The plan is complete, and can be taken from its front again afterwards.</summary>
    public static IEnumerable<string> Of(Plan plan)
    {
        foreach (Spool<PlannedBatch> spool in new[] { plan.Work, plan.Late, plan.Links })
        {
            while (spool.TryTake(out PlannedBatch batch))
            {
                foreach (PlannedAction action in batch.Actions.Where(IsToBeDone))
                {
                    yield return Line(batch.Pair, batch.Folder.Child(action.Name), action);
                }
            }

            spool.Seal();
        }

        foreach (PlannedDeletion deletion in plan.Deletions.Backwards())
        {
            yield return Line(deletion.Pair, deletion.Path, new PlannedAction { Name = deletion.Path.Name, Class = deletion.Class, Action = ActionKind.Delete, Entry = deletion.Entry });
        }

        // That a folder is made stands where it is made; of a root everything follows from what is in it.
        foreach (PlannedFolder folder in plan.Folders.Backwards().Where(f => f.Action is ActionKind.UpdateMetadata or ActionKind.UpdateSecurity && !f.Path.IsRoot))
        {
            yield return Line(folder.Pair, folder.Path, new PlannedAction { Name = folder.Path.Name, Class = folder.Class, Action = folder.Action, Entry = folder.Entry });
        }
    }

    /// <summary>A line as people read it.</summary>
    public static string InWords(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return $"{TextOf(document, "action")} '{DisplayText.Escape(TextOf(document, "path"))}' ({TextOf(document, "size")} bytes, written {TextOf(document, "modified")})";
        }
        catch (JsonException)
        {
            return "a line that is no JSON";
        }
    }

    /// <summary>Writes a name, and beside it its exact bytes in base64 when it is no plain text.</summary>
    public static void WriteName(Utf8JsonWriter json, string key, string name)
    {
        bool isPlain = NameCodec.IsPlainText(name);
        json.WriteString(key, isPlain ? name : DisplayText.Escape(name));
        if (!isPlain)
        {
            json.WriteBase64String($"{key}Bytes", NameCodec.ExactBytes(name));
        }
    }

    private static bool IsToBeDone(PlannedAction action) =>
        action is { Action: not (ActionKind.None or ActionKind.Discard), IsListedOnly: false, IsGone: false };

    // Of a file with several names it depends on who comes first which one is copied and which are linked to it: each counts as linked.
    private static string Line(int pair, RelativePath path, PlannedAction action) => SavedPlan.Text(json =>
    {
        Entry entry = action.Entry;
        bool isOneOfSeveral = entry is { IsFile: true, LinkCount: > 1 } && action.Action is ActionKind.Copy or ActionKind.Replace or ActionKind.Link or ActionKind.Recheck or ActionKind.UpdateMetadata;
        json.WriteNumber("pair", pair);
        WriteName(json, "path", path.Value);
        json.WriteString("action", isOneOfSeveral ? CatalogWords.Actions.Of(ActionKind.Link) : CatalogWords.Actions.Of(action.Action));
        if (!isOneOfSeveral)
        {
            json.WriteString("class", CatalogWords.Classes.Of(action.Class));
        }

        json.WriteString("kind", CatalogWords.Kinds.Of(entry.Kind));
        json.WriteNumber("size", entry.IsDirectory ? 0 : entry.Size);
        json.WriteString("modified", Time(entry.Modified));
        json.WriteString("changed", Time(entry.Changed));
        json.WriteString("fileId", entry.FileId.ToString(CultureInfo.InvariantCulture));
        if (entry.LinkCount > 1 && entry.IsFile)
        {
            json.WriteNumber("names", entry.LinkCount);
        }

        if (action.There is { } there && !isOneOfSeveral)
        {
            json.WriteNumber("thereSize", there.Size);
            json.WriteString("thereModified", Time(there.Modified));
        }
    });

    private static string Time(Timestamp time) => string.Create(
        CultureInfo.InvariantCulture, $"{new Timestamp(time.Seconds, 0).ToDateTimeOffset():yyyy-MM-ddTHH:mm:ss}.{time.Nanoseconds:d9}Z");

    private static string TextOf(JsonDocument line, string key) => line.RootElement.TryGetProperty(key, out JsonElement value) ? value.ToString() : string.Empty;
}
