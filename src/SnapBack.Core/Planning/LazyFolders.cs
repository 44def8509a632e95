using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// Folders of the source that the destination lacks and that are made only when something comes into them. What still waits when the plan is
/// complete is never made. Thread-safe.
/// </summary>
internal sealed class LazyFolders
{
    private readonly Dictionary<(int Pair, RelativePath Path), Entry> _waiting = [];
    private readonly Spool<PlannedBatch> _work;
    private readonly Lock _gate = new();

    /// <param name="work">Where their making is written down.</param>
    public LazyFolders(Spool<PlannedBatch> work)
    {
        _work = work;
    }

    /// <summary>Lets a folder wait.</summary>
    public void Add(int pair, RelativePath path, Entry entry)
    {
        lock (_gate)
        {
            _waiting.Add((pair, path), entry);
        }
    }

    /// <summary>Something comes into the folder: it is made, and so is each folder above it that waits, before anything in it.</summary>
    public void Make(int pair, RelativePath path)
    {
        // Held while the spool is written, so that no walker can put anything into a folder before its making.
        lock (_gate)
        {
            Stack<PlannedBatch> makings = new();
            for (RelativePath next = path; _waiting.TryGetValue((pair, next), out Entry? entry); next = next.Parent)
            {
                _waiting.Remove((pair, next));
                makings.Push(new PlannedBatch(pair, next.Parent, [new PlannedAction { Name = next.Name, Class = FileClass.New, Action = ActionKind.CreateFolder, Entry = entry }]));
            }

            while (makings.TryPop(out PlannedBatch? making))
            {
                _work.Append(making);
            }
        }
    }

    /// <summary>True for a folder that waits.</summary>
    public bool IsWaiting(int pair, RelativePath path)
    {
        lock (_gate)
        {
            return _waiting.ContainsKey((pair, path));
        }
    }

    /// <summary>The folders that wait, when no walker adds any more.</summary>
    public IReadOnlyList<(int Pair, RelativePath Path, Entry Entry)> Waiting()
    {
        lock (_gate)
        {
            return [.. _waiting.Select(w => (w.Key.Pair, w.Key.Path, w.Value))];
        }
    }
}
