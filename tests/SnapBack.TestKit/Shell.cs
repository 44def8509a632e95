using System.Diagnostics;

namespace SnapBack.TestKit;

/// <summary>Runs real programs with exact arguments; no shell takes part.</summary>
public static class Shell
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="file">Name on the PATH, or full path.</param>
    /// <param name="args">Arguments, one per element.</param>
    /// <param name="folder">Working folder, or null for this process's.</param>
    /// <param name="environment">Variables to set; a null value removes one.</param>
    /// <param name="input">Bytes for its standard input; null gives it an empty one.</param>
    /// <param name="timeout">After this the program and its children are killed and the call throws; five minutes when null.</param>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static ShellResult Run(
        string file,
        IEnumerable<string> args,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        byte[]? input = null,
        TimeSpan? timeout = null)
    {
        using Process process = new() { StartInfo = StartInfo(file, args, folder, environment) };
        string command = $"{file} {string.Join(' ', process.StartInfo.ArgumentList)}";
        process.Start();
        Task<byte[]> output = ReadAll(process.StandardOutput.BaseStream);
        Task<byte[]> error = ReadAll(process.StandardError.BaseStream);
        Feed(process, input);
        if (!process.WaitForExit(timeout ?? DefaultTimeout))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new TimeoutException($"{command} did not end within {timeout ?? DefaultTimeout}.");
        }

        return new ShellResult(command, process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private static ProcessStartInfo StartInfo(string file, IEnumerable<string> args, string? folder, IReadOnlyDictionary<string, string?>? environment)
    {
        ProcessStartInfo start = new(file, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? string.Empty,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static async Task<byte[]> ReadAll(Stream stream)
    {
        using MemoryStream all = new();
        await stream.CopyToAsync(all).ConfigureAwait(false);
        return all.ToArray();
    }

    private static void Feed(Process process, byte[]? input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input ?? []);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input; its exit code tells whether that was right.
        }
    }
}
