namespace SnapBack.TestKit;

/// <summary>The packages that <c>build.sh publish</c> made of this checkout. It takes a minute, so they are never made by a test: <c>.ci/run</c> makes them first.</summary>
public static class Packages
{
    private static readonly string[] Packed = ["src", "docs", "samples", "tools/SnapBack.Packager"];
    private static readonly string[] Others = ["Directory.Build.props", "Directory.Packages.props", "build.sh", "README.md", "LICENSE"];

    /// <summary>The folder they lie in. Skips the test unless they are newer than everything that goes into them.</summary>
    public static string Folder()
    {
        string sums = Checkout.At("artifacts", "packages", "SHA256SUMS");
        DateTime newest = Packed.SelectMany(folder => Checkout.Files(folder)).Concat(Others).Max(file => File.GetLastWriteTimeUtc(Checkout.At(file)));
        Require.That(File.Exists(sums) && File.GetLastWriteTimeUtc(sums) > newest, "needs the packages (./build.sh publish)");
        return Path.GetDirectoryName(sums)!;
    }

    /// <summary>The package whose name ends so.</summary>
    public static string Of(string ending) => Directory.GetFiles(Folder()).Single(file => file.EndsWith(ending, StringComparison.Ordinal));
}
