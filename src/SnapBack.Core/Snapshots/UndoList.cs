namespace SnapBack.Snapshots;

/// <summary>
/// What must be taken back, in the order in which it was done. Each step that succeeded adds its undo; <see cref="Play"/> takes back the last
/// one first. An undo that fails stays in the list, stops none of the others and may be tried again. Not thread-safe.
/// </summary>
internal sealed class UndoList
{
    private readonly List<(string Describe, Action Undo)> _steps = [];

    /// <summary>Adds the undo of a step that was just done.</summary>
    /// <param name="failure">Beginning of the sentence that is told when the undo fails.</param>
    /// <param name="undo">Takes the step back.</param>
    internal void Add(string failure, Action undo) => _steps.Add((failure, undo));

    /// <summary>How many steps wait to be taken back.</summary>
    internal int Count => _steps.Count;

    /// <summary>What was done stays done.</summary>
    internal void Forget() => _steps.Clear();

    /// <summary>Takes everything back; returns one sentence for each undo that failed.</summary>
    /// <param name="from">Leaves so many of the first steps as they are.</param>
    internal IReadOnlyList<string> Play(int from = 0)
    {
        List<string> failures = [];
        for (int i = _steps.Count - 1; i >= from; i--)
        {
            try
            {
                _steps[i].Undo();
                _steps.RemoveAt(i);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // Whatever one undo meets (the kernel, the ledger's database), the others are still owed.
                failures.Add($"{_steps[i].Describe}: {failure.Message.TrimEnd('.')}.");
            }
        }

        return failures;
    }
}
