using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Versions;

namespace SnapBack.Restoring;

/// <summary>
/// Says where the content lies that a run saw under a path: in the copy, while nothing replaced it, else in the version that the first run after it
/// moved aside. By the record alone; whether the bytes there are the right ones their hash must tell. Used by one thread.
/// </summary>
internal sealed class ContentOfRun
{
    private readonly LaterContent _later;

    public ContentOfRun(CatalogReader catalog, long run, int pair)
    {
        _later = catalog.Later(run, pair);
    }

    /// <summary>Where the content of a file lies below the destination's root.</summary>
    /// <exception cref="TreeException">It can't be had, and why.</exception>
    public RelativePath Find(RelativePath path, ListRow row)
    {
        if (_later.VersionOf(row.Path, row.FromRun) is not { } version)
        {
            // With a hash the bytes themselves tell, should the copy hold that content again.
            return _later.ReplacedBy(row.Path) is { } replacedBy && row.State.Sha256 is null
                ? throw Gone($"run {replacedBy} replaced it and kept no version of it")
                : path;
        }

        if (version.DroppedBy is { } droppedBy)
        {
            throw Gone($"run {version.MovedBy} moved it aside, and the retention of run {droppedBy} removed it");
        }

        if (version.IsConflict)
        {
            throw Gone($"somebody changed the copy before run {version.MovedBy} replaced it; the changed file lies in '{StorePath.Of(version.Folder, path)}'");
        }

        return StorePath.Of(version.Folder, path);
    }

    /// <summary>Why a path can't be had from the copy, where neither copy nor versions hold it.</summary>
    public string WhyNot(ListRow row, bool isThere) => _later.ReplacedBy(row.Path) is { } replacedBy
        ? $"the backup holds another version of it by now: run {replacedBy} replaced it and kept none"
        : isThere ? "the backup holds another version of it by now" : "the backup does not hold it any more, and no version of it was kept";

    private static TreeException Gone(string why) => new(new ActionError(ErrorKind.NotFound, 0, "restore", why));
}
