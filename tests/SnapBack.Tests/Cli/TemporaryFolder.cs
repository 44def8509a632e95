namespace SnapBack.Tests.Cli;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snapback-cli-");

    public string Path => _folder.FullName;

    public string File(string name) => System.IO.Path.Join(Path, name);

    public void Dispose()
    {
#pragma warning disable RS0030 // A folder of the test itself.
        Directory.Delete(Path, recursive: true);
#pragma warning restore RS0030
    }
}
