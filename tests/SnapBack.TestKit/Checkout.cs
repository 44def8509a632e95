namespace SnapBack.TestKit;

/// <summary>The checkout that the tests were built from.</summary>
public static class Checkout
{
    private static readonly string[] NotSource = ["artifacts", "bin", "obj", ".git", ".vs", "TestResults", "backup"];

    /// <summary>Full path of the folder that holds SnapBack.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Full path of a file or folder of the checkout.</summary>
    public static string At(params string[] parts) => Path.Join([Root, .. parts]);

    /// <summary>All files under a folder of the checkout, without what builds and runs leave there; paths relative to the root, '/' between.</summary>
    public static IEnumerable<string> Files(string folder = "", string pattern = "*")
    {
        string start = At(folder);
        foreach (string path in Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(Root, path).Replace('\\', '/');
            if (!relative.Split('/').Any(NotSource.Contains))
            {
                yield return relative;
            }
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Join(folder.FullName, "SnapBack.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} lies in no checkout: there is no SnapBack.sln above it.");
    }
}
