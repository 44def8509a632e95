using System.Text;

namespace SnapBack.Cli.Rendering.Robocopy;

/// <summary>
/// The lines of one batch. The block whose turn it is goes straight to the log; another one waits as text. <c>\n</c> ends a line.
/// </summary>
internal sealed class LogBlock
{
    private readonly StringBuilder _waiting = new();
    private Action<string>? _write;

    /// <summary>True when what is written is seen at once, so that progress makes sense.</summary>
    public bool IsLive => _write is not null;

    /// <summary>True while a line is begun and not ended.</summary>
    public bool IsLineOpen { get; private set; }

    /// <summary>True when nothing more will come.</summary>
    public bool IsOver { get; set; }

    /// <summary>Characters that wait in memory.</summary>
    public int Waiting => _waiting.Length;

    /// <summary>It is this block's turn: what waited is written, and from now on everything at once.</summary>
    public void GoLive(Action<string> write)
    {
        _write = write;
        write(TakeWaiting());
    }

    /// <summary>Takes what waits out of memory.</summary>
    public string TakeWaiting()
    {
        string text = _waiting.ToString();
        _waiting.Clear();
        return text;
    }

    /// <summary>Writes a whole line.</summary>
    public void Line(string text)
    {
        EndLine();
        Write(text + "\n");
    }

    /// <summary>Begins a line.</summary>
    public void Begin(string text)
    {
        EndLine();
        Write(text);
        IsLineOpen = true;
    }

    /// <summary>Goes on with the line that is begun; nothing happens without one.</summary>
    public void Append(string text)
    {
        if (IsLineOpen)
        {
            Write(text);
        }
    }

    /// <summary>Ends the line that is begun, if one is.</summary>
    public void EndLine()
    {
        if (IsLineOpen)
        {
            IsLineOpen = false;
            Write("\n");
        }
    }

    private void Write(string text)
    {
        if (_write is { } write)
        {
            write(text);
        }
        else
        {
            _waiting.Append(text);
        }
    }
}
