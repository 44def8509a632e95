using SnapBack.Platform.Windows;

namespace SnapBack.Tests.Notifying;

/// <summary>An event log that keeps what is written, or answers with an error.</summary>
internal sealed class ScriptedEventLog(bool isKnown = true, int error = 0) : IEventLog
{
    public List<(int Id, EventLevel Level, IReadOnlyList<string> Texts)> Events { get; } = [];

    public bool Register() => isKnown;

    public int Write(int id, EventLevel level, IReadOnlyList<string> texts)
    {
        if (error == 0)
        {
            Events.Add((id, level, texts));
        }

        return error;
    }
}
