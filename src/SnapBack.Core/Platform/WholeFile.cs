namespace SnapBack.Platform;

/// <summary>Writes a file under its final name only when it is whole, and through no link: what is written with rights may lie where others can put things.</summary>
public static class WholeFile
{
    /// <summary>Writes it, over what is there. What was there stays when it fails. Its folder must exist.</summary>
    /// <param name="file">Full path.</param>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Rights are missing.</exception>
    public static void Write(string file, ReadOnlySpan<byte> bytes)
    {
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        bool isDone = false;
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
            }

            File.Move(temporary, file, overwrite: true);
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                TryDelete(temporary);
            }
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It could not even be made.
        }
    }
}
