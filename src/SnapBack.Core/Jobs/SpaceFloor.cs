using System.Globalization;

namespace SnapBack.Jobs;

/// <summary>Free space that a run leaves at a destination (robocopy's <c>/LFSM</c>): bytes, or a share of the volume.</summary>
/// <param name="Bytes">An absolute number, or null for a share.</param>
/// <param name="Percent">1 to 99 of the volume's size; used when <paramref name="Bytes"/> is null.</param>
public sealed record SpaceFloor(long? Bytes, int Percent)
{
    /// <summary>The floor at a volume of <paramref name="volumeBytes"/>.</summary>
    public long At(long volumeBytes) => Bytes ?? (long)((decimal)volumeBytes * Percent / 100);

    /// <inheritdoc/>
    public override string ToString() => Bytes?.ToString(CultureInfo.InvariantCulture) ?? string.Create(CultureInfo.InvariantCulture, $"{Percent}%");
}
