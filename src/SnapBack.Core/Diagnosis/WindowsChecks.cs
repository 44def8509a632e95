using System.Globalization;
using System.Runtime.Versioning;
using SnapBack.Paths;
using SnapBack.Platform;
using SnapBack.Platform.Windows;
using SnapBack.Reporting;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;

namespace SnapBack.Diagnosis;

/// <summary>
/// What a backup needs of a Windows machine: rights, services, the way to the shadow copy service, its writers, its volumes and their diff areas. Makes
/// no snapshot.
/// </summary>
public sealed class WindowsChecks
{
    private const int AlmostFullPercent = 80;

    private static readonly string[] Services = ["VSS", "swprv"];

    private readonly IReadOnlyList<IVssEngine> _engines;
    private readonly IVssHost _host;
    private readonly IVolumes _volumes;
    private readonly Func<IReadOnlyList<PrivilegeOutcome>> _enablePrivileges;
    private readonly Func<string, ServiceState> _serviceState;
    private readonly Func<string, (long Free, long Total)?> _spaceAt;

    /// <param name="engines">The ways to the service, the preferred one first.</param>
    /// <param name="host">What Windows gives beside the service.</param>
    /// <param name="volumes">What the machine knows of its volumes.</param>
    /// <param name="enablePrivileges">Enables what the account has, as a run does, and tells.</param>
    /// <param name="serviceState">State of a service by its short name.</param>
    /// <param name="spaceAt">Room on a volume by its GUID path; null when the system does not tell.</param>
    public WindowsChecks(
        IReadOnlyList<IVssEngine> engines,
        IVssHost host,
        IVolumes volumes,
        Func<IReadOnlyList<PrivilegeOutcome>> enablePrivileges,
        Func<string, ServiceState> serviceState,
        Func<string, (long Free, long Total)?> spaceAt)
    {
        _engines = engines;
        _host = host;
        _volumes = volumes;
        _enablePrivileges = enablePrivileges;
        _serviceState = serviceState;
        _spaceAt = spaceAt;
    }

    /// <summary>The checks of this Windows.</summary>
    [SupportedOSPlatform("windows")]
    public static WindowsChecks ForThisMachine(IReadOnlyList<IVssEngine> engines) =>
        new(engines, new WindowsVssHost(), new WindowsVolumes(), Privileges.EnableForBackup, WindowsServices.StateOf, VolumeSpace.Read);

    /// <summary>All findings.</summary>
    /// <param name="roots">Roots of the drives to look at, such as <c>D:\</c>.</param>
    /// <param name="expectedChange">Bytes that a diff area should have room for, going by earlier runs; null when nothing is known.</param>
    public IEnumerable<Finding> Look(IEnumerable<string> roots, long? expectedChange = null)
    {
        yield return Account();
        foreach (PrivilegeOutcome privilege in _enablePrivileges())
        {
            yield return Privilege(privilege);
        }

        foreach (string service in Services)
        {
            yield return Service(service);
        }

        using ApartmentThread thread = new(_host, TimeProvider.System);
        IVssEngine? usable = null;
        List<string> absent = [];
        foreach (IVssEngine engine in _engines)
        {
            if (Ask(thread, "load", () => engine.WhyUnavailable(), failure => failure) is { } why)
            {
                absent.Add($"'{engine.Name}' can't be used: {why.TrimEnd('.')}");
            }
            else
            {
                usable ??= engine;
            }
        }

        if (usable is null)
        {
            yield return Finding.Fail(
                "engine", $"No engine reaches the shadow copy service, so no snapshot can be made: {string.Join("; ", absent)}.", "'--snapshot never' reads the live files.");
            yield break;
        }

        string others = absent.Count == 0 ? string.Empty : $" Not needed then: {string.Join("; ", absent)}.";
        yield return Finding.Pass("engine", $"The shadow copy service is reached by the engine '{usable.Name}'.{others}");

        foreach (Finding finding in Ask(thread, "providers", () => Providers(usable), failure => [Refused("providers", failure)]))
        {
            yield return finding;
        }

        foreach (Finding finding in Ask(thread, "writers", () => WritersAndVolumes(usable, [.. roots], expectedChange), failure => [Refused("writers", failure)]))
        {
            yield return finding;
        }
    }

    private static Finding Account() => Environment.IsPrivilegedProcess
        ? Finding.Pass("account", $"This runs elevated, as {DisplayText.Escape(Environment.UserName)}.")
        : Finding.Fail(
            "account",
            $"This runs as {DisplayText.Escape(Environment.UserName)} without elevation: no snapshot can be made.",
            "Start it from an elevated prompt, or let the task run with highest privileges.");

    private static Finding Privilege(PrivilegeOutcome privilege)
    {
        if (privilege.IsHeld)
        {
            return Finding.Pass("privilege", $"{privilege.Name} is held.");
        }

        string lost = privilege.Name switch
        {
            Privileges.Backup => "files that the account may not read are missed",
            Privileges.Restore => "files that the account may not write are not updated, and owners are not kept",
            Privileges.Security => "audit rules are neither read nor written",
            _ => "nothing of others can be taken as a last resort",
        };
        string text = string.Create(CultureInfo.InvariantCulture, $"{privilege.Name} is not held (error {privilege.NativeCode}): {lost}.");
        const string Advice = "Administrators hold it unless a policy took it away; Backup Operators hold the first two.";
        return privilege.Name is Privileges.Backup ? Finding.Fail("privilege", text, Advice) : Finding.Warn("privilege", text, Advice);
    }

