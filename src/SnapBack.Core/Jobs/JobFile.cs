using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Jobs;

/// <summary>
/// Where jobs come from: a job file (JSON with comments, described in <c>docs/jobs.md</c>), the command line, or both, the command line
/// winning. Reads the file and, for paths with '..', links on the disk; changes nothing. Whether the job fits this machine is
/// <see cref="JobCheck"/>'s question.
/// </summary>
public static class JobFile
{
    private const string NameWithoutFile = "adhoc";

    /// <summary>Loads the job file at <paramref name="path"/>; relative paths in it start from its folder.</summary>
    /// <param name="path">The file; errors call it so.</param>
    /// <param name="overrides">What the command line says.</param>
    /// <param name="clock">Clock for ages in days; the system's when null.</param>
    /// <exception cref="SnapBackException">
    /// <see cref="ErrorCode.JobFileUnreadable"/>, <see cref="ErrorCode.JobFileSyntax"/>, <see cref="ErrorCode.JobInvalid"/> with file, line
    /// and column, or <see cref="ErrorCode.Usage"/> with the option.
    /// </exception>
    public static Job Load(string path, JobOverrides overrides, TimeProvider? clock = null)
    {
        byte[] bytes = Read(path, out string fullPath);
        JobNode root = JobText.Parse(bytes, path);
        JobGivens givens = new(root, path, Path.GetDirectoryName(fullPath) ?? fullPath, overrides);
        return new JobBuilder(givens, clock ?? TimeProvider.System).Build(Path.GetFileNameWithoutExtension(fullPath), overrides.DryRun);
    }

    /// <summary>The job that the command line describes alone.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>, with the option.</exception>
    public static Job FromOverrides(JobOverrides overrides, TimeProvider? clock = null) =>
        new JobBuilder(new JobGivens(overrides), clock ?? TimeProvider.System).Build(NameWithoutFile, overrides.DryRun);

    private static byte[] Read(string path, out string fullPath)
    {
        string shown = DisplayText.Escape(path);
        try
        {
            fullPath = Path.GetFullPath(path);
            using FileStream file = new(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // One byte more than allowed tells a file that is too long, also where the length is not known before, as with a pipe.
            byte[] buffer = GC.AllocateUninitializedArray<byte>(JobText.MaxBytes + 1);
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= JobText.MaxBytes
                ? buffer[..length]
                : throw new SnapBackException(
                    ErrorCode.JobFileUnreadable, $"The job file '{shown}' is longer than 1 MB; nothing was touched.", "Give the path of a job file.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SnapBackException(ErrorCode.JobFileUnreadable, $"The job file '{shown}' does not exist; nothing was touched.", "Check the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = Directory.Exists(path) ? "it is a folder" : DisplayText.Escape(e.Message).TrimEnd('.');
            throw new SnapBackException(
                ErrorCode.JobFileUnreadable, $"The job file '{shown}' can't be read: {reason}; nothing was touched.", "Check the path and the rights to it.", e);
        }
    }
}
