using System.Globalization;
using System.Security.Cryptography;
using SnapBack.TestKit;

namespace SnapBack.Tests.Restoring;

/// <summary>
/// A source that lives through a month: every day files are added, edited, edited without another time or size, renamed, deleted, given another mode or
/// turned into something else, and folders are moved. The same random numbers give the same month.
/// </summary>
internal sealed class MonthTree
{
    private static readonly DateTime Epoch = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly string _root;
    private readonly Random _random;
    private readonly List<string> _paths = [];
    private readonly HashSet<string> _forged = new(StringComparer.Ordinal);
    private int _made;

    public MonthTree(string root, int files, Random random)
    {
        _root = root;
        _random = random;
        for (int i = 0; i < files; i++)
        {
            Add();
        }
    }

    /// <summary>A line for every entry of a tree: path, kind, mode, time, hash or target; in order. Reads the disk with nothing of the product.</summary>
    public static string[] List(string root)
    {
        return [.. new DirectoryInfo(root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).AsParallel().Select(Line).Order(StringComparer.Ordinal)];

        string Line(FileSystemInfo entry)
        {
            string path = Path.GetRelativePath(root, entry.FullName);
            if (entry.LinkTarget is { } target)
            {
                return $"{path} link {target}";
            }

            string mode = OperatingSystem.IsWindows() ? string.Empty : entry.UnixFileMode.ToString();
            string about = entry is FileInfo file ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.FullName))) : "folder";
            return $"{path} {mode} {entry.LastWriteTimeUtc.Ticks} {about}";
        }
    }

    /// <summary>A day of work.</summary>
    public void Live()
    {
        for (int i = 0; i < 40; i++)
        {
            Add();
        }

        Each(60, path => Write(path));
        Each(15, Forge);
        Each(30, path => Rename(path, path + ".renamed"));
        Each(30, path =>
        {
            File.Delete(path);
            _paths.Remove(path);
        });

        // Not those whose content changed without a trace: with another mode beside it the content is not looked at.
        string[] others = [.. _paths.Where(path => _random.Next(_paths.Count) < 20 && new FileInfo(path).LinkTarget is null && !_forged.Contains(path))];
        _forged.Clear();
        Shell.Run("chmod", [_random.Next(2) == 0 ? "600" : "640", _root, .. others]).MustSucceed();
        Each(6, Turn);
        MoveAFolder();
    }

    private void Each(int count, Action<string> change)
    {
        for (int i = 0; i < count; i++)
        {
            change(_paths[_random.Next(_paths.Count)]);
        }
    }

    private void Add()
    {
        string folder = Path.Join(_root, $"a{_random.Next(9)}", $"b{_random.Next(9)}");
        Directory.CreateDirectory(folder);
        string path = Path.Join(folder, (++_made).ToString(CultureInfo.InvariantCulture));
        Write(path);
        _paths.Add(path);
    }

    private void Write(string path)
    {
        byte[] bytes = new byte[_random.Next(20) == 0 ? 0 : _random.Next(600)];
        _random.NextBytes(bytes);
        if (new FileInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
        }

        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, Epoch.AddSeconds(_random.Next(100_000_000)));
    }

    // Neither size nor time tell of it.
    private void Forge(string path)
    {
        FileInfo file = new(path);
        if (file.LinkTarget is null && file.Length > 0)
        {
            DateTime time = file.LastWriteTimeUtc;
            byte[] bytes = new byte[file.Length];
            _random.NextBytes(bytes);
            File.WriteAllBytes(path, bytes);
            File.SetLastWriteTimeUtc(path, time);
            _forged.Add(path);
        }
    }

    private void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        _paths.RemoveAll(path => path == from || path == to);
        _paths.Add(to);
    }

    private void Turn(string path)
    {
        File.Delete(path);
        if (_random.Next(2) == 0)
        {
            File.CreateSymbolicLink(path, $"target-{_random.Next()}");
            return;
        }

        Directory.CreateDirectory(path);
        string inside = Path.Join(path, "inside");
        Write(inside);
        _paths.Remove(path);
        _paths.Add(inside);
    }

    private void MoveAFolder()
    {
        string[] folders = Directory.GetDirectories(Path.Join(_root, $"a{_random.Next(9)}"));
        string from = folders[_random.Next(folders.Length)];
        string to = $"{from}-moved-{_random.Next()}";
        Directory.Move(from, to);
        for (int i = 0; i < _paths.Count; i++)
        {
            if (_paths[i].StartsWith(from + "/", StringComparison.Ordinal))
            {
                _paths[i] = to + _paths[i][from.Length..];
            }
        }
    }
}
