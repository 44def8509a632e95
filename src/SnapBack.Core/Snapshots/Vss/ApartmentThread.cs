using System.Collections.Concurrent;

namespace SnapBack.Snapshots.Vss;

/// <summary>
/// A thread of the multithreaded apartment on which all calls to the shadow copy service are made, one after the other. A call that does not
/// come back is given up after its limit, and with it the thread: all further calls fail at once, and the end of the process lets go of what it holds.
/// </summary>
internal sealed class ApartmentThread : IDisposable
{
    /// <summary>How long a step that was cancelled may take to end: longer than engines wait for the service's own answer.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<Action> _waiting = [];
    private readonly TaskCompletionSource<string?> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IVssHost _host;
    private readonly TimeProvider _clock;
    private readonly Thread _thread;
    private bool _isStuck;
    private bool _isDisposed;

    public ApartmentThread(IVssHost host, TimeProvider clock)
    {
        _host = host;
        _clock = clock;
        _thread = new Thread(Work) { IsBackground = true, Name = "SnapBack VSS" };
        if (OperatingSystem.IsWindows())
        {
            _thread.SetApartmentState(ApartmentState.MTA);
        }

        _thread.Start();
    }

    /// <summary>What entering the apartment had to tell, or null; waits until it has been entered.</summary>
    /// <exception cref="VssException">It could not be entered.</exception>
    public string? Notice => _entered.Task.GetAwaiter().GetResult();

    /// <summary>Makes a call on the thread and waits for it.</summary>
    /// <param name="step">The call, for messages.</param>
    /// <param name="limit">How long it may take. The token given to <paramref name="work"/> fires then.</param>
    /// <param name="work">The call.</param>
    /// <param name="cancellation">Cancels the call as well.</param>
    /// <exception cref="VssException">The service refused, or <see cref="VssResult.TimedOut"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public T Run<T>(string step, TimeSpan limit, Func<CancellationToken, T> work, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isStuck)
        {
            throw new VssException(VssResult.TimedOut, step);
        }

        _ = Notice;
        cancellation.ThrowIfCancellationRequested();
#pragma warning disable CA2000 // Disposed below, unless the call never came back: it may still look at its token.
        CancellationTokenSource late = new(limit, _clock);
        CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
#pragma warning restore CA2000
        using CancellationTokenSource isBack = new();
        Task tooLate = Task.Delay(limit + Grace, _clock, isBack.Token);
        Task<T> answer = Post(() => work(stop.Token));
        try
        {
            Task.WhenAny(answer, tooLate).GetAwaiter().GetResult();
            isBack.Cancel();
            _isStuck = !answer.IsCompleted;
            return _isStuck ? throw new VssException(VssResult.TimedOut, step) : answer.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException cancelled) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new VssException(VssResult.TimedOut, step, cancelled);
        }
        finally
        {
            if (answer.IsCompleted)
            {
                stop.Dispose();
                late.Dispose();
            }
        }
    }

    /// <summary>As the other one, for a call without an answer.</summary>
    public void Run(string step, TimeSpan limit, Action<CancellationToken> work, CancellationToken cancellation = default) =>
        Run<object?>(
            step,
            limit,
            stop =>
            {
                work(stop);
                return null;
            },
            cancellation);

    /// <summary>Ends the thread after what was asked of it; a stuck one is left to the end of the process.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _waiting.CompleteAdding();
        if (!_isStuck)
        {
            _thread.Join();
            _waiting.Dispose();
        }
    }

    private Task<T> Post<T>(Func<T> work)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(() =>
        {
            try
            {
                answer.SetResult(work());
            }
#pragma warning disable CA1031 // A boundary: the failure is carried to the thread that waits for the answer, and thrown there.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                answer.SetException(failure);
            }
        });
        return answer.Task;
    }

    private void Work()
    {
        try
        {
            if (OperatingSystem.IsWindows() && Thread.CurrentThread.GetApartmentState() != ApartmentState.MTA)
            {
                throw new InvalidOperationException("The thread for the shadow copy service is not in the multithreaded apartment.");
            }

            _entered.SetResult(_host.EnterApartment());
        }
#pragma warning disable CA1031 // A boundary: the failure is carried to the threads that use this one, and thrown there.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _entered.SetException(failure);
            return;
        }

        foreach (Action step in _waiting.GetConsumingEnumerable())
        {
            step();
        }

        _host.LeaveApartment();
    }
}
