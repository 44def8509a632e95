using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// Files with several names: the first name met leads and is copied like any file, the others are given to what it brought over. A
/// file is forgotten when all its names were seen, so that memory follows the files whose names are still incomplete. Thread-safe.
/// </summary>
internal sealed class HardLinks
{
    private readonly Dictionary<(int Pair, ulong Volume, ulong File), Group> _groups = [];
    private readonly Lock _gate = new();

    /// <summary>The name that leads.</summary>
    /// <param name="Path">Its path.</param>
    /// <param name="PresentFileId">Number of the destination file under this name, or 0 when it is copied anew.</param>
    /// <param name="IsSettled">False when the name may still get a new file, because its content is looked at first.</param>
    public readonly record struct Leader(RelativePath Path, ulong PresentFileId, bool IsSettled);

    /// <summary>Takes part as <paramref name="self"/>; returns the leader when another name leads.</summary>
    public Leader? Join(int pair, Entry source, Leader self)
    {
        (int, ulong, ulong) key = (pair, source.VolumeNumber, source.FileId);
        lock (_gate)
        {
            if (!_groups.TryGetValue(key, out Group? group))
            {
                _groups.Add(key, new Group(self, source.LinkCount - 1));
                return null;
            }

            if (--group.Missing == 0)
            {
                _groups.Remove(key);
            }

            return group.Leader;
        }
    }

    private sealed class Group(Leader leader, uint missing)
    {
        public Leader Leader { get; } = leader;

        public uint Missing { get; set; } = missing;
    }
}
