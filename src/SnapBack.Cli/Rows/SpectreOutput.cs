using System.Text;
using Spectre.Console;

namespace SnapBack.Cli.Rows;

/// <summary>Lets Spectre draw into any writer. Its own output would start up the console, which sends sequences to the terminal.</summary>
internal sealed class SpectreOutput : IAnsiConsoleOutput
{
    /// <summary>Takes the writer and the window's width.</summary>
    public SpectreOutput(TextWriter writer, int width)
    {
        Writer = writer;
        Width = width;
    }

    /// <inheritdoc/>
    public TextWriter Writer { get; }

    /// <inheritdoc/>
    public bool IsTerminal => true;

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height => 50;

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding)
    {
    }
}
