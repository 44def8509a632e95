namespace SnapBack.Snapshots;

/// <summary>A live snapshot set. Disposing it releases the snapshots, on every way out.</summary>
public interface ISnapshotSession : IDisposable
{
    /// <summary>What was made. After <see cref="Release"/> it also tells how the writers fared at the end; notices are only added.</summary>
    SnapshotSet Set { get; }

    /// <summary>How the tree at <paramref name="source"/>, one of the sources given, is read from the set.</summary>
    SourceView ViewOf(string source);

    /// <summary>True while every snapshot of the set can still be read. Asked before anything is deleted.</summary>
    bool IsAlive();

    /// <summary>Releases now, as the end of a run that came to its end, and says what could not be released (a warning of the run); empty when all went well.</summary>
    IReadOnlyList<string> Release();
}
