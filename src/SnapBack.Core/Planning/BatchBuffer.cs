namespace SnapBack.Planning;

/// <summary>Batches in their order, the first of them in memory and the others in a spool: a folder of a million files needs no more than any other. Used by one thread.</summary>
internal sealed class BatchBuffer : IDisposable
{
    private const int MostInMemory = 64;

    private readonly string _spoolFolder;
    private readonly List<PlannedBatch> _first = [];
    private Spool<PlannedBatch>? _rest;

    public BatchBuffer(string spoolFolder)
    {
        _spoolFolder = spoolFolder;
    }

    /// <summary>Puts a batch at the end.</summary>
    public void Add(PlannedBatch batch)
    {
        if (_first.Count < MostInMemory)
        {
            _first.Add(batch);
            return;
        }

        _rest ??= new Spool<PlannedBatch>(_spoolFolder, PlanFormat.Write, PlanFormat.ReadBatch);
        _rest.Append(batch);
    }

    /// <summary>Takes all batches out; nothing is added after that.</summary>
    public IEnumerable<PlannedBatch> TakeAll()
    {
        foreach (PlannedBatch batch in _first)
        {
            yield return batch;
        }

        _rest?.Seal();
        while (_rest is not null && _rest.TryTake(out PlannedBatch batch))
        {
            yield return batch;
        }
    }

    public void Dispose() => _rest?.Dispose();
}
