namespace SnapBack.Planning;

/// <summary>
/// The folders still to be walked. Last in, first out: the walk goes deep first and the queue stays short, and what is queued for
/// one folder is kept as one compact list. Ends by itself when nothing is left and no walker may add more. Thread-safe.
/// </summary>
internal sealed class WalkQueue
{
    private readonly Stack<FolderTask> _tasks = new();
    private int _busy;
    private bool _isStopped;

    /// <summary>Adds the folders found in one folder.</summary>
    public void Add(IReadOnlyList<FolderTask> found)
    {
        lock (_tasks)
        {
            for (int i = found.Count - 1; i >= 0; i--)
            {
                _tasks.Push(found[i]);
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
                if (_tasks.TryPop(out FolderTask? next))
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

    /// <summary>Ends the walk at once, for all walkers.</summary>
    public void Stop()
    {
        lock (_tasks)
        {
            _isStopped = true;
            Monitor.PulseAll(_tasks);
        }
    }
}
