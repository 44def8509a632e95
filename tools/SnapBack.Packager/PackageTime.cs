using System.Diagnostics;
using System.Globalization;

namespace SnapBack.Packager;

/// <summary>The one time that every file of a package bears, so that the same sources give the same package.</summary>
internal static class PackageTime
{
    // The first moment that a zip can hold; for a checkout without its history.
    private static readonly DateTimeOffset Fallback = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What <c>SOURCE_DATE_EPOCH</c> says (reproducible-builds.org), else the time of the newest commit.</summary>
    public static DateTimeOffset OfThisCommit()
    {
        string? seconds = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") ?? Git();
        return long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out long time) && time > Fallback.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(time)
            : Fallback;
    }

    private static string? Git()
    {
        try
        {
            using Process git = Process.Start(new ProcessStartInfo("git", ["log", "-1", "--format=%ct"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string answer = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? answer : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
