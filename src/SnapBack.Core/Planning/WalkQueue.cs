namespace SnapBack.Planning;

/// <summary>
/// The folders still to be walked. Last in, first out: the walk goes deep first and the queue stays short. What does not fit into memory, such as a
/// folder of a million folders, waits in a spool. Ends by itself when nothing is left and no walker may add more. Thread-safe.
/// </summary>
internal sealed class WalkQueue : IDisposable
{
    private const int MostInMemory = 50_000;

    private readonly Stack<FolderTask> _tasks = new();
    private readonly Func<Spool<FolderTask>> _newSpool;
    private Spool<FolderTask>? _overflow;
    private Spool<FolderTask>? _reading;
    private int _busy;
    private bool _isStopped;

    /// <param name="spoolFolder">Where the overflow may lie.</param>
    /// <param name="pairs">The pairs, by their number.</param>
    public WalkQueue(string spoolFolder, IReadOnlyList<PlanSides> pairs)
    {
        _newSpool = () => new Spool<FolderTask>(spoolFolder, PlanFormat.Write, reader => PlanFormat.ReadTask(reader, pairs));
    }

    /// <summary>Adds the folders found in one folder.</summary>
    public void Add(IReadOnlyList<FolderTask> found)
    {
        lock (_tasks)
        {
            for (int i = found.Count - 1; i >= 0; i--)
            {
                if (_tasks.Count < MostInMemory)
                {
                    _tasks.Push(found[i]);
                }
                else
                {
                    (_overflow ??= _newSpool()).Append(found[i]);
                }
            }

            Monitor.PulseAll(_tasks);
        }
    }

    /// <summary>Takes a folder; false when the walk is over. Each folder taken is given back with <see cref="Done"/>.</summary>
    public bool TryTake(out FolderTask task)
    {
        lock (_tasks)
        {
            while (!_isStopped)
            {
                if (_tasks.TryPop(out FolderTask? next) || TryTakeSpooled(out next))
                {
                    _busy++;
                    task = next;
                    return true;
                }

                if (_busy == 0)
                {
                    break;
                }

                Monitor.Wait(_tasks);
            }

            task = null!;
            return false;
        }
    }

    /// <summary>The folder taken was walked and all that it holds was added.</summary>
    public void Done()
    {
        lock (_tasks)
        {
            if (--_busy == 0)
            {
                Monitor.PulseAll(_tasks);
            }
        }
    }

    public void Dispose()
    {
        _overflow?.Dispose();
        _reading?.Dispose();
    }

    /// <summary>Ends the walk at once, for all walkers.</summary>
    public void Stop()
    {
        lock (_tasks)
        {
            _isStopped = true;
            Monitor.PulseAll(_tasks);
        }
    }

    private bool TryTakeSpooled([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FolderTask? task)
    {
        while (_reading is not null || _overflow is not null)
        {
            if (_reading is null)
            {
                (_reading, _overflow) = (_overflow, null);
                _reading!.Seal();
            }

            if (_reading.TryTake(out FolderTask taken))
            {
                task = taken;
                return true;
            }

            _reading.Dispose();
            _reading = null;
        }

        task = null;
        return false;
    }
}
