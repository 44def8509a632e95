using System.Globalization;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>A source that looks different every night: nested folders, files of 0 to 300 KB, some with a second name. The same random numbers give the same tree.</summary>
internal sealed class ChangingTree
{
    private const int FilesPerFolder = 40;
    private const int SecondNameEvery = 50;

    private readonly string _root;
    private readonly Random _random;
    private readonly List<string> _files = [];
    private int _made;

    public ChangingTree(string root, int files, Random random)
    {
        _root = root;
        _random = random;
        for (int i = 0; i < files; i++)
        {
            Add();
        }
    }

    /// <summary>Rewrites, adds and removes; <paramref name="share"/> of the files is touched.</summary>
    public void Change(double share)
    {
        int count = (int)(_files.Count * share);
        for (int i = 0; i < count; i++)
        {
            Write(_files[_random.Next(_files.Count)]);
        }

        for (int i = 0; i < count / 20; i++)
        {
            int victim = _random.Next(_files.Count);
            File.Delete(_files[victim]);
            _files.RemoveAt(victim);
            Add();
        }
    }

    private void Add()
    {
        string folder = Path.Join(_root, $"a{_made / FilesPerFolder % 7}", $"b{_made / FilesPerFolder % 5}", $"c{_made / FilesPerFolder}");
        Directory.CreateDirectory(folder);
        string path = Path.Join(folder, _made.ToString(CultureInfo.InvariantCulture) + ".dat");
        Write(path);
        _files.Add(path);
        if (_made % SecondNameEvery == 1)
        {
            string second = Path.Join(_root, "a0", $"second-{_made}.dat");
            Shell.Run("ln", [path, second]).MustSucceed();
            _files.Add(second);
        }

        _made++;
    }

    // Most files are small, a few are large, as on a real disk. Written anew, not appended, so that hard links keep their partner.
    private void Write(string path)
    {
        byte[] bytes = new byte[_random.Next(40) switch { 0 => 0, 1 => _random.Next(300_000), _ => _random.Next(12_000) }];
        _random.NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
    }
}
