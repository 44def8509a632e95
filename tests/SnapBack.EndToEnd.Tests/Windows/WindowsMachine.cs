using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>One Windows machine for all tests of a class, switched on by the first that needs it. Each test has folders and a catalog of its own.</summary>
public sealed class WindowsMachine : IDisposable
{
    private WineBed? _bed;

    /// <summary>The machine; skips the test where there is none.</summary>
    public WineBed Bed => _bed ??= new WineBed();

    public void Dispose() => _bed?.Dispose();
}
