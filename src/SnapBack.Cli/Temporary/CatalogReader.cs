#pragma warning disable CA1822, IDE0005
using SnapBack.Errors;

namespace SnapBack.Catalog;

internal sealed class CatalogReader : IDisposable
{
    public static CatalogReader Open(string file) => throw new SnapBackException(ErrorCode.CatalogMissing, $"There is no catalog at {file}.");

    public IReadOnlyList<RunRow> Runs(string? job, int? last) => [];

    public long ResolveRun(string word) => 0;

    public RunDetails Show(long run) => new(0);

    public IEnumerable<FileRow> Files(long run, string? action, string? @class, string? glob) => [];

    public IEnumerable<ListRow> List(long run, string? path) => [];

    public void Dispose()
    {
    }
}

internal sealed record RunRow(
    long Id, string Job, string Kind, string Mode, string Source, string Destination, string Started, string? Ended, int? ExitCode, string Status, string? Snapshot, long FilesCopied, long BytesCopied, long FilesFailed);

internal sealed record RunDetails(long Id);

internal sealed record FileRow(
    string Path, string Class, string Action, string Outcome, string Kind, long? Size, string? Modified, string View, string? Sha256, string? Error);

internal sealed record ListRow(string Path, string Kind, long Size, string? Modified, uint Mode, string? LinkTarget, string? Sha256);
