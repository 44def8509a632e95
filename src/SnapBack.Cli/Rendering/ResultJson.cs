using System.Text.Json;
using SnapBack.Catalog;
using SnapBack.Runs;
using SnapBack.Snapshots;

namespace SnapBack.Cli.Rendering;

/// <summary>The parts of a result as JSON; the field names are the contract in <c>docs/json.md</c>.</summary>
internal static class ResultJson
{
    /// <summary>A duration in seconds with milliseconds.</summary>
    public static decimal Seconds(TimeSpan time) => Math.Round((decimal)time.TotalMilliseconds) / 1000m;

    /// <summary>The fields of one handled path.</summary>
    public static void WriteItem(Utf8JsonWriter json, PathRecord record)
    {
        json.WriteNumber("pair", record.Pair);
        JsonText.WriteName(json, "path", record.Path.Value);
        json.WriteString("kind", Words.Of(record.Kind));
        json.WriteString("class", Words.Of(record.Class));
        json.WriteString("action", Words.Of(record.Action));
        json.WriteString("outcome", Words.Of(record.Outcome));
        json.WriteNumber("bytes", record.Bytes);
        json.WriteNumber("attempts", record.Attempts);
        if (record.Error is { } error)
        {
            json.WriteStartObject("error");
            json.WriteString("kind", Words.Of(error.Kind));
            json.WriteNumber("code", error.NativeCode);
            json.WriteString("phase", JsonText.Clean(error.Phase));
            json.WriteString("message", JsonText.Clean(error.Message));
            json.WriteEndObject();
        }
    }

    /// <summary>The fields of a notice.</summary>
    public static void WriteNotice(Utf8JsonWriter json, Notice notice)
    {
        json.WriteString("code", notice.Code);
        json.WriteString("text", JsonText.Clean(notice.Text));
        json.WriteBoolean("warning", notice.IsWarning);
    }

    /// <summary>The fields of the summary.</summary>
    public static void WriteSummary(Utf8JsonWriter json, RunResult result, int exitCode)
    {
        json.WriteNumber("run", result.RunId);
        json.WriteString("job", JsonText.Clean(result.Job.Name));
        json.WriteString("kind", result.Job.IsDryRun ? "plan" : "backup");
        json.WriteString("status", Words.Of(result.Status));
        json.WriteNumber("exitCode", exitCode);
        json.WriteNumber("mask", result.ExitCode);
        json.WriteString("result", ResultLine.Of(result));
        WriteTotals(json, result.Totals);
        WriteSnapshot(json, result.Snapshot);
        WriteAll(json, "notices", result.Notices, WriteNotice);
        WriteAll(json, "failures", result.FirstFailures, WriteItem);
        JsonText.WriteName(json, "catalog", result.Catalog);
        json.WriteString("started", result.Started.UtcDateTime);
        json.WriteString("ended", result.Ended.UtcDateTime);
    }

    private static void WriteAll<T>(Utf8JsonWriter json, string key, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(key);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTotals(Utf8JsonWriter json, RunTotals totals)
    {
        json.WriteStartObject("totals");
        WriteCounts(json, "dirs", totals.Dirs);
        WriteCounts(json, "files", totals.Files);
        WriteCounts(json, "bytes", totals.Bytes);
        json.WriteNumber("metadataUpdated", totals.MetadataUpdated);
        json.WriteNumber("linked", totals.Linked);
        json.WriteNumber("deleted", totals.Deleted);
        json.WriteNumber("withheld", totals.Withheld);
        json.WriteNumber("vanished", totals.Vanished);
        json.WriteNumber("failedScopes", totals.FailedScopes);
        json.WriteNumber("versionsKept", totals.VersionsKept);
        json.WriteNumber("versionBytes", totals.VersionBytes);
        json.WriteNumber("conflicts", totals.Conflicts);
        json.WriteNumber("versionsDropped", totals.VersionsDropped);
        json.WriteNumber("versionBytesDropped", totals.VersionBytesDropped);
        json.WriteNumber("snapshotSeconds", Seconds(totals.SnapshotTime));
        json.WriteNumber("planSeconds", Seconds(totals.PlanTime));
        json.WriteNumber("executeSeconds", Seconds(totals.ExecuteTime));
        json.WriteNumber("totalSeconds", Seconds(totals.TotalTime));
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string key, Counts counts)
    {
        json.WriteStartObject(key);
        json.WriteNumber("total", counts.Total);
        json.WriteNumber("copied", counts.Copied);
        json.WriteNumber("skipped", counts.Skipped);
        json.WriteNumber("mismatch", counts.Mismatch);
        json.WriteNumber("failed", counts.Failed);
        json.WriteNumber("extras", counts.Extras);
        json.WriteEndObject();
    }

    private static void WriteSnapshot(Utf8JsonWriter json, SnapshotSet? snapshot)
    {
        if (snapshot is null)
        {
            json.WriteNull("snapshot");
            return;
        }

        json.WriteStartObject("snapshot");
        json.WriteString("provider", snapshot.Provider);
        json.WriteString("id", JsonText.Clean(snapshot.Id));
        json.WriteString("created", snapshot.Created.UtcDateTime);
        WriteAll(json, "members", snapshot.Members, (j, member) =>
        {
            JsonText.WriteName(j, "id", member.Id);
            JsonText.WriteName(j, "volume", member.Volume);
        });
        WriteAll(json, "writers", snapshot.Writers, (j, writer) =>
        {
            j.WriteString("name", JsonText.Clean(writer.Name));
            j.WriteBoolean("healthy", writer.IsHealthy);
            j.WriteString("state", JsonText.Clean(writer.State));
        });
        json.WriteEndObject();
    }
}
