namespace SnapBack.TestKit;

/// <summary>
/// Holds what the catalog says of a run against both sides of the disk: every entry of the source is told of once, with the right class and action, and
/// the tree of the run is what the destination holds. A script of its own does it; it knows only the product's words.
/// </summary>
public sealed class RecordCheck
{
    private readonly string _source;
    private readonly string _destination;
    private readonly string _work;

    /// <summary>Takes one pair as it is before the run.</summary>
    /// <param name="source">The source.</param>
    /// <param name="destination">The destination; need not exist.</param>
    /// <param name="work">A folder for the check's own files.</param>
    public RecordCheck(string source, string destination, string work)
    {
        _source = source;
        _destination = destination;
        _work = work;
        Directory.CreateDirectory(work);
        Python.Run("record.py", "before", destination, Path.Join(work, "before"));
    }

    /// <summary>What is not so, a line each; empty when the record is true.</summary>
    /// <param name="list">Answer of <c>catalog ls RUN --format json</c>.</param>
    /// <param name="files">Answer of <c>catalog files RUN --format json</c>.</param>
    /// <param name="mode"><c>mirror</c> or <c>incremental</c>.</param>
    /// <param name="readsContent">False to leave out the hashes.</param>
    /// <param name="excluded">Names that the job leaves out at every depth.</param>
    public string[] Complaints(byte[] list, byte[] files, string mode, bool readsContent, params string[] excluded)
    {
        File.WriteAllBytes(Path.Join(_work, "ls"), list);
        File.WriteAllBytes(Path.Join(_work, "files"), files);
        string read = readsContent ? "hash" : "nohash";
        return Python.Run("record.py", ["check", _source, _destination, Path.Join(_work, "before"), Path.Join(_work, "ls"), Path.Join(_work, "files"), mode, read, .. excluded]).Lines;
    }
}
