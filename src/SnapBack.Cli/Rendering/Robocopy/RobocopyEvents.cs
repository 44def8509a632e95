using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Planning;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering.Robocopy;

/// <summary>
/// A run told in robocopy's layout while it goes on. A file's line is written when its copy begins and its end when the copy is complete; an error stands
/// under the line that it belongs to. What fails later, such as a deletion or a last rename, stands by itself with full paths. The job must
/// ask for a listing (<see cref="Job.Listing"/>). Called by one thread at a time.
/// </summary>
internal sealed class RobocopyEvents : IRunEvents, IDisposable
{
    private readonly LogStyle _style;
    private readonly LogHeader _header;
    private readonly LogOutput _output;
    private readonly TextWriter _error;
    private readonly TimeProvider _clock;
    private readonly Func<LogBlocks> _newBlocks;
    private readonly bool _hasWin32Codes;

    // Failures that stand under the line of a try; the record of each comes by itself as well.
    private readonly HashSet<(int Pair, Paths.RelativePath Path)> _underTheirLine = [];
    private LogBlocks _blocks;
    private EntryLines? _lines;
    private Job? _job;
    private bool _hasBegun;
    private long _bytesMoved;
    private long _copyingSince;

    /// <param name="style">What the log has.</param>
    /// <param name="header">What its header says; the start is the run's.</param>
    /// <param name="output">Where it goes; not taken over.</param>
    /// <param name="error">For warnings where the log has no place for them.</param>
    /// <param name="clock">For times.</param>
    /// <param name="spillFolder">Where text may wait that has no room in memory.</param>
    /// <param name="hasWin32Codes">True when the system's own error codes are Win32 codes.</param>
    public RobocopyEvents(LogStyle style, LogHeader header, LogOutput output, TextWriter error, TimeProvider clock, string spillFolder, bool hasWin32Codes)
    {
        _style = style;
        _header = header;
        _output = output;
        _error = error;
        _clock = clock;
        _hasWin32Codes = hasWin32Codes;
        _newBlocks = () => new LogBlocks(output.Write, () => new TextSpill(spillFolder));
        _blocks = _newBlocks();
    }

    /// <summary>A run begins; where one line of robocopy stands for several runs, only the first has a header.</summary>
    public void Started(long runId, Job job)
    {
        _blocks.Dispose();
        _blocks = _newBlocks();
        _underTheirLine.Clear();
        _bytesMoved = 0;
        _job = job;
        _lines = new EntryLines(_style, job, _clock, _hasWin32Codes);
        Begin();
    }

