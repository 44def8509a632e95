using System.Globalization;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>
/// The one line at the bottom of a terminal that tells how far a run is. Rewritten at most five times a second, cut to the window's width,
/// taken away before anything else is printed. Not thread-safe: events come one at a time.
/// </summary>
internal sealed class ProgressLine
{
    private const string Erase = "\r\e[K";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly CliEnvironment _environment;
    private readonly Queue<(TimeSpan At, long Bytes)> _samples = new();
    private TimeSpan _next;
    private bool _isShown;

    /// <summary>Writes to the environment's standard output, which is a terminal.</summary>
    public ProgressLine(CliEnvironment environment)
    {
        _environment = environment;
    }

    /// <summary>Shows a new state, unless the last one is younger than the pause.</summary>
    public void Show(RunProgress progress)
    {
        if (progress.Elapsed < _next)
        {
            return;
        }

        _next = progress.Elapsed + Pause;
        string text = Text(progress, Rate(progress));
        int width = Math.Max(20, _environment.Width() - 1);
        _environment.Out.Write(Erase + (text.Length > width ? text[..width] : text));
        _isShown = true;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_isShown)
        {
            _environment.Out.Write(Erase);
            _isShown = false;
            _next = TimeSpan.Zero;
        }
    }

    /// <summary>The line for a state and a rate in bytes per second.</summary>
    internal static string Text(RunProgress progress, long bytesPerSecond)
    {
        string failed = progress.Failures > 0 ? $"  {progress.Failures} failed" : string.Empty;
        string elapsed = Clock(progress.Elapsed);
        if (progress.FilesTotal == 0)
        {
            string seen = progress.FilesDone > 0 ? $"  {Number(progress.FilesDone)} seen" : string.Empty;
            return $"{progress.Phase}{seen}{failed}  {elapsed}";
        }

        string files = $"{Number(progress.FilesDone)} of {Number(progress.FilesTotal)} files";
        string bytes = progress.BytesTotal > 0 ? $"  {ByteText.Of(progress.BytesDone)} of {ByteText.Of(progress.BytesTotal)}" : string.Empty;
        string rate = bytesPerSecond > 0 ? $"  {ByteText.Of(bytesPerSecond)}/s" : string.Empty;
        return $"{progress.Phase}  {files}{bytes}{rate}{Left(progress, bytesPerSecond)}{failed}  {elapsed}";
    }

    private static string Left(RunProgress progress, long bytesPerSecond)
    {
        long bytes = progress.BytesTotal - progress.BytesDone;
        return progress.Phase == RunPhase.Copying && bytes > 0 && bytesPerSecond > 0
            ? $"  {Clock(TimeSpan.FromSeconds(Math.Min(bytes / bytesPerSecond, 99 * 3600L)))} left"
            : string.Empty;
    }

    // Over the last ten seconds: quick enough to follow a change, slow enough to be read.
    private long Rate(RunProgress progress)
    {
        _samples.Enqueue((progress.Elapsed, progress.BytesDone));
        while (_samples.Count > 2 && progress.Elapsed - _samples.Peek().At > Window)
        {
            _samples.Dequeue();
        }

        (TimeSpan at, long bytes) = _samples.Peek();
        double seconds = (progress.Elapsed - at).TotalSeconds;
        return seconds < 0.5 ? 0 : (long)((progress.BytesDone - bytes) / seconds);
    }

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Clock(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
