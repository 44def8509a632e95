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
        json.WriteString("vssEngine", Words.Of(job.Vss.Engine));
        json.WriteNumber("vssRetry", job.Vss.Tries);
        json.WriteNumber("vssRetryWait", (long)job.Vss.RetryWait.TotalSeconds);
        json.WriteNumber("vssTimeout", (long)job.Vss.Timeout.TotalSeconds);
        WriteSelection(json, job.Selection);
        json.WriteString("copy", CopyLetters.Text(job.Copy));
        json.WriteString("dirCopy", CopyLetters.Text(job.DirCopy));
        json.WriteBoolean("fixSecurity", job.FixSecurity);
        json.WriteBoolean("fixTimes", job.FixTimes);
        json.WriteBoolean("rootSecurity", job.RootSecurity);
        WriteComparison(json, job);
        WriteCopying(json, job);
        WritePacing(json, job);
        json.WriteNumber("threads", job.Threads);
        if (job.BandwidthBytesPerSecond is { } bandwidth)
        {
            json.WriteNumber("bandwidth", bandwidth);
        }

        json.WriteNumber("retry", job.Retry);
        json.WriteNumber("retryWait", (long)job.RetryWait.TotalSeconds);
        json.WriteString("verify", Words.Of(job.Verify));
        json.WriteBoolean("keepVersions", job.KeepsVersions);
        WriteKeep(json, job.Keep);
        json.WriteString("conflict", JobWord.Of(job.Conflict));
        json.WriteString("maxDelete", job.MaxDelete.ToString());
        WriteText(json, "maxChange", job.MaxChange?.ToString());
        json.WriteString("exitCodes", Words.Of(job.ExitCodes));
        WriteText(json, "catalog", job.Catalog);
        WriteText(json, "log", job.Log);
        WriteText(json, "reportIndex", job.ReportIndex);
        HookJson.Write(json, job.Hooks);
        NotifyJson.Write(json, job.Notifications);
    });

    private static void WritePairs(Utf8JsonWriter json, IReadOnlyList<JobPair> pairs)
    {
        if (pairs is [{ Snapshot: null }])
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
        if (pair.Snapshot is { } own)
        {
            json.WriteString("snapshot", Words.Of(own));
        }
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
        WriteText(json, "minLastAccess", Day(selection.NotAccessedAfter));
        WriteText(json, "maxLastAccess", Day(selection.NotAccessedBefore));
        json.WriteBoolean("onlyArchive", selection.OnlyArchive);
        WriteText(json, "includeAttributes", Letters(selection.IncludeAttributes));
        WriteText(json, "excludeAttributes", Letters(selection.ExcludeAttributes));
    }

    private static void WriteComparison(Utf8JsonWriter json, Job job)
    {
        json.WriteString("recurse", JobWord.Of(job.Recurse));
        WriteNumber(json, "levels", job.Levels);
        WriteClasses(json, "skipClasses", job.Classes.Skip);
        WriteClasses(json, "takeClasses", job.Classes.Take);
        json.WriteString("junctions", JobWord.Of(job.Links.Junctions));
        json.WriteString("folderLinks", JobWord.Of(job.Links.Folders));
        json.WriteString("fileLinks", JobWord.Of(job.Links.Files));
        WriteNumber(json, "timeTolerance", (long?)job.Times.Tolerance?.TotalSeconds);
        json.WriteBoolean("ignoreDst", job.Times.IgnoresDst);
    }

    private static void WriteCopying(Utf8JsonWriter json, Job job)
    {
        json.WriteString("move", JobWord.Of(job.Move));
        json.WriteBoolean("structureOnly", job.IsStructureOnly);
        json.WriteBoolean("resetArchive", job.ResetsArchive);
        WriteText(json, "addAttributes", Letters(job.Attributes.Add));
        WriteText(json, "removeAttributes", Letters(job.Attributes.Remove));
        json.WriteBoolean("restartable", job.IsRestartable);
        json.WriteBoolean("unbuffered", job.IsUnbuffered);
        json.WriteBoolean("noClone", !job.SharesBlocks);
        json.WriteBoolean("noOffload", !job.Offloads);
        json.WriteBoolean("noSparse", !job.KeepsHoles);
    }

    private static void WritePacing(Utf8JsonWriter json, Job job)
    {
        json.WriteNumber("gap", (long)job.Pacing.Gap.TotalMilliseconds);
        json.WriteNumber("throttleFrom", job.Pacing.ThrottleFrom);
        WriteNumber(json, "ioSize", job.Pacing.IoSize);
        WriteText(json, "floor", job.Pacing.Floor?.ToString());
        WriteText(json, "hours", job.Pacing.Hours?.ToString());
        json.WriteBoolean("hoursPerFile", job.Pacing.HoursPerFile);
        WriteNumber(json, "monitorChanges", job.Watch?.Changes);
        WriteNumber(json, "monitorMinutes", job.Watch?.Minutes);
        json.WriteBoolean("waitForShare", job.WaitsForShare);
    }

    private static void WriteKeep(Utf8JsonWriter json, KeepRules? keep)
    {
        if (keep is null)
        {
            return;
        }

        json.WriteStartObject("keep");
        foreach ((string word, int number) in new[] { ("last", keep.Last), ("daily", keep.Daily), ("weekly", keep.Weekly), ("monthly", keep.Monthly), ("yearly", keep.Yearly) })
        {
            if (number > 0)
            {
                json.WriteNumber(word, number);
            }
        }

        WriteText(json, "within", keep.Within?.ToString());
        json.WriteEndObject();
    }

    private static void WriteClasses(Utf8JsonWriter json, string key, ClassSet classes)
    {
        if (classes != ClassSet.None)
        {
            JsonText.WriteTexts(json, key, Enum.GetValues<ClassSet>().Where(c => c != ClassSet.None && classes.HasFlag(c)).Select(JobWord.Of));
        }
    }

    private static void WritePatterns(Utf8JsonWriter json, string key, IReadOnlyList<NamePattern> patterns)
    {
        if (patterns.Count > 0)
        {
            JsonText.WriteTexts(json, key, patterns.Select(pattern => pattern.Text));
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
