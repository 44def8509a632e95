using System.Globalization;
using System.Text.Json;
using SnapBack.Jobs;
using SnapBack.Trees;

namespace SnapBack.Cli.Rendering;

/// <summary>A job as a job file would state it, every default written out.</summary>
internal static class JobJson
{
    // Win32 attribute values (https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants) under robocopy's letters.
    private static readonly (char Letter, uint Bit)[] Attributes =
    [
        ('R', 0x1), ('A', 0x20), ('S', 0x4), ('H', 0x2), ('C', 0x800), ('N', 0x2000), ('E', 0x4000), ('T', 0x100), ('O', 0x1000),
    ];

    /// <summary>The text, over several lines.</summary>
    public static string Of(Job job) => JsonText.Indented(json =>
    {
        json.WriteString("name", JsonText.Clean(job.Name));
        WritePairs(json, job.Pairs);
        json.WriteString("mode", Words.Of(job.Mode));
        json.WriteString("snapshot", Words.Of(job.Snapshot));
        WriteText(json, "snapshotProvider", job.SnapshotProvider);
        WriteSelection(json, job.Selection);
        json.WriteNumber("threads", job.Threads);
        if (job.BandwidthBytesPerSecond is { } bandwidth)
        {
            json.WriteNumber("bandwidth", bandwidth);
        }

        json.WriteNumber("retry", job.Retry);
        json.WriteNumber("retryWait", (long)job.RetryWait.TotalSeconds);
        json.WriteString("verify", Words.Of(job.Verify));
        json.WriteString("maxDelete", job.MaxDelete.ToString());
        json.WriteString("exitCodes", Words.Of(job.ExitCodes));
        WriteText(json, "catalog", job.Catalog);
        WriteText(json, "log", job.Log);
    });

    private static void WritePairs(Utf8JsonWriter json, IReadOnlyList<JobPair> pairs)
    {
        if (pairs.Count == 1)
        {
            WritePair(json, pairs[0]);
            return;
        }

        json.WriteStartArray("pairs");
        foreach (JobPair pair in pairs)
        {
            json.WriteStartObject();
            WritePair(json, pair);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePair(Utf8JsonWriter json, JobPair pair)
    {
        json.WriteString("source", JsonText.Clean(pair.Source));
        json.WriteString("destination", JsonText.Clean(pair.Destination));
    }

    private static void WriteSelection(Utf8JsonWriter json, Selection selection)
    {
        WritePatterns(json, "includeFile", selection.IncludeFiles);
        WritePatterns(json, "excludeFile", selection.ExcludeFiles);
        WritePatterns(json, "excludeDir", selection.ExcludeDirectories);
        WriteNumber(json, "minSize", selection.MinSize);
        WriteNumber(json, "maxSize", selection.MaxSize);
        WriteText(json, "minAge", Day(selection.NotAfter));
        WriteText(json, "maxAge", Day(selection.NotBefore));
        WriteText(json, "includeAttributes", Letters(selection.IncludeAttributes));
        WriteText(json, "excludeAttributes", Letters(selection.ExcludeAttributes));
    }

    private static void WritePatterns(Utf8JsonWriter json, string key, IReadOnlyList<NamePattern> patterns)
    {
        if (patterns.Count > 0)
        {
            json.WriteStartArray(key);
            foreach (NamePattern pattern in patterns)
            {
                json.WriteStringValue(JsonText.Clean(pattern.Text));
            }

            json.WriteEndArray();
        }
    }

    private static void WriteText(Utf8JsonWriter json, string key, string? text)
    {
        if (text is not null)
        {
            json.WriteString(key, JsonText.Clean(text));
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(key, value);
        }
    }

    private static string? Day(Timestamp? time) =>
        time?.ToDateTimeOffset().ToLocalTime().ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string? Letters(uint bits) =>
        bits == 0 ? null : string.Concat(Attributes.Where(a => (bits & a.Bit) != 0).Select(a => a.Letter));
}
