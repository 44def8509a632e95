using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SnapBack.TestKit;

/// <summary>A program that was started and goes on by itself. Disposing kills it.</summary>
public sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private bool _isDisposed;

    /// <summary>Starts a program.</summary>
    /// <param name="file">Name on the PATH, or full path.</param>
    /// <param name="arguments">Arguments, one per element.</param>
    /// <param name="environment">Variables to set; a null value removes one.</param>
    public RunningProgram(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Exit code; 128 + the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>True until it ended.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>What it said so far on both streams.</summary>
    public string Said
    {
        get
        {
            lock (_output)
            {
                return $"{_output}{_error}";
            }
        }
    }

    /// <summary>Waits for its end, and for the last of what it said; false when it goes on.</summary>
    public bool EndsWithin(TimeSpan time)
    {
        if (!_process.WaitForExit(time))
        {
            return false;
        }

        _process.WaitForExit();
        return true;
    }

    /// <summary>Waits until its standard output holds a text; false when it ended without.</summary>
    public bool Says(string text) =>
        SpinWait.SpinUntil(() => Said.Contains(text, StringComparison.Ordinal) || _process.HasExited, TimeSpan.FromMinutes(1))
        && Said.Contains(text, StringComparison.Ordinal);

    /// <summary>Ends it as <c>kill -9</c> does, and waits until it is gone; nothing happens when it ended by itself.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal by its name: INT, TERM.</summary>
    public void Signal(string name) => Shell.Run("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Kill();
            _process.Dispose();
        }
    }

    private void Append(StringBuilder text, string? line)
    {
        lock (_output)
        {
            text.Append(line).Append('\n');
        }
    }
}
