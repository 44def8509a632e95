using System.Text;
using SnapBack.Cli.Composition;

namespace SnapBack.Cli;

/// <summary>Ties the commands to this process: its streams, its signals, its exit code.</summary>
internal static class ProcessHost
{
    /// <summary>Runs a command line and returns the process exit code.</summary>
    public static int Run(string[] args)
    {
        CarriedLibrary.Register();
        using CancelSignals signals = new();
        using StreamWriter output = Open(Console.OpenStandardOutput(), isPrompt: !Console.IsOutputRedirected);
        using StreamWriter error = Open(Console.OpenStandardError(), isPrompt: true);
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected)
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        CliEnvironment environment = new()
        {
            Out = output,
            Error = error,
            IsTerminal = !Console.IsOutputRedirected,
            Width = StandardOutput.Width,
            Cancellation = signals.Token,
            IsOutputClosed = StandardOutput.IsClosed,
        };
        int code = SnapBackCommand.Run(args, environment);
        return Flush(output, error, code);
    }

    private static StreamWriter Open(Stream stream, bool isPrompt) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 4096) { AutoFlush = isPrompt };

    // A full disk behind a redirection must not turn the result of a backup into something else.
    private static int Flush(StreamWriter output, StreamWriter error, int code)
    {
        try
        {
            output.Flush();
        }
        catch (IOException e)
        {
            error.WriteLine($"snapback: standard output could not be written: {e.Message}");
        }

        return code;
    }
}
