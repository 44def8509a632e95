using System.Runtime.InteropServices;

namespace SnapBack.Cli.Rendering.Robocopy;

/// <summary>Text that has no room in memory, in a file that nobody else can read and that is gone when this is disposed or the process ends.</summary>
internal sealed class TextSpill : IDisposable
{
    private readonly FileStream _file;

    /// <param name="folder">Where the file may lie.</param>
    public TextSpill(string folder)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(Path.Join(folder, $"snapback-log-{Guid.NewGuid():N}.tmp"), options);
    }

    /// <summary>Puts a text at the end; returns where it begins.</summary>
    public long Append(string text)
    {
        long offset = _file.Seek(0, SeekOrigin.End);
        _file.Write(MemoryMarshal.AsBytes(text.AsSpan()));
        return offset;
    }

    /// <summary>Reads a text back.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">Its number of characters.</param>
    public string Read(long offset, int length)
    {
        _file.Seek(offset, SeekOrigin.Begin);
        return string.Create(length, _file, static (span, file) => file.ReadExactly(MemoryMarshal.AsBytes(span)));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
