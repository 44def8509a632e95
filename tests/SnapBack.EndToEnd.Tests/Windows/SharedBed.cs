namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>
/// A bed that the tests of one class use one after another, made by the first of them: where the machine lacks what it needs each test is skipped with the
/// reason, which a fixture that throws could not do.
/// </summary>
/// <typeparam name="T">The bed.</typeparam>
public sealed class SharedBed<T> : IDisposable
    where T : class, IDisposable, new()
{
    private T? _bed;

    /// <summary>The bed. A skip or failure of the first call is the next test's to meet again.</summary>
    public T Get() => _bed ??= new T();

    /// <inheritdoc/>
    public void Dispose() => _bed?.Dispose();
}
