using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security;
using Microsoft.Win32;

namespace SnapBack.Platform.Windows;

/// <summary>
/// The Application log of this Windows, with <see cref="Source"/> as ours (https://learn.microsoft.com/windows/win32/eventlog/event-sources;
/// docs/decisions tells why it is reached like this). Thread-safe.
/// </summary>
[SupportedOSPlatform("windows")]
public sealed unsafe partial class ApplicationLog : IEventLog
{
    /// <summary>The name that our events stand under.</summary>
    public const string Source = "SnapBack";

    private const string Key = @"SYSTEM\CurrentControlSet\Services\EventLog\Application\" + Source;
    private const string MessageFileValue = "EventMessageFile";
    private const string TypesValue = "TypesSupported";

    // A program of Windows whose messages 1 to 1000 are all "%1": the first string of the event.
    private const string MessageFile = @"%SystemRoot%\System32\EventCreate.exe";
    private const int AllLevels = (int)(EventLevel.Error | EventLevel.Warning | EventLevel.Information);

    /// <inheritdoc/>
    public bool Register()
    {
        try
        {
            using RegistryKey? known = Registry.LocalMachine.OpenSubKey(Key);
            if (known?.GetValue(MessageFileValue) is not null)
            {
                return true;
            }

            using RegistryKey made = Registry.LocalMachine.CreateSubKey(Key);
            made.SetValue(TypesValue, AllLevels, RegistryValueKind.DWord);
            made.SetValue(MessageFileValue, MessageFile, RegistryValueKind.ExpandString);
            return true;
        }
        catch (Exception e) when (e is SecurityException or UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public int Write(int id, EventLevel level, IReadOnlyList<string> texts)
    {
        // A source that is not registered is taken as one of the Application log.
        nint log = RegisterEventSource(null, Source);
        if (log == 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        nint* strings = stackalloc nint[texts.Count];
        new Span<nint>(strings, texts.Count).Clear();
        try
        {
            for (int i = 0; i < texts.Count; i++)
            {
                strings[i] = Marshal.StringToHGlobalUni(texts[i]);
            }

            return ReportEvent(log, (ushort)level, 0, (uint)id, 0, (ushort)texts.Count, 0, strings, null) ? 0 : Marshal.GetLastPInvokeError();
        }
        finally
        {
            for (int i = 0; i < texts.Count; i++)
            {
                Marshal.FreeHGlobal(strings[i]);
            }

            _ = DeregisterEventSource(log);
        }
    }

    [LibraryImport("advapi32", EntryPoint = "RegisterEventSourceW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint RegisterEventSource(string? server, string source);

    [LibraryImport("advapi32", EntryPoint = "ReportEventW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ReportEvent(nint log, ushort type, ushort category, uint id, nint account, ushort strings, uint bytes, nint* texts, void* data);

    [LibraryImport("advapi32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool DeregisterEventSource(nint log);
}
