using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>
/// The probe of <c>tools/SnapBack.VssProbe</c>, published as one file for win-x64: what the engine does in it, it does in a single-file program.
/// </summary>
internal static class PublishedProbe
{
    private static readonly Lock Gate = new();

    /// <summary>Full path of the program; published anew when a source is newer.</summary>
    public static string Program()
    {
        string folder = Checkout.At("artifacts", "vssprobe-win-x64");
        string program = Path.Join(folder, "vssprobe.exe");
        lock (Gate)
        {
            if (!File.Exists(program) || File.GetLastWriteTimeUtc(program) < NewestSource())
            {
                // Compressed, because Wine can't map an assembly out of the middle of a file.
                string[] options =
                [
                    "-c", "Release", "-r", "win-x64", "--self-contained", "-p:PublishSingleFile=true", "-p:EnableCompressionInSingleFile=true",
                    "-p:DebugType=embedded", "-p:PublishDocumentationFiles=false",
                ];
                Shell.Run("dotnet", ["publish", Checkout.At("tools", "SnapBack.VssProbe"), .. options, "-o", folder, "-v", "q", "--nologo"]).MustSucceed();
                File.SetLastWriteTimeUtc(program, TimeProvider.System.GetUtcNow().UtcDateTime);
            }
        }

        return program;
    }

    private static DateTime NewestSource() =>
        Checkout.Files("src").Concat(Checkout.Files("tools")).Max(file => File.GetLastWriteTimeUtc(Checkout.At(file)));
}
