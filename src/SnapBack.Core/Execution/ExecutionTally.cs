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

    /// <summary>Failures of every kind.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Metadata that a destination could not take.</summary>
    public Trees.MetadataLoss Loss => (Trees.MetadataLoss)Volatile.Read(ref _loss);

    public void Lost(Trees.MetadataLoss loss) => Interlocked.Or(ref _loss, (int)loss);

    public void Moved(long bytes) => Interlocked.Add(ref _bytesMoved, bytes);

    /// <summary>Counts a file whose content was read only to find that nothing is to be said of it.</summary>
    public void FoundEqual(Catalog.PathRecord record) => CountLeft(record, isFolder: false);

    /// <summary>Counts what became of one path.</summary>
    public void Count(Catalog.PathRecord record)
    {
        bool isFolder = record.Kind == Trees.EntryKind.Directory;
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
        if (record.Action == Planning.ActionKind.Delete)
        {
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
            case Planning.ActionKind.Recheck:
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
