using System.Text;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Cli.Composition;

/// <summary>A file that an answer is written to. Nothing is ever overwritten or written through a link, and the file has its name only when it is complete.</summary>
internal static class AnswerFile
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Writes a new file in UTF-8, readable for its owner alone.</summary>
    /// <exception cref="SnapBackException">OutputUnusable: it is there already, or can't be made.</exception>
    public static void Write(string file, Action<TextWriter> write)
    {
        string full = Path.GetFullPath(file);
        string unfinished = full + ".unfinished";
        bool isMade = false;
        bool isDone = false;
        try
        {
            if (Path.Exists(full))
            {
                throw new IOException("There is something of that name already.");
            }

            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = BufferBytes };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (StreamWriter output = new(unfinished, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options))
            {
                isMade = true;
                write(output);
            }

            File.Move(unfinished, full, overwrite: false);
            isDone = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SnapBackException(
                ErrorCode.OutputUnusable,
                $"'{DisplayText.Escape(full)}' can't be written: {DisplayText.Escape(e.Message)}",
                "Name a file that is not there yet, in a folder that you may write to.",
                e);
        }
        finally
        {
            if (isMade && !isDone)
            {
                Remove(unfinished);
            }
        }
    }

    private static void Remove(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It keeps the name that says what it is; why the answer could not be written is told by who threw first.
            return;
        }
    }
}
