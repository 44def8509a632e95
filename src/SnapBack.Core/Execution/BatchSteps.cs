using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Planning;

namespace SnapBack.Execution;

/// <summary>Tells the steps of one batch. Used by the worker that has the batch.</summary>
internal sealed class BatchSteps
{
    private const long SmallFile = 1024 * 1024;
    private const int PartsTold = 1000;

    private readonly Action<WorkStep> _tell;
    private readonly PlannedBatch _batch;
    private readonly WorkStep _blank;
    private WorkStep? _current;
    private long _moved;
    private long _told;

    /// <param name="tell">Takes the steps.</param>
    /// <param name="number">Number of the batch.</param>
    /// <param name="batch">The batch.</param>
    public BatchSteps(Action<WorkStep> tell, long number, PlannedBatch batch)
    {
        _tell = tell;
        _batch = batch;
        _blank = new WorkStep
        {
            Kind = WorkStepKind.Folder,
            Batch = number,
            IsListed = batch.IsListed,
            IsBelowExtra = batch.IsBelowExtra,
            Pair = batch.Pair,
            Path = batch.Folder,
        };
    }

    /// <summary>The batch begins.</summary>
    public void Begin()
    {
        if (_batch.Heading is { } heading)
        {
            _tell(_blank with { Heading = heading });
        }
    }

    /// <summary>An entry is only listed.</summary>
    public void List(PlannedAction action) => _tell(Of(WorkStepKind.Listed, action));

    /// <summary>A try begins.</summary>
    public void Start(PlannedAction action, int attempt)
    {
        _current = Of(WorkStepKind.Began, action) with { Attempt = attempt };
        _moved = _told = 0;
        _tell(_current);
    }

    /// <summary>Bytes went through.</summary>
    public void Move(long bytes)
    {
        if (_current is { Action.Entry: { IsFile: true, Size: >= SmallFile } entry })
        {
            _moved += bytes;
            long part = (long)((Int128)_moved * PartsTold / entry.Size);
            if (part != _told)
            {
                _told = part;
                _tell(_current with { Kind = WorkStepKind.Moved, Bytes = _moved });
            }
        }
    }

    /// <summary>The try is over.</summary>
    public void Finish(PathRecord? record)
    {
        if (_current is { } current && record is not null)
        {
            _tell(current with { Kind = WorkStepKind.Ended, Record = record });
        }

        _current = null;
    }

    /// <summary>The try failed, and there will be another.</summary>
    public void Postpone(ActionError error)
    {
        _tell(_current! with { Kind = WorkStepKind.Postponed, Error = error });
        _current = null;
    }

    /// <summary>The batch is over.</summary>
    public void End() => _tell(_blank with { Kind = WorkStepKind.BatchEnded });

    private WorkStep Of(WorkStepKind kind, PlannedAction action) => _blank with { Kind = kind, Path = _batch.Folder.Child(action.Name), Action = action };
}
