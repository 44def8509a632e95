namespace SnapBack.Cli.Rows;

/// <summary>A figure as a bar of characters, beside the largest one. Immutable.</summary>
internal sealed class BarText
{
    private const int Width = 20;

    private readonly double _largest;
    private readonly char _mark;

    /// <param name="largest">The figure that fills the bar.</param>
    /// <param name="isDrawn">True for blocks, which a terminal can show; false for a character that everything can.</param>
    public BarText(double largest, bool isDrawn)
    {
        _largest = largest;
        _mark = isDrawn ? '█' : '#';
    }

    /// <summary>The bar; at least one mark for anything that is not nothing.</summary>
    public string Of(double figure) =>
        figure <= 0 || _largest <= 0 ? string.Empty : new string(_mark, Math.Clamp((int)Math.Round(figure / _largest * Width), 1, Width));
}
