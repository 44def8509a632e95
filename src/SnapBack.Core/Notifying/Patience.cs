namespace SnapBack.Notifying;

/// <summary>How long a notification is tried. Immutable.</summary>
/// <param name="Tries">Tries altogether, at least one.</param>
/// <param name="FirstPause">Pause before the second; each further one is four times as long.</param>
/// <param name="Limit">Most time that one try may take.</param>
public sealed record Patience(int Tries, TimeSpan FirstPause, TimeSpan Limit)
{
    /// <summary>Three tries of half a minute, with pauses of 5 and 20 seconds.</summary>
    public static readonly Patience Usual = new(3, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));

    /// <summary>One short try: what tells that a run begins must not outlast it.</summary>
    public static readonly Patience Brief = new(1, TimeSpan.Zero, TimeSpan.FromSeconds(10));
}
