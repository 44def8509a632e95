namespace SnapBack.TestKit;

/// <summary>A folder for one test. It goes away with everything in it: read-only and immutable entries, odd names and paths of any depth.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Makes a folder that only this user can enter.</summary>
    /// <param name="parent">Where to make it; the system's folder for temporary files when null.</param>
    public TempFolder(string? parent = null)
    {
        Root = parent is null
            ? Directory.CreateTempSubdirectory("snapback-test-").FullName
            : Directory.CreateDirectory(Path.Join(parent, $"snapback-test-{Guid.NewGuid():N}")).FullName;
    }

    /// <summary>Full path of the folder.</summary>
    public string Root { get; }

    /// <summary>A path in the folder; nothing is made.</summary>
    public string At(params string[] parts) => Path.Join([Root, .. parts]);

    /// <summary>Makes a folder in the folder, and returns its path.</summary>
    public string Folder(params string[] parts) => Directory.CreateDirectory(At(parts)).FullName;

    /// <summary>Writes a text file, making its folders, and returns its path.</summary>
    public string File(string relativePath, string text = "")
    {
        string path = At(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Directory.Exists(Root))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Shell.Run("cmd.exe", ["/c", "rd", "/s", "/q", Root]).MustSucceed();
            return;
        }

        if (Remove() != 0)
        {
            // Immutable and append-only marks stop even root; folders without w and x stop everybody else. Neither tool may be at hand or apply.
            Shell.Run("sh", ["-c", "chattr -R -f -i -a \"$1\"; chmod -R u+rwX \"$1\"; true", "sh", Root]);
            Remove();
        }
    }

    private int Remove() => Shell.Run("rm", ["-rf", "--one-file-system", "--", Root]).ExitCode;
}
