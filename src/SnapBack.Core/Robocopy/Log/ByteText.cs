using System.Globalization;

namespace SnapBack.Robocopy.Log;

/// <summary>
/// Sizes as robocopy writes them in its summary: 1024-based, plain below 1024, then <c>k</c> with one, <c>m</c> with two, <c>g</c> and <c>t</c> with three
/// decimals. On file lines it writes them otherwise: see <see cref="FileSize"/>.
/// </summary>
public static class ByteText
{
    private const decimal Step = 1024;

    /// <summary>The text for a number of bytes; a point is the decimal mark everywhere.</summary>
    public static string Of(long bytes)
    {
        if (bytes < 1024)
        {
            return bytes.ToString(CultureInfo.InvariantCulture);
        }

        decimal value = bytes / Step;
        foreach ((string unit, string format) in ((string, string)[])[("k", "0.0"), ("m", "0.00"), ("g", "0.000")])
        {
            if (value < Step)
            {
                return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
            }

            value /= Step;
        }

        return $"{value.ToString("0.000", CultureInfo.InvariantCulture)} t";
    }
}
