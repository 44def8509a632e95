namespace SnapBack.Platform.Windows;

/// <summary>The log that Windows keeps for administrators, as far as this program writes to it. A port: where there is no such log, or for a test, it is another one.</summary>
public interface IEventLog
{
    /// <summary>Makes this program known to the log, so that its events are shown with their text.</summary>
    /// <returns>False when it is not known, and this account may not change that. Events can be written all the same.</returns>
    bool Register();

    /// <summary>Writes one event.</summary>
    /// <param name="id">Its number, 1 to 1000.</param>
    /// <param name="level">What kind of news it is.</param>
    /// <param name="texts">Its strings, the first of them for people. None longer than 31,839 characters, all together at most 30,000: an event has to fit into 64 KB.</param>
    /// <returns>Zero, or the error of Windows.</returns>
    int Write(int id, EventLevel level, IReadOnlyList<string> texts);
}
