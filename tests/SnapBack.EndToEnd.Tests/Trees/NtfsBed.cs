using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>Two volumes of NTFS under ntfs-3g, a tree on the first, a catalog beside them.</summary>
internal sealed class NtfsBed : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly LoopVolume _first;
    private readonly LoopVolume _second;

    /// <param name="destination">File system of the second volume.</param>
    public NtfsBed(VolumeKind destination = VolumeKind.Ntfs)
    {
        try
        {
            _first = LoopVolume.Create(VolumeKind.Ntfs, 300);
            _second = LoopVolume.Create(destination);
        }
        catch
        {
            _first?.Dispose();
            _temp.Dispose();
            throw;
        }

        Source = Directory.CreateDirectory(_first.At("tree")).FullName;
        Destination = _second.At("copy");
        Program = new SnapBackProgram(_temp.Folder("state"));
    }

    public SnapBackProgram Program { get; }

    public string Source { get; }

    public string Destination { get; }

    /// <summary>Root of the volume that the tree lies on.</summary>
    public string SourceVolume => _first.MountPoint;

    /// <summary>Root of the other volume.</summary>
    public string DestinationVolume => _second.MountPoint;

    /// <summary>A path beside the volumes.</summary>
    public string At(string name) => _temp.At(name);

    /// <summary>Runs a mirror of the tree.</summary>
    public BackupAnswer Mirror(params string[] options) => Mirror(Source, options);

    /// <summary>Runs a mirror of another folder than the tree.</summary>
    public BackupAnswer Mirror(string source, string[] options) =>
        new(Program.Backup(source, Destination, ["--mode", "mirror", "--json", .. options]));

    /// <summary>Asks the catalog with SQLite's own program.</summary>
    public string Sql(string question) => Shell.Run(Require.Program("sqlite3"), [Program.Catalog, question]).MustSucceed().Output.Trim();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _temp.Dispose();
    }
}
