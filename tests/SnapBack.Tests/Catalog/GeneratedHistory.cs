using SnapBack.HistoryMaker;
using SnapBack.TestKit;

namespace SnapBack.Tests.Catalog;

/// <summary>A catalog of 200 runs over 5,000 files, made once for all tests of a class, with the truth that it was made from.</summary>
public sealed class GeneratedHistory : IDisposable
{
    private readonly TempFolder _folder;

    public GeneratedHistory()
    {
        _folder = new TempFolder(Directory.Exists("/dev/shm") ? "/dev/shm" : null);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(_folder.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File = _folder.At("state", "catalog.db");
        Model = new HistoryPlayer(new HistoryRecipe { File = File, Files = 5000, Runs = 200, Seed = 42 }).Play();
    }

    public string File { get; }

    internal HistoryModel Model { get; }

    public void Dispose() => _folder.Dispose();
}
