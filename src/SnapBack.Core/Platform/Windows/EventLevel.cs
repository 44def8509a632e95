namespace SnapBack.Platform.Windows;

/// <summary>The kind of an event, by the numbers of Windows (https://learn.microsoft.com/windows/win32/eventlog/event-types).</summary>
public enum EventLevel : ushort
{
    /// <summary>EVENTLOG_ERROR_TYPE.</summary>
    Error = 1,

    /// <summary>EVENTLOG_WARNING_TYPE.</summary>
    Warning = 2,

    /// <summary>EVENTLOG_INFORMATION_TYPE.</summary>
    Information = 4,
}
