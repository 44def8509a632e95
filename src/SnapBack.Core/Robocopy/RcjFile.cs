using SnapBack.Errors;
using SnapBack.Platform;

namespace SnapBack.Robocopy;

/// <summary>Job files on the disk. A name without the ending <c>.RCJ</c> gets it, as robocopy does; a relative one starts from the current folder.</summary>
public static class RcjFile
{
    private const string Ending = ".RCJ";

    /// <summary>Reads the job file <paramref name="name"/>.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyJobFile"/>.</exception>
    public static RcjText Read(string name, int codePage)
    {
        try
        {
            string path = Path.GetFullPath(Candidates(name).FirstOrDefault(File.Exists) ?? WithEnding(name));
            using FileStream file = PlainFile.Open(path);
            byte[] buffer = GC.AllocateUninitializedArray<byte>(RcjText.MaxBytes + 1);
            int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= RcjText.MaxBytes
                ? RcjText.Parse(name, buffer.AsSpan(0, length), codePage)
                : throw LineErrors.JobFile(Opening(name), "It is longer than 1 MB and surely no job file.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LineErrors.JobFile(Opening(name), $"There is no file '{LineErrors.Show(WithEnding(name))}'. Check the path; a relative one starts from the current folder.", e);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw LineErrors.JobFile(Opening(name), $"It can't be read: {LineErrors.Show(e.Message)}", e);
        }
    }

    /// <summary>The full path that a job file of that name is saved under.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyJobFile"/>: no path can be made of it.</exception>
    public static string PathOf(string name)
    {
        try
        {
            return Path.GetFullPath(WithEnding(name));
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw LineErrors.JobFile(Opening(name), $"It is no path: {LineErrors.Show(e.Message)}", e);
        }
    }

    /// <summary>Writes a job file; an existing one is replaced as a whole.</summary>
    /// <param name="path">As <see cref="PathOf"/> gives it.</param>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.RobocopyJobFile"/>.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (IsFailure(e))
        {
            Remove(temporary);
            throw LineErrors.JobFile(Opening(path), $"It can't be written: {LineErrors.Show(e.Message)}", e);
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (IsFailure(e))
        {
            // The first failure is the one to tell; a file that can't be made can't be left behind either.
            _ = e;
        }
    }

    private static IEnumerable<string> Candidates(string name) =>
        name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? [name] : [WithEnding(name), name + Ending.ToLowerInvariant(), name];

    private static string WithEnding(string name) => name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? name : name + Ending;

    private static string Opening(string name) => $"Opening Job File \"{LineErrors.Show(name)}\"";

    private static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
