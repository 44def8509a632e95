using SnapBack.Catalog;
using SnapBack.TestKit;

namespace SnapBack.Tests.Catalog;

/// <summary>A folder in memory, where there is one, with a place for a catalog. Durability itself is not what these tests look at.</summary>
public abstract class CatalogTestBase : IDisposable
{
    protected CatalogTestBase()
    {
        Folder = new TempFolder(Directory.Exists("/dev/shm") ? "/dev/shm" : null);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(Folder.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File = Folder.At("state", "catalog.db");
    }

    protected TempFolder Folder { get; }

    protected string File { get; }

    public virtual void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected CatalogWriter Open() => CatalogWriter.Open(File, TimeProvider.System);

    /// <summary>One whole run that says nothing but these records.</summary>
    internal long Run(params SnapBack.Catalog.PathRecord[] records) => Run(Some.Start(), Some.End(), records);

    internal long Run(RunStart start, RunEnd end, params SnapBack.Catalog.PathRecord[] records)
    {
        using CatalogWriter writer = Open();
        long run = writer.BeginRun(start);
        writer.Record(records);
        writer.EndRun(end);
        return run;
    }

    /// <summary>Asks the sqlite3 program, which shares no code with the product's library but its origin.</summary>
    protected string[] Sqlite(string sql) => Shell.Run(Require.Program("sqlite3"), ["-batch", "-noheader", File, sql]).MustSucceed().Lines;
}
