using System.Text;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform;

namespace SnapBack.Cli.Composition;

/// <summary>Writes a page of a report; web servers may read its folder at any moment.</summary>
internal static class PageFile
{
    /// <summary>Writes it, over what is there, making its folder.</summary>
    /// <exception cref="SnapBackException">It can't be written; what was there stays.</exception>
    public static void Write(string file, string html)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            WholeFile.Write(file, Encoding.UTF8.GetBytes(html));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SnapBackException(
                ErrorCode.ReportUnwritable, $"The report '{DisplayText.Escape(file)}' can't be written: {DisplayText.Escape(e.Message).TrimEnd('.')}.", "Choose another place. The catalog has all of it: 'snapback report' makes it again.", e);
        }
    }
}
