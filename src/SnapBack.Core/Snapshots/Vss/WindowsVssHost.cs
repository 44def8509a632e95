using System.Runtime.Versioning;
using System.Security;
using Microsoft.Win32;
using SnapBack.Platform.Windows;

namespace SnapBack.Snapshots.Vss;

/// <summary>What Windows gives beside the service: COM, a turn, the registry. Thread-safe. One for a process, as its COM security is set once.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsVssHost : IVssHost
{
    private const string TurnName = @"Global\SnapBack.VSS";
    private const string NotToSnapshot = @"SYSTEM\CurrentControlSet\Control\BackupRestore\FilesNotToSnapshot";
    private const string Profiles = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    private const string ProfilePath = "ProfileImagePath";
    private const int AnyService = -1;

    private readonly Lock _gate = new();
    private bool _isSecured;
    private string? _securityNotice;

    /// <inheritdoc/>
    public string? EnterApartment()
    {
        int entered = ComCalls.CoInitializeEx(0, ComCalls.COINIT_MULTITHREADED);
        if (entered < 0)
        {
            throw new VssException(entered, "CoInitializeEx");
        }

        lock (_gate)
        {
            if (!_isSecured)
            {
                _isSecured = true;
                _securityNotice = SetSecurity();
            }

            return _securityNotice;
        }
    }

    /// <inheritdoc/>
    public void LeaveApartment() => ComCalls.CoUninitialize();

    /// <inheritdoc/>
    public IDisposable? TakeTurn(TimeSpan limit, CancellationToken cancellation)
    {
#pragma warning disable CA2000 // The turn takes it over.
        return GlobalMutex.Open(TurnName) is { } mutex ? MachineTurn.Take(mutex, limit, cancellation) : null;
#pragma warning restore CA2000
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> FilesNotToSnapshot() => Read(
        NotToSnapshot,
        key => key.GetValueNames().Order(StringComparer.OrdinalIgnoreCase).Select(name => KeyValuePair.Create<string, IReadOnlyList<string>>(name, LinesOf(key.GetValue(name)))));

    /// <inheritdoc/>
    public string Expand(string text) => Environment.ExpandEnvironmentVariables(text);

    /// <inheritdoc/>
    public IReadOnlyList<string> UserProfiles() =>
        Read(Profiles, key => key.GetSubKeyNames().SelectMany(user => Read($@"{Profiles}\{user}", profile => LinesOf(profile.GetValue(ProfilePath)))));

    // No descriptor: every writer may call back, whatever its account. Calls are authenticated and private; this is how Microsoft's own sample does it:
    // https://learn.microsoft.com/windows/win32/vss/security-considerations-for-requestors
    private static string? SetSecurity()
    {
        int result = ComCalls.CoInitializeSecurity(
            0, AnyService, 0, 0, ComCalls.RPC_C_AUTHN_LEVEL_PKT_PRIVACY, ComCalls.RPC_C_IMP_LEVEL_IMPERSONATE, 0, ComCalls.EOAC_DYNAMIC_CLOAKING, 0);
        return result switch
        {
            >= 0 => null,
            VssResult.RPC_E_TOO_LATE => "Something in this process set up COM before the snapshots could; writers may fail to answer (event 8194).",
            _ => throw new VssException(result, "CoInitializeSecurity"),
        };
    }

    private static List<T> Read<T>(string path, Func<RegistryKey, IEnumerable<T>> read)
    {
        try
        {
            using RegistryKey? key = Registry.LocalMachine.OpenSubKey(path);
            return key is null ? [] : [.. read(key)];
        }
        catch (Exception refused) when (refused is SecurityException or UnauthorizedAccessException or IOException)
        {
            return [];
        }
    }

    private static string[] LinesOf(object? value) => value switch
    {
        string[] lines => lines,
        string line => [line],
        _ => [],
    };
}
