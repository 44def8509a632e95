namespace SnapBack.Cli.Rendering.Robocopy;

/// <summary>
/// Puts the blocks of several workers into the order in which their batches were taken, so that the lines of a folder stay together. One block is live;
/// the others wait, in memory as long as they are few and then in a private file: one huge file may hold the log up for an hour, and
/// memory stays as it is. What belongs to no block is written between two lines.
/// </summary>
internal sealed class LogBlocks : IDisposable
{
    private const int MostInMemory = 4 * 1024 * 1024;

    private readonly Action<string> _write;
    private readonly Func<TextSpill> _newSpill;
    private readonly Dictionary<long, LogBlock> _blocks = [];
    private readonly Dictionary<long, List<(long Offset, int Length)>> _spilled = [];
    private readonly List<string> _asides = [];
    private readonly int _mostInMemory;
    private TextSpill? _spill;
    private long _inMemory;
    private long _next = 1;

    /// <param name="write">Takes the text of the log in order.</param>
    /// <param name="newSpill">Makes the file for what has no room in memory.</param>
    /// <param name="mostInMemory">Characters that may wait in memory.</param>
    public LogBlocks(Action<string> write, Func<TextSpill> newSpill, int mostInMemory = MostInMemory)
    {
        _write = write;
        _newSpill = newSpill;
        _mostInMemory = mostInMemory;
    }

    /// <summary>Writes into the block of a batch.</summary>
    public void In(long batch, Action<LogBlock> write)
    {
        if (!_blocks.TryGetValue(batch, out LogBlock? block))
        {
            block = new LogBlock();
            _blocks.Add(batch, block);
            Proceed();
        }

        int before = block.Waiting;
        write(block);
        _inMemory += block.Waiting - before;
        if (_inMemory > _mostInMemory)
        {
            Spill();
        }

        WriteAsides();
    }

    /// <summary>The batch is over.</summary>
    public void End(long batch)
    {
        In(batch, block =>
        {
            block.EndLine();
            block.IsOver = true;
        });
        Proceed();
    }

    /// <summary>Writes whole lines that belong to no batch, as soon as no line is open.</summary>
    public void Aside(IEnumerable<string> lines)
    {
        _asides.AddRange(lines);
        WriteAsides();
    }

    /// <summary>Nothing more will come: writes all that waits, in order.</summary>
    public void Close()
    {
        foreach (long batch in _blocks.Keys.Order().ToList())
        {
            LogBlock block = _blocks[batch];
            block.EndLine();
            if (!block.IsLive)
            {
                GoLive(batch, block);
            }
        }

        _blocks.Clear();
        WriteAsides();
    }

    /// <inheritdoc/>
    public void Dispose() => _spill?.Dispose();

    private void Proceed()
    {
        while (_blocks.TryGetValue(_next, out LogBlock? block))
        {
            if (!block.IsLive)
            {
                GoLive(_next, block);
            }

            if (!block.IsOver)
            {
                return;
            }

            _blocks.Remove(_next);
            _next++;
            WriteAsides();
        }
    }

    private void GoLive(long batch, LogBlock block)
    {
        if (_spilled.Remove(batch, out List<(long Offset, int Length)>? parts))
        {
            parts.ForEach(part => _write(_spill!.Read(part.Offset, part.Length)));
        }

        _inMemory -= block.Waiting;
        block.GoLive(_write);
    }

    private void Spill()
    {
        _spill ??= _newSpill();
        foreach ((long batch, LogBlock block) in _blocks.Where(pair => pair.Value.Waiting > 0))
        {
            string text = block.TakeWaiting();
            if (!_spilled.TryGetValue(batch, out List<(long Offset, int Length)>? parts))
            {
                _spilled.Add(batch, parts = []);
            }

            parts.Add((_spill.Append(text), text.Length));
        }

        _inMemory = 0;
    }

    private void WriteAsides()
    {
        if (_asides.Count == 0 || (_blocks.TryGetValue(_next, out LogBlock? live) && live.IsLineOpen))
        {
            return;
        }

        _asides.ForEach(line => _write(line + "\n"));
        _asides.Clear();
    }
}
