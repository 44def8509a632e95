using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Snapshots;

namespace SnapBack.Runs;

/// <summary>
/// Turns a job's snapshot policy into views of its sources:
/// <list type="bullet">
/// <item><c>never</c>: all live, no provider is asked;</item>
/// <item><c>prefer</c>: the sources that one provider can take together are read from its set, the others live, each with its reason; a set that
/// fails makes all of them live;</item>
/// <item><c>require</c>: all sources from one set, or <see cref="ErrorCode.SnapshotRequired"/>.</item>
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

    /// <summary>Looks whether the snapshot that a job requires can be had at all, before anything is touched; makes nothing.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.SnapshotRequired"/> or <see cref="ErrorCode.SnapshotProviderUnknown"/>.</exception>
    public void Check(Job job)
    {
        if (job.Snapshot != SnapshotPolicy.Never)
        {
            CheckRequired(job, Choose(job, Sources(job)).Reasons);
        }
    }

    /// <summary>Opens the views.</summary>
    /// <exception cref="SnapBackException">
    /// <see cref="ErrorCode.SnapshotRequired"/> or <see cref="ErrorCode.SnapshotProviderUnknown"/>; no snapshot is left behind.
    /// </exception>
    public SnapshotOutcome Open(Job job, ISnapshotLedger ledger, CancellationToken cancellation)
    {
        List<string> sources = Sources(job);
        if (job.Snapshot == SnapshotPolicy.Never)
        {
            return new SnapshotOutcome(null, sources.ConvertAll(source => Live(source, NeverReason)));
        }

        (ISnapshotProvider? provider, Dictionary<string, string> reasons) = Choose(job, sources);
        CheckRequired(job, reasons);
        List<string> able = sources.FindAll(source => !reasons.ContainsKey(source));
        return provider is null || able.Count == 0
            ? new SnapshotOutcome(null, sources.ConvertAll(source => Live(source, reasons[source])))
            : Create(provider, job.Snapshot, sources, able, reasons, ledger, cancellation);
    }

    private static SnapshotOutcome Create(
        ISnapshotProvider provider,
        SnapshotPolicy policy,
        List<string> sources,
        List<string> able,
        Dictionary<string, string> reasons,
        ISnapshotLedger ledger,
        CancellationToken cancellation)
    {
        try
        {
            ISnapshotSession session = provider.Create(able.Distinct(StringComparer.Ordinal).ToList(), ledger, cancellation);
            return new SnapshotOutcome(
                session,
                sources.ConvertAll(source => reasons.TryGetValue(source, out string? why) ? Live(source, why) : new SourceOutcome(source, session.ViewOf(source), null)));
        }
        catch (SnapshotException failure) when (policy == SnapshotPolicy.Require)
        {
            string names = string.Join(", ", able.Select(source => $"'{DisplayText.Escape(source)}'"));
            throw Required($"The snapshot of {names} failed, and the job requires one: {failure.Message} No file was copied or deleted.", failure.Hint, failure);
        }
        catch (SnapshotException failure)
        {
            string why = failure.Hint.Length == 0 ? failure.Message : $"{failure.Message} {failure.Hint}";
            return new SnapshotOutcome(null, sources.ConvertAll(source => Live(source, reasons.GetValueOrDefault(source, why))));
        }
    }

    private static List<string> Sources(Job job) => job.Pairs.Select(pair => pair.Source).ToList();

    private static void CheckRequired(Job job, Dictionary<string, string> reasons)
    {
        if (job.Snapshot == SnapshotPolicy.Require && Sources(job).Find(reasons.ContainsKey) is { } missing)
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
            (null, sources.Distinct(StringComparer.Ordinal).ToDictionary(source => source, _ => "This system has no snapshot provider.", StringComparer.Ordinal));
        foreach (ISnapshotProvider provider in Candidates(job))
        {
            Dictionary<string, string> reasons = new(StringComparer.Ordinal);
            foreach (string source in sources)
            {
                if (!reasons.ContainsKey(source) && provider.WhyNot(source) is { } why)
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
