using System.Globalization;

namespace SnapBack.Robocopy.Log;

/// <summary>The size of a file as robocopy writes it on the file's line: plain below a mebibyte, then one decimal and <c>m</c>, <c>g</c> or <c>t</c>, 1024-based.</summary>
public static class FileSize
{
    private const decimal Step = 1024;

    /// <summary>The text; a point is the decimal mark everywhere.</summary>
    /// <param name="bytes">The size.</param>
    /// <param name="isInBytes">True for plain numbers whatever the size (<c>/BYTES</c>).</param>
    public static string Of(long bytes, bool isInBytes)
    {
        if (isInBytes || bytes < 1024 * 1024)
        {
            return bytes.ToString(CultureInfo.InvariantCulture);
        }

        decimal value = bytes / Step / Step;
        foreach (string unit in (string[])["m", "g"])
        {
            if (value < Step)
            {
                return With(value, unit);
            }

            value /= Step;
        }

        return With(value, "t");
    }

    private static string With(decimal value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {unit}");
}