    /// <inheritdoc/>
    public void EnteredPhase(RunPhase phase)
    {
        if (phase == RunPhase.Copying)
        {
            _copyingSince = _clock.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public void Progressed(RunProgress progress) => _bytesMoved = progress.BytesDone;

    /// <summary>Only failures are told here, and only those that no try has told of.</summary>
    public void Handled(PathRecord record)
    {
        if (record.Outcome == ActionOutcome.Failed && !_underTheirLine.Remove((record.Pair, record.Path)))
        {
            _blocks.Aside([.. _lines!.Error(record.Pair, record.Path, record.Kind, ErrorPlace.Of(record), record.Error!), string.Empty]);
        }
    }

    /// <inheritdoc/>
    public void Stepped(WorkStep step)
    {
        if (step.Kind == WorkStepKind.BatchEnded)
        {
            _blocks.End(step.Batch);
            return;
        }

        _blocks.In(step.Batch, block => Write(block, step));
    }

    /// <inheritdoc/>
    public void Noticed(Notice notice)
    {
    }

    /// <summary>Writes what is left, and the summary of a run that came to its end; like robocopy none for one that was stopped.</summary>
    public void Ended(RunResult result)
    {
        _blocks.Close();
        if (result.Status is RunStatus.Completed or RunStatus.Planned || (result.Status == RunStatus.Failed && result.ExitCode < ExitMask.NothingDone))
        {
            WriteSummary(result);
        }
        else if (result.Status == RunStatus.Interrupted && _style is { HasSummary: true, HasOwnFacts: true })
        {
            _output.WriteLines(OwnFacts.Of(result).Prepend(string.Empty));
        }
    }

    /// <summary>The run did not come about, or was broken off: says why.</summary>
    /// <param name="lines">Whole lines, as <see cref="LogLines"/> gives them.</param>
    public void Refuse(IEnumerable<string> lines)
    {
        Begin();
        _blocks.Close();
        _output.WriteLines(lines);
    }

    /// <inheritdoc/>
    public void Dispose() => _blocks.Dispose();

    private void Begin()
    {
        if (!_hasBegun && _style.HasHeader)
        {
            _output.WriteLines((_header with { Started = _clock.GetLocalNow() }).Lines(_style.Separator));
        }

        _hasBegun = true;
    }

    private void WriteSummary(RunResult result)
    {
        IReadOnlyList<string> facts = _style.HasOwnFacts ? [.. OwnFacts.Of(result)] : [];
        if (_style.HasSummary)
        {
            _output.WriteLines(RobocopyTable.Of(result.Totals, TimeZoneInfo.ConvertTime(result.Ended, _clock.LocalTimeZone), _style.IsInBytes).Lines());
            _output.WriteLines(facts);
            return;
        }

        // Who turns the summary off reads the other lines with a program: nothing may come among them, and a warning must not be lost.
        foreach (string warning in OwnFacts.Warnings(result))
        {
            _error.WriteLine(warning);
        }
    }

    private void Write(LogBlock block, WorkStep step)
    {
        switch (step.Kind)
        {
            case WorkStepKind.Folder:
                WriteLine(block, _lines!.Folder(step.Pair, step.Path, step.Heading!));
                break;
            case WorkStepKind.Listed:
                WriteLine(block, _lines!.Entry(step, EntryLabel.Of(step.Action!), isOutOfPlace: step.IsBelowExtra));
                break;
            case WorkStepKind.Began when step.IsListed && IsCertain(step.Action!):
                BeginLine(block, step, EntryLabel.Of(step.Action!));
                break;
            case WorkStepKind.Moved:
                TellProgress(block, step);
                break;
            case WorkStepKind.Ended:
                Finish(block, step, step.Record!);
                break;
            case WorkStepKind.Postponed:
                Postpone(block, step);
                break;
        }
    }

    private static void WriteLine(LogBlock block, string? line)
    {
        if (line is not null)
        {
            block.Line(line);
        }
    }

    // What has to be looked at first is told when that is over.
    private static bool IsCertain(PlannedAction action) => action.Action is ActionKind.Copy or ActionKind.Replace or ActionKind.Link;

    private void BeginLine(LogBlock block, WorkStep step, LogLabel? label)
    {
        if (_lines!.Entry(step, label, isOutOfPlace: !step.IsListed) is { } line)
        {
            block.Begin(_style.HasEstimates && !_style.IsListOnly ? line + Estimate(step) : line);
        }
    }

    private string Estimate(WorkStep step)
    {
        DateTimeOffset now = _clock.GetLocalNow();
        double elapsed = _clock.GetElapsedTime(_copyingSince).TotalSeconds;
        double seconds = _bytesMoved > 0 && elapsed > 0 ? step.Action!.Entry.Size / (_bytesMoved / elapsed) : 0;
        return LogLines.Estimate(now, now.AddSeconds(Math.Min(seconds, TimeSpan.FromDays(1000).TotalSeconds)));
    }

    private void TellProgress(LogBlock block, WorkStep step)
    {
        if (_style.TellsProgress && block.IsLive && step.Action!.Action != ActionKind.Recheck && LogLines.Progress(step.Bytes, step.Action.Entry.Size) is { } text)
        {
            block.Append(text);
        }
    }

    private void Finish(LogBlock block, WorkStep step, PathRecord record)
    {
        bool isCopied = record is { Outcome: ActionOutcome.Done, Action: ActionKind.Copy or ActionKind.Replace or ActionKind.Link };
        bool isFailed = record.Outcome == ActionOutcome.Failed;
        bool isRepeat = !step.IsListed && (isFailed || step.Attempt > 1);
        if (!block.IsLineOpen && (step.IsListed ? !IsCertain(step.Action!) : isRepeat))
        {
            BeginLine(block, step, EntryLabel.Of(step.Action!, record));
        }

        if (isCopied && _style.TellsProgress)
        {
            block.Append(LogLines.Complete);
        }

        block.EndLine();
        if (isFailed)
        {
            Fail(block, step, record);
        }
    }

    private void Fail(LogBlock block, WorkStep step, PathRecord record)
    {
        _underTheirLine.Add((record.Pair, record.Path));
        foreach (string line in _lines!.Error(record.Pair, record.Path, record.Kind, ErrorPlace.Of(record), record.Error!))
        {
            block.Line(line);
        }

        block.Line(string.Empty);
        if (step.Attempt > 1)
        {
            block.Line(LogLines.RetryLimitExceeded);
            block.Line(string.Empty);
        }
    }

    private void Postpone(LogBlock block, WorkStep step)
    {
        PlannedAction action = step.Action!;
        if (!block.IsLineOpen)
        {
            BeginLine(block, step, EntryLabel.Of(action) is { } label && !EntryLabel.IsSkipped(label) ? label : null);
        }

        block.EndLine();
        foreach (string line in _lines!.Error(step.Pair, step.Path, action.Entry.Kind, ErrorPlace.Of(action.Entry.Kind, action.Action, step.Error!), step.Error!))
        {
            block.Line(line);
        }

        block.Line(LogLines.Waiting(_job!.RetryWait));
    }
}
