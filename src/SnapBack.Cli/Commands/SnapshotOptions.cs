using System.CommandLine;
using Serilog.Core;
using SnapBack.Catalog;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;

namespace SnapBack.Cli.Commands;

/// <summary>What the commands about snapshots have in common: their options, and how they find who makes snapshots here.</summary>
internal sealed class SnapshotOptions
{
    private readonly CatalogOptions _catalog = new();
    private readonly Option<string?> _provider = Opt.Text("--snapshot-provider", "NAME", "which provider makes the snapshot (chosen from the volume)");
    private readonly Option<string?> _vssEngine = Opt.Text("--vss-engine", "auto|alphavss|native", "Windows: which way to the shadow copy service (auto)");
    private readonly Option<string?> _vssRetry = Opt.Text("--vss-retry", "N", "Windows: tries for a failure that may pass (3)");
    private readonly Option<string?> _vssRetryWait = Opt.Text("--vss-retry-wait", "SECONDS", "Windows: pause before the second try; it grows (60)");
    private readonly Option<string?> _vssTimeout = Opt.Text("--vss-timeout", "SECONDS", "Windows: all waiting together (600)");

    /// <summary>What a volume may be.</summary>
    public static (string Name, string Text) VolumeHelp => ("VOLUME", "a drive such as D:\\, a mount point, or any folder");

    /// <summary>Adds the options to the group.</summary>
    public void AddTo(Command group)
    {
        _catalog.AddTo(group);
        foreach (Option option in new Option[] { _provider, _vssEngine, _vssRetry, _vssRetryWait, _vssTimeout })
        {
            option.Recursive = true;
            group.Add(option);
        }
    }

    /// <summary>The format asked for.</summary>
    public OutputFormat Format(ParseResult line) => _catalog.Format(line);

    /// <summary>The catalog, which knows the snapshots of this program; null when there is none yet and none was named.</summary>
    public CatalogReader? TryRead(ParseResult line, CliEnvironment environment)
    {
        try
        {
            return _catalog.Open(line, environment);
        }
        catch (SnapBackException missing) when (missing.Code == ErrorCode.CatalogMissing && !_catalog.IsNamed(line))
        {
            return null;
        }
    }

    /// <summary>The catalog, for notes.</summary>
    public CatalogWriter Ledger(ParseResult line, CliEnvironment environment) => CatalogWriter.Open(_catalog.Path(line, environment), environment.Clock);

    /// <summary>The provider that can take all of the volumes.</summary>
    /// <exception cref="SnapBackException">There is none, and why.</exception>
    public ISnapshotProvider ProviderFor(IReadOnlyList<string> volumes, ParseResult line, CliEnvironment environment)
    {
        List<string> reasons = [];
        foreach (ISnapshotProvider provider in Providers(line, environment))
        {
            string[] missing = [.. volumes.Select(volume => (Volume: volume, Why: provider.WhyNot(volume))).Where(v => v.Why is not null)
                .Select(v => $"'{DisplayText.Escape(v.Volume)}': {v.Why}")];
            if (missing.Length == 0)
            {
                return provider;
            }

            reasons.AddRange(missing);
        }

        throw new SnapBackException(
            ErrorCode.SnapshotFailed,
            $"No snapshot can be made. {string.Join(' ', reasons)} Nothing was touched.",
            "docs/snapshots.md tells what a snapshot needs.");
    }

    /// <summary>All providers, or the one that was named.</summary>
    /// <exception cref="SnapBackException">There is none of that name, or none at all.</exception>
    public IReadOnlyList<ISnapshotProvider> Providers(ParseResult line, CliEnvironment environment)
    {
        VssOptions vss = JobFile.VssOptionsFrom(new JobOverrides
        {
            VssEngine = line.GetValue(_vssEngine),
            VssRetry = line.GetValue(_vssRetry),
            VssRetryWait = line.GetValue(_vssRetryWait),
            VssTimeout = line.GetValue(_vssTimeout),
        });
        IReadOnlyList<ISnapshotProvider> all = environment.SnapshotProviders(vss, Logger.None);
        string? name = line.GetValue(_provider);
        ISnapshotProvider[] found = [.. all.Where(provider => name is null || string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 0
            ? found
            : throw new SnapBackException(
                ErrorCode.SnapshotProviderUnknown,
                name is null ? "This system has no snapshot provider. Nothing was touched." : $"There is no snapshot provider '{DisplayText.Escape(name)}' on this system. Nothing was touched.",
                all.Count == 0 ? string.Empty : $"Choose one of: {string.Join(", ", all.Select(provider => provider.Name))}; or leave the provider out.");
    }

    /// <summary>The shadow copy service, for what only it has; null on other systems.</summary>
    public VssSnapshotProvider? TryVss(ParseResult line, CliEnvironment environment) => Providers(line, environment).OfType<VssSnapshotProvider>().FirstOrDefault();

    /// <summary>The failure of a provider as the failure of a command.</summary>
    public static SnapBackException Failed(SnapshotException failure) =>
        new(ErrorCode.SnapshotFailed, failure.Message, failure.Hint, failure);
}
