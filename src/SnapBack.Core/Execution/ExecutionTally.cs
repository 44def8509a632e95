using SnapBack.Versions;

namespace SnapBack.Execution;

/// <summary>What execution counted so far. Thread-safe through <see cref="Interlocked"/>.</summary>
internal sealed class ExecutionTally
{
    private long _filesCopied;
    private long _filesFailed;
    private long _bytesCopied;
    private long _bytesFailed;
    private long _bytesMoved;
    private long _filesLeft;
    private long _bytesLeft;
    private long _filesHandled;
    private long _dirsMade;
    private long _dirsFailed;
    private long _metadataUpdated;
    private long _linked;
    private long _deleted;
    private long _withheld;
    private long _vanished;
    private long _failures;
    private long _deletionsFailed;
    private long _securityAdjusted;
    private long _waitedTicks;
    private long _versions;
    private long _versionBytes;
    private long _versionsDropped;
    private long _versionBytesDropped;
    private int _loss;

    public long FilesCopied => Interlocked.Read(ref _filesCopied);

    public long FilesFailed => Interlocked.Read(ref _filesFailed);

    public long BytesCopied => Interlocked.Read(ref _bytesCopied);

    public long BytesFailed => Interlocked.Read(ref _bytesFailed);

    /// <summary>Bytes that went through so far, of files still under way too; for the progress.</summary>
    public long BytesMoved => Interlocked.Read(ref _bytesMoved);

    /// <summary>Files planned for something that turned out to need no copy: metadata set, content found equal, vanished.</summary>
    public long FilesLeft => Interlocked.Read(ref _filesLeft);

    public long BytesLeft => Interlocked.Read(ref _bytesLeft);

    public long FilesHandled => Interlocked.Read(ref _filesHandled);

    public long DirsMade => Interlocked.Read(ref _dirsMade);

    public long DirsFailed => Interlocked.Read(ref _dirsFailed);

    public long MetadataUpdated => Interlocked.Read(ref _metadataUpdated);

    public long Linked => Interlocked.Read(ref _linked);

    public long Deleted => Interlocked.Read(ref _deleted);

    public long Withheld => Interlocked.Read(ref _withheld);

    public long Vanished => Interlocked.Read(ref _vanished);

    /// <summary>Files and links that were kept as versions before they were overwritten or deleted.</summary>
    public long Versions => Interlocked.Read(ref _versions);

    /// <summary>Bytes of content in <see cref="Versions"/>.</summary>
    public long VersionBytes => Interlocked.Read(ref _versionBytes);

    /// <summary>Versions that no kept run needed any more and that were removed.</summary>
    public long VersionsDropped => Interlocked.Read(ref _versionsDropped);

    /// <summary>Bytes of content in <see cref="VersionsDropped"/>.</summary>
    public long VersionBytesDropped => Interlocked.Read(ref _versionBytesDropped);

    /// <summary>Time spent waiting before failed files were tried again.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _waitedTicks));

    /// <summary>Failures of every kind.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Those of <see cref="Failures"/> that are deletions.</summary>
    public long DeletionsFailed => Interlocked.Read(ref _deletionsFailed);

    /// <summary>Metadata that a destination could not take.</summary>
    public Trees.MetadataLoss Loss => (Trees.MetadataLoss)Volatile.Read(ref _loss);

    /// <summary>Security descriptors that a destination holds otherwise than they were given.</summary>
    public long SecurityAdjusted => Interlocked.Read(ref _securityAdjusted);

    public void Lost(Trees.AppliedMetadata applied)
    {
        Interlocked.Or(ref _loss, (int)applied.Loss);
        if (applied.Security == Trees.SecurityResult.Adjusted)
        {
            Interlocked.Increment(ref _securityAdjusted);
        }
    }

    /// <summary>A file was read and found equal: there is nothing to copy.</summary>
    public void FoundEqual(long bytes)
    {
        Interlocked.Increment(ref _filesHandled);
        Interlocked.Increment(ref _filesLeft);
        Interlocked.Add(ref _bytesLeft, bytes);
    }

    /// <summary>A version was kept, or would be.</summary>
    public void Kept(KeptVersion version)
    {
        Interlocked.Increment(ref _versions);
        Interlocked.Add(ref _versionBytes, version.Bytes);
    }

    /// <summary>A version was removed.</summary>
    public void Dropped(long bytes)
    {
        Interlocked.Increment(ref _versionsDropped);
        Interlocked.Add(ref _versionBytesDropped, bytes);
    }

    public void Wait(TimeSpan time) => Interlocked.Add(ref _waitedTicks, time.Ticks);

    public void Moved(long bytes) => Interlocked.Add(ref _bytesMoved, bytes);

    /// <summary>Counts what became of one path.</summary>
    public void Count(Catalog.PathRecord record)
    {
        bool isFolder = record.Kind == Trees.EntryKind.Directory;
        if (record.Kept is { } kept)
        {
            Kept(kept);
        }

        switch (record.Outcome)
        {
            case ActionOutcome.Failed:
                Interlocked.Increment(ref _failures);
                CountFailure(record, isFolder);
                break;
            case ActionOutcome.Withheld:
                Interlocked.Increment(ref _withheld);
                break;
            case ActionOutcome.Vanished:
                Interlocked.Increment(ref _vanished);
                CountLeft(record, isFolder);
                break;
            case ActionOutcome.Done:
                CountDone(record, isFolder);
                break;
        }
    }

    private void CountFailure(Catalog.PathRecord record, bool isFolder)
    {
        if (record.Action is Planning.ActionKind.Delete or Planning.ActionKind.ReleaseSource)
        {
            Interlocked.Increment(ref _deletionsFailed);
            return;
        }

        if (isFolder)
        {
            Interlocked.Increment(ref _dirsFailed);
            return;
        }

        Interlocked.Increment(ref _filesHandled);
        Interlocked.Increment(ref _filesFailed);
        Interlocked.Add(ref _bytesFailed, record.Bytes);
    }

    private void CountDone(Catalog.PathRecord record, bool isFolder)
    {
        switch (record.Action)
        {
            case Planning.ActionKind.Copy or Planning.ActionKind.Replace:
                Interlocked.Increment(ref _filesHandled);
                Interlocked.Increment(ref _filesCopied);
                Interlocked.Add(ref _bytesCopied, record.Bytes);
                break;
            case Planning.ActionKind.Link:
                Interlocked.Increment(ref _filesHandled);
                Interlocked.Increment(ref _filesCopied);
                Interlocked.Increment(ref _linked);
                Interlocked.Add(ref _bytesLeft, record.Bytes);
                break;
            case Planning.ActionKind.CreateFolder:
                Interlocked.Increment(ref _dirsMade);
                break;
            case Planning.ActionKind.Delete:
                Interlocked.Increment(ref _deleted);
                break;
            case Planning.ActionKind.UpdateMetadata:
                Interlocked.Increment(ref _metadataUpdated);
                CountLeft(record, isFolder);
                break;
        }
    }

    private void CountLeft(Catalog.PathRecord record, bool isFolder)
    {
        if (!isFolder)
        {
            Interlocked.Increment(ref _filesHandled);
            Interlocked.Increment(ref _filesLeft);
            Interlocked.Add(ref _bytesLeft, record.Bytes);
        }
    }
}
