using SnapBack.Snapshots;

namespace SnapBack.TestKit;

/// <summary>A snapshot ledger in memory that remembers the order of the calls.</summary>
public sealed class RecordingLedger : ISnapshotLedger
{
    private readonly List<string>? _calls;

    /// <summary>Takes a list that gets a line per call, shared with others where their order matters.</summary>
    public RecordingLedger(List<string>? calls = null)
    {
        _calls = calls;
    }

    /// <summary>Notes that are not struck out.</summary>
    public List<SnapshotNote> Open { get; } = [];

    /// <summary>Called before each note is taken, with the number of notes taken before it; may throw.</summary>
    public Action<int>? BeforeNote { get; init; }

    /// <inheritdoc/>
    public void Note(SnapshotNote note)
    {
        BeforeNote?.Invoke(Open.Count);
        _calls?.Add($"note {note.Id}");
        Open.Add(note);
    }

    /// <inheritdoc/>
    public void StrikeOut(SnapshotNote note)
    {
        _calls?.Add($"strike {note.Id}");
        Open.Remove(note);
    }
}
