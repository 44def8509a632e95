using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SnapBack.Catalog;
using SnapBack.Paths;

namespace SnapBack.Runs;

/// <summary>
/// The one writer of the catalog during a run: takes records from all workers in order and writes them on a thread of its own. A catalog that can't
/// be written ends the run, because what is not recorded can't be claimed. Thread-safe but for <see cref="Dispose"/>.
/// </summary>
internal sealed class Recorder : IDisposable
{
    private const int MostWaiting = 4096;

    private readonly Lock _flushing = new();
    private readonly BlockingCollection<Action> _waiting = new(MostWaiting);
    private readonly CatalogWriter _catalog;
    private readonly CancellationTokenSource _stop;
    private readonly Task _writing;
    private readonly List<PathRecord> _records = [];
    private readonly List<(RelativePath Folder, byte[] Seal)> _seals = [];
    private int _sealsPair;
    private bool _isLineDrawn;
    private bool _isDisposed;
    private volatile ExceptionDispatchInfo? _failure;

    /// <param name="catalog">Used by nobody else until this is disposed, but for its look-ups.</param>
    /// <param name="stop">Cancelled when the catalog fails.</param>
    public Recorder(CatalogWriter catalog, CancellationTokenSource stop)
    {
        _catalog = catalog;
        _stop = stop;
        _writing = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Takes a record.</summary>
    public void Add(PathRecord record) => Enqueue(() => _records.Add(record));

    /// <summary>Takes the seal of a folder; it counts once <see cref="Commit"/> was called after it.</summary>
    public void AddSeal(int pair, RelativePath folder, byte[] seal) => Enqueue(() =>
    {
        if (_seals.Count > 0 && (_sealsPair != pair || _seals.Count == 512))
        {
            WriteSeals();
        }

        _sealsPair = pair;
        _seals.Add((folder, seal));
    });

    /// <summary>Takes back the seals that were not committed: what they vouch for may not be on the disk, and the next run looks at it with care.</summary>
    public void WithdrawSeals() => Enqueue(() =>
    {
        _seals.Clear();
        _catalog.WithdrawSeals();
    });

    /// <summary>
    /// Makes the destination durable by <paramref name="flush"/>, then commits what was taken before it and nothing that came meanwhile: what is
    /// committed is on disk. When the flush throws, nothing is committed, and what was taken waits for the next one.
    /// </summary>
    public void CommitAfter(Action flush)
    {
        lock (_flushing)
        {
            bool isDurable = false;
            Enqueue(DrawLine);
            try
            {
                flush();
                isDurable = true;
            }
            finally
            {
                Enqueue(isDurable ? CommitToLine : LiftLine);
            }
        }
    }

    /// <summary>Everything taken so far is durable on disk: commit it.</summary>
    public void Commit() => Enqueue(() =>
    {
        DrawLine();
        CommitToLine();
    });

    /// <summary>Waits until all that was enqueued so far is written, and tells if anything could not be.</summary>
    public void Drain()
    {
        using ManualResetEventSlim reached = new();
        Enqueue(reached.Set);

        // A failure lets the steps behind it be passed over.
        while (!reached.Wait(TimeSpan.FromMilliseconds(50)) && _failure is null)
        {
        }

        _failure?.Throw();
    }

    /// <summary>Waits until all is written, and tells if anything could not be.</summary>
    public void Complete()
    {
        _waiting.CompleteAdding();
        _writing.Wait();
        _failure?.Throw();
    }

    /// <summary>Writes what was taken and stops; may be called again.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _waiting.CompleteAdding();
            _writing.Wait();
            _waiting.Dispose();
        }
    }

    private void Enqueue(Action step)
    {
        _failure?.Throw();
        _waiting.Add(step);
    }

    private void WriteAll()
    {
        foreach (Action step in _waiting.GetConsumingEnumerable())
        {
            if (_failure is not null)
            {
                continue;
            }

            try
            {
                step();
                if (!_isLineDrawn && (_records.Count >= 512 || _waiting.Count == 0))
                {
                    Write();
                }
            }
#pragma warning disable CA1031 // A boundary: the failure is carried to the thread of the run and thrown there.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure = ExceptionDispatchInfo.Capture(failure);
                _stop.Cancel();
            }
        }
    }

    private void DrawLine()
    {
        Write();
        WriteSeals();
        _isLineDrawn = true;
    }

    private void CommitToLine()
    {
        _catalog.Commit();
        LiftLine();
    }

    private void LiftLine() => _isLineDrawn = false;

    private void WriteSeals()
    {
        _catalog.SaveSeals(_sealsPair, _seals);
        _seals.Clear();
    }

    private void Write()
    {
        if (_records.Count > 0)
        {
            _catalog.Record(_records);
            _records.Clear();
        }
    }
}
