namespace SnapBack.Platform;

/// <summary>
/// Counts changes below some folders as the system reports them. What the system can't report, because a folder can't be watched or too much happened at
/// once, counts as very many changes: rather a look too many than one too few. Thread-safe.
/// </summary>
public sealed class ChangeCounter : IDisposable
{
    private const long VeryMany = 1L << 40;

    private readonly List<FileSystemWatcher> _watchers = [];
    private long _count;

    /// <summary>Begins to watch.</summary>
    /// <param name="folders">Full paths.</param>
    public ChangeCounter(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
        {
            Watch(folder);
        }
    }

    /// <summary>Changes since the last <see cref="Reset"/>.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Begins to count anew; a folder that can't be watched goes on counting as very many changes.</summary>
    public void Reset() => Interlocked.Exchange(ref _count, IsBlind ? VeryMany : 0);

    /// <inheritdoc/>
    public void Dispose() => _watchers.ForEach(w => w.Dispose());

    private bool IsBlind { get; set; }

    private void Watch(string folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.Attributes,
                InternalBufferSize = 64 * 1024,
            };
            watcher.Changed += (_, _) => Interlocked.Increment(ref _count);
            watcher.Created += (_, _) => Interlocked.Increment(ref _count);
            watcher.Deleted += (_, _) => Interlocked.Increment(ref _count);
            watcher.Renamed += (_, _) => Interlocked.Increment(ref _count);
            watcher.Error += (_, _) => Interlocked.Add(ref _count, VeryMany);
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            watcher?.Dispose();
            IsBlind = true;
            Reset();
        }
    }
}
