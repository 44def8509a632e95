using System.Buffers;
using System.Text.Json;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Notifying;

/// <summary>What a webhook gets; docs/notifications.md describes it. Keys are only ever added.</summary>
internal static class WebhookText
{
    private const int MostFailures = 25;

    /// <summary>The JSON.</summary>
    /// <param name="news">The run.</param>
    /// <param name="tellsNames">Whether paths, and sentences that may hold some, are part of it.</param>
    public static byte[] Of(RunNews news, bool tellsNames)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "run");
            json.WriteString("job", DisplayText.Escape(news.Job));
            json.WriteString("host", DisplayText.Escape(news.Host));
            json.WriteString("outcome", news.Class.Word());
            json.WriteBoolean("changed", news.IsChange);
            json.WriteString("verdict", news.Verdict);
            if (news.Details is { } details)
            {
                Write(json, details);
            }

            if (tellsNames)
            {
                WriteNames(json, news);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, RunDetails details)
    {
        json.WriteNumber("run", details.Run.Id);
        json.WriteString("mode", details.Run.Mode);
        json.WriteString("started", details.Run.Started);
        if (details.Run.Ended is { } ended)
        {
            json.WriteString("ended", ended);
            json.WriteNumber("seconds", Math.Round((ended - details.Run.Started).TotalSeconds, 3));
        }

        if (details.Run.ExitCode is { } code)
        {
            json.WriteNumber("exitCode", code);
        }

        if (details.Totals is { } totals)
        {
            Write(json, "files", totals.Files);
            Write(json, "folders", totals.Dirs);
            Write(json, "bytes", totals.Bytes);
            json.WriteNumber("deleted", totals.Deleted);
        }

        json.WriteStartArray("notices");
        foreach (Notice notice in details.Notices)
        {
            json.WriteStringValue(notice.Code);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string key, Counts counts)
    {
        json.WriteStartObject(key);
        json.WriteNumber("total", counts.Total);
        json.WriteNumber("copied", counts.Copied);
        json.WriteNumber("skipped", counts.Skipped);
        json.WriteNumber("failed", counts.Failed);
        json.WriteNumber("extras", counts.Extras);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, RunNews news)
    {
        json.WriteString("more", DisplayText.Escape(news.More));
        json.WriteStartArray("failures");
        foreach (FileRow failure in (news.Details?.Failures ?? []).Take(MostFailures))
        {
            json.WriteStartObject();
            json.WriteString("path", DisplayText.Escape(failure.Path));
            json.WriteString("error", DisplayText.Escape(failure.Error ?? string.Empty));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
