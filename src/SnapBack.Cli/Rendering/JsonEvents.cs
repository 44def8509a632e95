using System.Text.Json;
using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>The stream of <c>--json</c>: one object per line, each with a <c>type</c>. Its contract is <c>docs/json.md</c>; fields are only ever added.</summary>
internal sealed class JsonEvents : IRunEvents
{
    private const string Item = "item";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TextWriter _output;
    private readonly bool _isVerbose;
    private TimeSpan _nextProgress;

    /// <summary>Items that went well are told only when <paramref name="isVerbose"/>.</summary>
    public JsonEvents(TextWriter output, bool isVerbose)
    {
        _output = output;
        _isVerbose = isVerbose;
    }

    /// <inheritdoc/>
    public void Started(long runId, Job job) => Print("started", json =>
    {
        json.WriteNumber("run", runId);
        json.WriteString("job", JsonText.Clean(job.Name));
        json.WriteString("kind", job.IsDryRun ? "plan" : "backup");
        json.WriteString("mode", Words.Of(job.Mode));
        json.WriteStartArray("pairs");
        foreach (JobPair pair in job.Pairs)
        {
            json.WriteStartObject();
            JsonText.WriteName(json, "source", pair.Source);
            JsonText.WriteName(json, "destination", pair.Destination);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <inheritdoc/>
    public void EnteredPhase(RunPhase phase) => Print("phase", json => json.WriteString("phase", Words.Of(phase)));

    /// <inheritdoc/>
    public void Progressed(RunProgress progress)
    {
        if (progress.Elapsed < _nextProgress)
        {
            return;
        }

        _nextProgress = progress.Elapsed + Pause;
        Print("progress", json =>
        {
            json.WriteString("phase", Words.Of(progress.Phase));
            json.WriteNumber("filesDone", progress.FilesDone);
            json.WriteNumber("filesTotal", progress.FilesTotal);
            json.WriteNumber("bytesDone", progress.BytesDone);
            json.WriteNumber("bytesTotal", progress.BytesTotal);
            json.WriteNumber("failures", progress.Failures);
            json.WriteNumber("elapsedSeconds", ResultJson.Seconds(progress.Elapsed));
        });
    }

    /// <inheritdoc/>
    public void Handled(PathRecord record)
    {
        if ((_isVerbose && !RecordText.IsInOrder(record)) || record.Outcome is ActionOutcome.Failed or ActionOutcome.Withheld)
        {
            Print(Item, json => ResultJson.WriteItem(json, record));
        }
    }

    /// <inheritdoc/>
    public void Noticed(Notice notice) => Print("notice", json => ResultJson.WriteNotice(json, notice));

    /// <inheritdoc/>
    public void Ended(RunResult result)
    {
    }

    /// <summary>The last line.</summary>
    public void WriteSummary(RunResult result, int exitCode) => Print("summary", json => ResultJson.WriteSummary(json, result, exitCode));

    private void Print(string type, Action<Utf8JsonWriter> write)
    {
        _output.WriteLine(JsonText.Object(json =>
        {
            json.WriteString("type", type);
            write(json);
        }));

        // Who reads along wants to see it now; items may be a million.
        if (type != Item)
        {
            _output.Flush();
        }
    }
}
