#pragma warning disable CA1822, IDE0005
using SnapBack.Errors;
using SnapBack.Snapshots;


namespace SnapBack.Trees.Unix
{
    internal static class UnixTree
    {
        public static ITree OpenSource(string source, SourceView view) => throw new SnapBackException(ErrorCode.NotAvailable, $"{source} {view}");

        public static ITree? Peek(string destination) => throw new SnapBackException(ErrorCode.NotAvailable, destination);
    }

    internal static class UnixDestination
    {
        public static IDestinationTree Open(string destination, DestinationTraits? traits) => throw new SnapBackException(ErrorCode.NotAvailable, $"{destination} {traits}");
    }
}

namespace SnapBack.Snapshots.Btrfs
{
    internal sealed class BtrfsSnapshotProvider : ISnapshotProvider
    {
        public string Name => "btrfs";

        public string? WhyNot(string source) => "not there";

        public ISnapshotSession Create(IReadOnlyList<string> sources, ISnapshotLedger ledger, CancellationToken cancellation) => throw new SnapshotException("not there");

        public bool TryRemoveLeftover(SnapshotNote note) => false;
    }
}
