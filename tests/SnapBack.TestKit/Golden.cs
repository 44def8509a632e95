using System.Runtime.CompilerServices;
using Shouldly;

namespace SnapBack.TestKit;

/// <summary>
/// Compares a text with a file that was read and approved: <c>Golden/NAME.txt</c> beside the test. SNAPBACK_UPDATE_GOLDEN=1 rewrites the files;
/// read the difference before you commit it. The caller has taken out what changes from run to run (times, ids, paths).
/// </summary>
public static class Golden
{
    private const string Update = "SNAPBACK_UPDATE_GOLDEN";

    /// <summary>Fails unless the text equals the golden file; line endings do not count.</summary>
    public static void Check(string name, string text, [CallerFilePath] string caller = "")
    {
        string file = Path.Join(Path.GetDirectoryName(caller), "Golden", name + ".txt");
        string actual = Unify(text);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        File.Exists(file).ShouldBeTrue($"There is no golden file {file} yet. Run the test with {Update}=1, read what it wrote, and commit it.");
        actual.ShouldBe(Unify(File.ReadAllText(file)), $"The text differs from {file}. If it is right, run with {Update}=1 and commit.");
    }

    private static string Unify(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
}
