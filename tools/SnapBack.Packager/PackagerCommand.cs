using System.Security.Cryptography;

namespace SnapBack.Packager;

/// <summary>The command line.</summary>
internal static class PackagerCommand
{
    private const string Usage =
        """
        usage: packager VERSION FOLDER RID=PROGRAMFOLDER...
        Packs published programs, each with licence, documents and samples of the checkout (the current folder), into FOLDER, and writes SHA256SUMS over all that lies there.
        """;

    /// <summary>Makes the packages; 0 when that worked, 2 when the arguments make no sense, 1 when a package could not be made.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Length < 3 || args[2..].Any(program => program.Split('=').Length != 2))
        {
            error.WriteLine(Usage);
            return 2;
        }

        try
        {
            DateTimeOffset time = PackageTime.OfThisCommit();
            foreach (string[] program in args[2..].Select(program => program.Split('=')))
            {
                Contents contents = Contents.Of(program[0], program[1]);
                string name = $"snapback-{args[0]}-{program[0]}{contents.Extension}";
                Archive.Write(Path.Join(args[1], name), contents, time);
                output.WriteLine(Path.Join(args[1], name));
            }

            output.WriteLine(WriteSums(args[1]));
            return 0;
        }
        catch (IOException e)
        {
            error.WriteLine($"packager: {e.Message}");
            return 1;
        }
    }

    // As sha256sum writes and checks it.
    private static string WriteSums(string folder)
    {
        string sums = Path.Join(folder, "SHA256SUMS");
        File.Delete(sums);
        string[] files = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)];
        File.WriteAllText(sums, string.Concat(files.Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetFileName(file)}\n")));
        return sums;
    }
}