    private static Finding Refused(string check, string failure) =>
        Finding.Fail(check, failure, "'vssadmin list writers' and the Application event log tell more; 'snapback explain' explains the number.");

    private static T Ask<T>(ApartmentThread thread, string step, Func<T> ask, Func<string, T> refused)
    {
        try
        {
            return thread.Run(step, VssLimits.Gather + VssLimits.Status, _ => ask());
        }
        catch (VssException failure)
        {
            return refused(VssWords.Sentence(failure));
        }
    }

    private static List<Finding> Providers(IVssEngine engine)
    {
        IReadOnlyList<VssProviderInfo> providers = engine.ListProviders();
        return providers.Count == 0
            ? [Finding.Fail("providers", "No snapshot provider is registered.", "Repair Windows: its own provider (swprv) is part of it.")]
            : [Finding.Pass("providers", $"Snapshots can come from: {string.Join(", ", providers.Select(p => DisplayText.Escape(p.Name)))}.")];
    }

    private Finding Service(string name) => _serviceState(name) switch
    {
        ServiceState.Ready => Finding.Pass("service", $"The service {name} can be started."),
        ServiceState.Disabled => Finding.Fail("service", $"The service {name} is disabled.", $"sc config {name} start= demand"),
        ServiceState.Missing => Finding.Fail("service", $"There is no service {name}.", "Repair Windows; without it no snapshot can be made."),
        _ => Finding.Warn("service", $"The state of the service {name} is not told to this account.", "Run elevated."),
    };

    private List<Finding> WritersAndVolumes(IVssEngine engine, string[] roots, long? expectedChange)
    {
        using IVssSession session = engine.Open(VssContext.Backup, []);
        List<Finding> findings = [];
        IReadOnlyList<VssWriter> writers = session.GatherWriters(CancellationToken.None);
        List<VssWriterState> failed = [.. session.GatherWriterStates(CancellationToken.None).Where(VssWords.HasFailed)];
        findings.Add(failed.Count == 0
            ? Finding.Pass("writers", $"{writers.Count} writers answer, and none of them failed.")
            : Finding.Warn(
                "writers",
                $"{failed.Count} of {writers.Count} writers failed: {string.Join("; ", failed.Select(w => $"{DisplayText.Escape(w.Name)} {VssWords.State(w)}"))}.",
                "Restart the service of the program that the writer belongs to; what it keeps is consistent only as after a power cut."));
        foreach (string root in roots)
        {
            findings.AddRange(Volume(engine, session, root, expectedChange));
        }

        return findings;
    }

    private List<Finding> Volume(IVssEngine engine, IVssSession session, string root, long? expectedChange)
    {
        string shown = DisplayText.Escape(root);
        try
        {
            VolumePlace place = _volumes.Find(root);
            if (place.WhyNot is { } why)
            {
                return [Finding.Warn("volume", $"{shown}: {why}", "Sources there are read live.")];
            }

            return session.Supports(place.Volume)
                ? [Finding.Pass("volume", $"{shown} ({place.FileSystem}) can be snapshotted."), .. DiffAreas(engine, place.Volume, shown, expectedChange)]
                : [Finding.Warn("volume", $"{shown} ({place.FileSystem}) can't be snapshotted: no provider takes it.", "Sources there are read live.")];
        }
        catch (SnapshotException unknown)
        {
            return [Finding.Warn("volume", $"{shown}: {unknown.Message}", unknown.Hint)];
        }
        catch (VssException failure)
        {
            return [Finding.Warn("volume", $"{shown}: {VssWords.Sentence(failure)}", "Sources there are read live.")];
        }
    }

    private IEnumerable<Finding> DiffAreas(IVssEngine engine, string volume, string shown, long? expectedChange)
    {
        foreach (VssDiffArea area in engine.ListDiffAreas(volume))
        {
            string limit = area.MaximumBytes < 0 ? "no limit" : $"{Amount.Bytes(area.MaximumBytes)} at most";
            string text = $"Changes to {shown} during a snapshot are kept on {DisplayText.Escape(area.AreaVolume)}: {Amount.Bytes(area.UsedBytes)} used, {limit}";
            string advice = $"vssadmin resize shadowstorage /for={shown} /on={shown} /maxsize=... ; when it is full, Windows drops snapshots.";
            yield return Headroom(area) is { } room && room < expectedChange
                ? Finding.Warn("diff area", $"{text}. There is room for {Amount.Bytes(room)}, and going by the last runs {Amount.Bytes(expectedChange.Value)} may change while one reads.", advice)
                : area.MaximumBytes > 0 && area.UsedBytes / (area.MaximumBytes / 100.0) >= AlmostFullPercent ? Finding.Warn("diff area", $"{text}.", advice)
                : Finding.Pass("diff area", $"{text}.");
        }
    }

    // What is set aside is used first; beyond it the area grows into what is free on its volume, up to its limit.
    private long? Headroom(VssDiffArea area)
    {
        long? free = _spaceAt(area.AreaVolume)?.Free;
        long? growth = free + Math.Max(0, area.AllocatedBytes - area.UsedBytes);
        long? left = area.MaximumBytes < 0 ? null : Math.Max(0, area.MaximumBytes - area.UsedBytes);
        return growth is { } g && left is { } l ? Math.Min(g, l) : growth ?? left;
    }
}
