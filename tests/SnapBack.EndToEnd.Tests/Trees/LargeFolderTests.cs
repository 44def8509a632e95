using System.Globalization;
using System.Text.RegularExpressions;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>Memory does not grow with the tree.</summary>
public sealed partial class LargeFolderTests
{
    private const int Files = 50_000;
    private const int Folders = 20_000;
    private const long MostKilobytes = 200_000;

    [SkippableFact]
    public void ManyEntriesInOneFolderTakeLittleMemory()
    {
        string time = Require.Program("time");
        using BackupBed bed = new();
        MakeFolder(bed.InSource("files"), Files, File.Create);
        MakeFolder(bed.InSource("folders"), Folders, Directory.CreateDirectory);

        foreach (int expected in new[] { 1, 0, 0 })
        {
            ShellResult result = bed.Program.RunUnder([time, "-v"], bed.Program.BackupArguments(bed.Source, bed.Destination, "--mode", "mirror"));

            result.ExitCode.ShouldBe(expected, result.Error);
            PeakKilobytes(result.Error).ShouldBeLessThan(MostKilobytes);
        }

        bed.ShouldBeEqual();
    }

    private static void MakeFolder(string folder, int count, Func<string, object> make)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < count; i++)
        {
            (make(Path.Join(folder, $"an entry with a name of some length {i:D6}")) as IDisposable)?.Dispose();
        }
    }

    private static long PeakKilobytes(string said) => long.Parse(Peak().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Maximum resident set size \(kbytes\): (\d+)")]
    private static partial Regex Peak();
}
