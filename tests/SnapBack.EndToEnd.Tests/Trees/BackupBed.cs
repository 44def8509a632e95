using System.Text;
using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>A source, a destination and a catalog of their own. After every run the source is found untouched and the record is held against the disk.</summary>
internal sealed class BackupBed : IDisposable
{
    private readonly TempFolder _temp = new();
    private int _runs;

    public BackupBed()
    {
        Require.Linux();
        Require.Program("rsync");
        Require.Program("python3");
        Source = _temp.Folder("source");
        Destination = _temp.At("destination");
        Program = new SnapBackProgram(_temp.Folder("state"));
    }

    public SnapBackProgram Program { get; }

    public string Source { get; }

    public string Destination { get; }

    /// <summary>Names that the job of the test leaves out at every depth.</summary>
    public string[] Excluded { get; set; } = [];

    /// <summary>False where hashing all of a large destination takes too long.</summary>
    public bool ReadsContent { get; set; } = true;

    /// <summary>A path beside source and destination.</summary>
    public string At(string name) => _temp.At(name);

    /// <summary>A path in the source.</summary>
    public string InSource(string path) => Path.Join(Source, path);

    /// <summary>A path in the destination.</summary>
    public string InDestination(string path) => Path.Join(Destination, path);

    /// <summary>Writes a file with its folders.</summary>
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Removes a folder with all in it.</summary>
    public static void RemoveTree(string path) => Shell.Run("rm", ["-rf", "--", path]).MustSucceed();

    /// <summary>Runs a backup with <c>--json</c> and checks its record.</summary>
    public BackupAnswer Mirror(params string[] options) => Backup("mirror", options);

    /// <inheritdoc cref="Mirror"/>
    public BackupAnswer Incremental(params string[] options) => Backup("incremental", options);

    /// <summary>Runs a backup with <c>--json</c> and does not look at its record.</summary>
    public BackupAnswer Unchecked(string mode, params string[] options) => new(Program.Backup(Source, Destination, ["--mode", mode, "--json", .. options]));

    /// <summary>The rows of <c>catalog files last</c> for which something was done.</summary>
    public IReadOnlyList<JsonElement> Handled() => [.. Program.Rows("files", "last").Where(row => row.GetProperty("action").GetString() != "none")];

    /// <summary>The path of a row as <see cref="TreeMarks"/> writes it.</summary>
    public static string MarkOf(JsonElement row)
    {
        byte[] bytes = row.TryGetProperty("pathBytes", out JsonElement exact) ? exact.GetBytesFromBase64() : Encoding.UTF8.GetBytes(row.GetProperty("path").GetString()!);
        StringBuilder mark = new("./");
        foreach (byte b in bytes)
        {
            mark.Append(b is > 32 and < 127 and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:x2}");
        }

        return mark.ToString();
    }

    /// <summary>Fails unless rsync finds no difference; pipes, sockets and devices of the source are not looked for.</summary>
    public void ShouldBeEqual(params string[] exclude) => Rsync.Differences(Source, Destination, exclude).ShouldBeEmpty();

    /// <summary>Runs a program in the source.</summary>
    public void InSource(string program, params string[] arguments) => Shell.Run(Require.Program(program), arguments, Source).MustSucceed();

    public void Dispose() => _temp.Dispose();

    private BackupAnswer Backup(string mode, string[] options)
    {
        RecordCheck check = new(Source, Destination, At($"check-{++_runs}"));
        TreeMarks source = TreeMarks.Of(Source);
        BackupAnswer answer = Unchecked(mode, options);
        answer.ExitCode.ShouldBeLessThan(8, answer.Text);
        TreeMarks.Of(Source).TouchedSince(source).ShouldBeEmpty("the source was touched");
        check.Complaints(Program.CatalogJson("ls", "last"), Program.CatalogJson("files", "last"), mode, ReadsContent, Excluded).ShouldBeEmpty(answer.Text);
        return answer;
    }
}
