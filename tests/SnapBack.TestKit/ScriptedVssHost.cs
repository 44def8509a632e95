using SnapBack.Snapshots.Vss;

namespace SnapBack.TestKit;

/// <summary>What Windows gives beside the shadow copy service, in memory. Its lines go to the same list as the engine's where their order matters.</summary>
public sealed class ScriptedVssHost : IVssHost
{
    private readonly List<string>? _calls;

    /// <param name="calls">Gets a line for each turn that is taken and given back.</param>
    public ScriptedVssHost(List<string>? calls = null)
    {
        _calls = calls;
    }

    /// <summary>Threads that are in the apartment now.</summary>
    public int ThreadsInside { get; private set; }

    /// <summary>What <see cref="EnterApartment"/> answers.</summary>
    public string? ApartmentNotice { get; init; }

    /// <summary>Thrown by <see cref="EnterApartment"/>.</summary>
    public Exception? ApartmentFailure { get; init; }

    /// <summary>True while another program holds the turn.</summary>
    public bool IsTurnTaken { get; init; }

    /// <summary>The registry's rules, by name.</summary>
    public Dictionary<string, string[]> NotToSnapshot { get; } = [];

    /// <summary>Environment variables.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Folders of profiles.</summary>
    public List<string> Profiles { get; } = [];

    /// <inheritdoc/>
    public string? EnterApartment()
    {
        if (ApartmentFailure is not null)
        {
            throw ApartmentFailure;
        }

        ThreadsInside++;
        return ApartmentNotice;
    }

    /// <inheritdoc/>
    public void LeaveApartment() => ThreadsInside--;

    /// <inheritdoc/>
    public IDisposable? TakeTurn(TimeSpan limit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _calls?.Add("turn");
        return IsTurnTaken ? null : new Turn(_calls);
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> FilesNotToSnapshot() =>
        [.. NotToSnapshot.Select(rule => KeyValuePair.Create<string, IReadOnlyList<string>>(rule.Key, rule.Value))];

    /// <inheritdoc/>
    public string Expand(string text) =>
        Variables.Aggregate(text, (expanded, variable) => expanded.Replace($"%{variable.Key}%", variable.Value, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public IReadOnlyList<string> UserProfiles() => Profiles;

    private sealed class Turn(List<string>? calls) : IDisposable
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public void Dispose()
        {
            if (Environment.CurrentManagedThreadId != _thread)
            {
                throw new InvalidOperationException("A mutex can be released only by the thread that holds it.");
            }

            calls?.Add("turn-over");
        }
    }
}
