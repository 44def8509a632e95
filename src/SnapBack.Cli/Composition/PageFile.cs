using System.Text;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Cli.Composition;

/// <summary>Writes a page under its final name only when it is whole, and through no link: reports are written with rights, into folders that web servers read.</summary>
internal static class PageFile
{
    /// <summary>Writes it, over what is there, making its folder.</summary>
    /// <exception cref="SnapBackException">It can't be written; what was there stays.</exception>
    public static void Write(string file, string html)
    {
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(html));
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new SnapBackException(
                ErrorCode.ReportUnwritable, $"The report '{DisplayText.Escape(file)}' can't be written: {DisplayText.Escape(e.Message).TrimEnd('.')}.", "Choose another place. The catalog has all of it: 'snapback report' makes it again.", e);
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
