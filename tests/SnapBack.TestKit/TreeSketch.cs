using System.Text;
using Shouldly;

namespace SnapBack.TestKit;

/// <summary>
/// A tree as a value, to make on disk and to compare with what is there. Import it statically:
/// <code>
/// TreeSketch tree = Dir(
///     ("keep.txt", File("same")),
///     ("docs", Dir(("a.txt", File("v2", at: T2)), ("link", Link("../keep.txt")))));
/// tree.Create(path);  run.Execute();  expected.ShouldEqual(path);
/// </code>
/// Immutable. Compares names, kinds, contents, link targets, and times where the sketch gives one.
/// </summary>
public abstract record TreeSketch
{
    private TreeSketch()
    {
    }

    /// <summary>A folder and what is in it.</summary>
    public static TreeSketch Dir(params (string Name, TreeSketch Node)[] children) => new DirNode(children);

    /// <summary>A file with text in it.</summary>
    public static TreeSketch File(string text = "", DateTimeOffset? at = null) => new FileNode(Encoding.UTF8.GetBytes(text), at);

    /// <summary>A file with bytes in it.</summary>
    public static TreeSketch File(byte[] bytes, DateTimeOffset? at = null) => new FileNode(bytes, at);

    /// <summary>A symbolic link.</summary>
    public static TreeSketch Link(string target) => new LinkNode(target);

    /// <summary>Makes the tree at <paramref name="path"/>; what is there already stays, files of the same name are overwritten.</summary>
    public abstract void Create(string path);

    /// <summary>Fails unless exactly this is at <paramref name="path"/>; names in <paramref name="ignore"/> are left out at every depth.</summary>
    public void ShouldEqual(string path, params string[] ignore)
    {
        List<string> expected = [];
        Describe(".", expected);
        HashSet<string> timed = [.. expected.Where(line => line.Contains(TimeMark, StringComparison.Ordinal)).Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)])];
        List<string> actual = [];
        DescribeDisk(path, ".", ignore, timed, actual);
        string.Join('\n', actual).ShouldBe(string.Join('\n', expected), $"The tree at {path} is not the one expected.");
    }

    private const string TimeMark = " at ";

    /// <summary>One line per entry, in ordinal order of the names.</summary>
    private protected abstract void Describe(string name, List<string> lines);

    private static string FileLine(string name, byte[] bytes, DateTimeOffset? at)
    {
        string time = at is { } moment ? $"{TimeMark}{moment.UtcDateTime:O}" : string.Empty;
        return $"{Quote(name)} file{time} {bytes.Length} bytes: {Quote(Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 200))))} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))[..12]}";
    }

    private static string Quote(string text) => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal);

    private static void DescribeDisk(string path, string name, string[] ignore, HashSet<string> timed, List<string> lines)
    {
        FileInfo file = new(path);
        if (file.LinkTarget is { } target)
        {
            lines.Add($"{Quote(name)} link to {Quote(target)}");
        }
        else if (Directory.Exists(path))
        {
            lines.Add($"{Quote(name)} folder");
            foreach (string child in Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal))
            {
                if (!ignore.Contains(child))
                {
                    DescribeDisk(Path.Join(path, child), $"{name}/{child}", ignore, timed, lines);
                }
            }
        }
        else if (file.Exists)
        {
            lines.Add(FileLine(name, System.IO.File.ReadAllBytes(path), timed.Contains(Quote(name)) ? file.LastWriteTimeUtc : null));
        }
        else
        {
            lines.Add($"{Quote(name)} missing");
        }
    }

    private sealed record DirNode((string Name, TreeSketch Node)[] Children) : TreeSketch
    {
        public override void Create(string path)
        {
            Directory.CreateDirectory(path);
            foreach ((string name, TreeSketch node) in Children)
            {
                node.Create(Path.Join(path, name));
            }
        }

        private protected override void Describe(string name, List<string> lines)
        {
            lines.Add($"{Quote(name)} folder");
            foreach ((string child, TreeSketch node) in Children.OrderBy(child => child.Name, StringComparer.Ordinal))
            {
                node.Describe($"{name}/{child}", lines);
            }
        }
    }

    private sealed record FileNode(byte[] Bytes, DateTimeOffset? At) : TreeSketch
    {
        public override void Create(string path)
        {
            System.IO.File.WriteAllBytes(path, Bytes);
            if (At is { } at)
            {
                System.IO.File.SetLastWriteTimeUtc(path, at.UtcDateTime);
            }
        }

        private protected override void Describe(string name, List<string> lines) => lines.Add(FileLine(name, Bytes, At));
    }

    private sealed record LinkNode(string Target) : TreeSketch
    {
        public override void Create(string path) => System.IO.File.CreateSymbolicLink(path, Target);

        private protected override void Describe(string name, List<string> lines) => lines.Add($"{Quote(name)} link to {Quote(Target)}");
    }
}
