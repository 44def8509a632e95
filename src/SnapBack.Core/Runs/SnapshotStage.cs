using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Snapshots;

namespace SnapBack.Runs;

/// <summary>
/// Turns a job's snapshot policy, and that of each pair, into views of the sources:
/// <list type="bullet">
/// <item><c>never</c>: live, no provider is asked;</item>
/// <item><c>prefer</c>: the sources that one provider can take together are read from its set, the others live, each with its reason; a set that
/// fails makes all of them live;</item>
/// <item><c>require</c>: from the set, or <see cref="ErrorCode.SnapshotRequired"/> for the whole run.</item>
/// </list>
/// Stateless; the providers are asked in the order given, and of several the one that can take the most sources is used.
/// </summary>
public sealed class SnapshotStage
{
    private const string NeverReason = "The job asks for no snapshot.";

    private readonly IReadOnlyList<ISnapshotProvider> _providers;

    /// <summary>Takes the providers of this system.</summary>
    public SnapshotStage(IReadOnlyList<ISnapshotProvider> providers)
    {
        _providers = providers;
    }

    /// <summary>Looks whether the snapshots that a job requires can be had at all, before anything is touched; makes nothing.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.SnapshotRequired"/> or <see cref="ErrorCode.SnapshotProviderUnknown"/>.</exception>
    public void Check(Job job)
    {
        List<string> asked = Asked(job);
        if (asked.Count > 0)
        {
            CheckRequired(job, Choose(job, asked).Reasons);
        }
    }

    /// <summary>Which provider a run of the job would use, and why it could not take a source, by source; makes nothing.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.SnapshotProviderUnknown"/>.</exception>
    public (string? Provider, IReadOnlyDictionary<string, string> Reasons) Ask(Job job)
    {
        (ISnapshotProvider? provider, Dictionary<string, string> reasons) = Choose(job, Asked(job));
        return (provider?.Name, reasons);
    }

    /// <summary>Opens the views.</summary>
    /// <exception cref="SnapBackException">
    /// <see cref="ErrorCode.SnapshotRequired"/> or <see cref="ErrorCode.SnapshotProviderUnknown"/>; no snapshot is left behind.
    /// </exception>
    public SnapshotOutcome Open(Job job, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        List<string> asked = Asked(job);
        if (asked.Count == 0)
        {
            return new SnapshotOutcome(null, [.. job.Pairs.Select(pair => Live(pair.Source, NeverReason))]);
        }

        (ISnapshotProvider? provider, Dictionary<string, string> reasons) = Choose(job, asked);
        CheckRequired(job, reasons);
        List<string> able = asked.FindAll(source => !reasons.ContainsKey(source));
        ISnapshotSession? session = provider is null || able.Count == 0 ? null : TryCreate(provider, job, able, reasons, ledger, cancellation);
        return new SnapshotOutcome(session, [.. job.Pairs.Select(pair => OutcomeOf(pair, job, session, reasons))]);
    }

    private static SourceOutcome OutcomeOf(JobPair pair, Job job, ISnapshotSession? session, Dictionary<string, string> reasons)
    {
        if (job.SnapshotFor(pair) == SnapshotPolicy.Never)
        {
            return Live(pair.Source, NeverReason);
        }

        return reasons.TryGetValue(pair.Source, out string? why) ? Live(pair.Source, why) : new SourceOutcome(pair.Source, session!.ViewOf(pair.Source), null);
    }

    // Null, and a reason for each source, when it failed and no source requires it.
    private static ISnapshotSession? TryCreate(
        ISnapshotProvider provider, Job job, List<string> able, Dictionary<string, string> reasons, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        try
        {
            return provider.Create(able, ledger, cancellation);
        }
        catch (SnapshotException failure) when (able.Exists(source => IsRequired(job, source)))
        {
            string names = string.Join(", ", able.Select(source => $"'{DisplayText.Escape(source)}'"));
            throw Required($"The snapshot of {names} failed, and the job requires one: {failure.Message} No file was copied or deleted.", failure.Hint, failure);
        }
        catch (SnapshotException failure)
        {
            string why = failure.Hint.Length == 0 ? failure.Message : $"{failure.Message} {failure.Hint}";
            able.ForEach(source => reasons[source] = why);
            return null;
        }
    }

    private static List<string> Asked(Job job) =>
        [.. job.Pairs.Where(pair => job.SnapshotFor(pair) != SnapshotPolicy.Never).Select(pair => pair.Source).Distinct(StringComparer.Ordinal)];

    private static bool IsRequired(Job job, string source) => job.Pairs.Any(pair => pair.Source == source && job.SnapshotFor(pair) == SnapshotPolicy.Require);

    private static void CheckRequired(Job job, Dictionary<string, string> reasons)
    {
        if (reasons.Keys.FirstOrDefault(source => IsRequired(job, source)) is { } missing)
        {
            throw Required($"No snapshot of '{DisplayText.Escape(missing)}' can be made, and the job requires one: {reasons[missing]} Nothing was touched.");
        }
    }

    private static SourceOutcome Live(string source, string reason) => new(source, SourceView.Live(source), reason);

    private static SnapBackException Required(string message, string hint = "", Exception? inner = null) =>
        new(
            ErrorCode.SnapshotRequired,
            message,
            hint.Length > 0 ? hint : "docs/snapshots.md tells what a snapshot needs; '--snapshot prefer' reads the live tree where none can be had.",
            inner);

    private (ISnapshotProvider? Provider, Dictionary<string, string> Reasons) Choose(Job job, List<string> sources)
    {
        (ISnapshotProvider? Provider, Dictionary<string, string> Reasons) best =
            (null, sources.ToDictionary(source => source, _ => "This system has no snapshot provider.", StringComparer.Ordinal));
        foreach (ISnapshotProvider provider in Candidates(job))
        {
            Dictionary<string, string> reasons = new(StringComparer.Ordinal);
            foreach (string source in sources)
            {
                if (provider.WhyNot(source) is { } why)
                {
                    reasons.Add(source, why);
                }
            }

            if (best.Provider is null || reasons.Count < best.Reasons.Count)
            {
                best = (provider, reasons);
            }
        }

        return best;
    }

    private IEnumerable<ISnapshotProvider> Candidates(Job job)
    {
        if (job.SnapshotProvider is not { } name)
        {
            return _providers;
        }

        List<ISnapshotProvider> named = _providers.Where(provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        string known = string.Join(", ", _providers.Select(provider => provider.Name));
        return named.Count > 0
            ? named
            : throw new SnapBackException(
                ErrorCode.SnapshotProviderUnknown,
                $"There is no snapshot provider '{DisplayText.Escape(name)}' on this system. Nothing was touched.",
                known.Length > 0 ? $"Choose one of: {known}; or leave the provider out." : "This system has none; leave the provider out.");
    }
}
