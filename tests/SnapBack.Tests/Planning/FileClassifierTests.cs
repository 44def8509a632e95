using Shouldly;
using SnapBack.Planning;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class FileClassifierTests
{
    private static readonly Timestamp Time = new(1_700_000_000, 500);
    private static readonly Timestamp Changed = new(1_700_000_100, 0);

    private static readonly string[] Sides = ["file", "dir", "link", "none"];
    private static readonly string[] Times = ["same", "newer", "older"];
    private static readonly string[] Sizes = ["same", "other"];
    private static readonly string[] AttributeKinds = ["same", "mode", "owner", "group", "dos"];
    private static readonly string[] KnownKinds = ["unknown", "same", "moved"];

    // One row per combination of: kinds, time, size, attributes, what is known of the change time. Later columns do not count once one has spoken.
    private static readonly (string Kinds, string Time, string Size, string Attributes, string Known, FileClass Expected)[] Rows =
    [
        .. Product("file-file", "newer", "*", "*", "*", FileClass.Newer),
        .. Product("file-file", "older", "*", "*", "*", FileClass.Older),
        .. Product("file-file", "same", "other", "*", "*", FileClass.Changed),
        .. Product("file-file", "same", "same", "mode", "*", FileClass.Tweaked),
        .. Product("file-file", "same", "same", "owner", "*", FileClass.Tweaked),
        .. Product("file-file", "same", "same", "group", "*", FileClass.Tweaked),
        .. Product("file-file", "same", "same", "dos", "*", FileClass.Tweaked),
        .. Product("file-file", "same", "same", "same", "unknown", FileClass.Same),
        .. Product("file-file", "same", "same", "same", "same", FileClass.Same),
        .. Product("file-file", "same", "same", "same", "moved", FileClass.Modified),
        .. Product("link-link", "newer", "*", "*", "*", FileClass.Newer),
        .. Product("link-link", "older", "*", "*", "*", FileClass.Older),
        .. Product("link-link", "same", "other", "*", "*", FileClass.Changed),
        .. Product("link-link", "same", "same", "owner", "*", FileClass.Tweaked),
        .. Product("link-link", "same", "same", "group", "*", FileClass.Tweaked),
        .. Product("link-link", "same", "same", "dos", "*", FileClass.Tweaked),
        .. Product("link-link", "same", "same", "mode", "unknown", FileClass.Same),
        .. Product("link-link", "same", "same", "mode", "same", FileClass.Same),
        .. Product("link-link", "same", "same", "mode", "moved", FileClass.Modified),
        .. Product("link-link", "same", "same", "same", "unknown", FileClass.Same),
        .. Product("link-link", "same", "same", "same", "same", FileClass.Same),
        .. Product("link-link", "same", "same", "same", "moved", FileClass.Modified),
        .. Product("dir-dir", "*", "*", "mode", "*", FileClass.Tweaked),
        .. Product("dir-dir", "*", "*", "owner", "*", FileClass.Tweaked),
        .. Product("dir-dir", "*", "*", "group", "*", FileClass.Tweaked),
        .. Product("dir-dir", "*", "*", "dos", "*", FileClass.Tweaked),
        .. Product("dir-dir", "*", "*", "same", "*", FileClass.Same),
        .. Product("file-dir", "*", "*", "*", "*", FileClass.Mismatch),
        .. Product("dir-file", "*", "*", "*", "*", FileClass.Mismatch),
        .. Product("dir-link", "*", "*", "*", "*", FileClass.Mismatch),
        .. Product("link-dir", "*", "*", "*", "*", FileClass.Mismatch),
        .. Product("file-link", "*", "*", "*", "*", FileClass.Changed),
        .. Product("link-file", "*", "*", "*", "*", FileClass.Changed),
        .. Product("file-none", "*", "*", "*", "*", FileClass.New),
        .. Product("dir-none", "*", "*", "*", "*", FileClass.New),
        .. Product("link-none", "*", "*", "*", "*", FileClass.New),
        .. Product("none-file", "*", "*", "*", "*", FileClass.Extra),
        .. Product("none-dir", "*", "*", "*", "*", FileClass.Extra),
        .. Product("none-link", "*", "*", "*", "*", FileClass.Extra),
    ];

    private static readonly DestinationTraits Full = new() { FileSystem = "all", KeepsMode = true, KeepsOwner = true, AttributesKept = 0x21 };

    [Fact]
    public void EveryCombinationHasExactlyOneRow()
    {
        var expected =
            from source in Sides
            from destination in Sides
            where source != "none" || destination != "none"
            from time in Times
            from size in Sizes
            from attributes in AttributeKinds
            from known in KnownKinds
            select ($"{source}-{destination}", time, size, attributes, known);

        Rows.Select(r => (r.Kinds, r.Time, r.Size, r.Attributes, r.Known)).Order().ShouldBe(expected.Order());
    }

    [Fact]
    public void EveryRowHolds()
    {
        foreach (var row in Rows)
        {
            string[] kinds = row.Kinds.Split('-');
            Entry? source = Source(kinds[0]);
            Entry? destination = Destination(kinds[1], row.Time, row.Size, row.Attributes);
            Timestamp? known = row.Known switch { "unknown" => null, "same" => Changed, _ => new Timestamp(Changed.Seconds - 1, 0) };

            FileClassifier.Classify(source, destination, Full, known).ShouldBe(row.Expected, row.ToString());
        }
    }

    [Theory]
    [InlineData("mode", FileClass.Same)]
    [InlineData("owner", FileClass.Same)]
    [InlineData("group", FileClass.Same)]
    [InlineData("dos", FileClass.Same)]
    public void WhatTheDestinationCanNotHoldIsNotCompared(string attributes, FileClass expected)
    {
        DestinationTraits poor = new() { FileSystem = "fat" };

        FileClassifier.Classify(Source("file"), Destination("file", "same", "same", attributes), poor, null).ShouldBe(expected);
        FileClassifier.Classify(Source("dir"), Destination("dir", "same", "same", attributes), poor, null).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0, FileClass.Same)]
    [InlineData(1_999, FileClass.Same)]
    [InlineData(2_000, FileClass.Newer)]
    public void TimesWithinTheGranularityAreEqual(int milliseconds, FileClass expected)
    {
        DestinationTraits coarse = new() { FileSystem = "fat", TimeGranularity = TimeSpan.FromSeconds(2) };
        Entry source = new() { Name = "x", Kind = EntryKind.File, Modified = new Timestamp(1000 + (milliseconds / 1000), milliseconds % 1000 * 1_000_000) };
        Entry destination = new() { Name = "x", Kind = EntryKind.File, Modified = new Timestamp(1000, 0) };

        FileClassifier.Classify(source, destination, coarse, null).ShouldBe(expected);
    }

    private static IEnumerable<(string, string, string, string, string, FileClass)> Product(
        string kinds, string time, string size, string attributes, string known, FileClass expected) =>
        from t in time == "*" ? Times : [time]
        from s in size == "*" ? Sizes : [size]
        from a in attributes == "*" ? AttributeKinds : [attributes]
        from k in known == "*" ? KnownKinds : [known]
        select (kinds, t, s, a, k, expected);

    private static Entry? Source(string kind) => kind == "none" ? null : Make(kind, Time, 7, 0x1A4, 1, 2, 0x20);

    private static Entry? Destination(string kind, string time, string size, string attributes)
    {
        Timestamp modified = time switch { "newer" => new(Time.Seconds, 499), "older" => new(Time.Seconds, 501), _ => Time };
        return kind == "none" ? null : Make(
            kind,
            modified,
            size == "same" ? 7 : 8,
            attributes == "mode" ? 0x1A5u : 0x1A4u,
            attributes == "owner" ? 9u : 1u,
            attributes == "group" ? 9u : 2u,
            attributes == "dos" ? 0x21u : 0x20u);
    }

    private static Entry Make(string kind, Timestamp modified, long size, uint mode, uint owner, uint group, uint attributes) => new()
    {
        Name = "x",
        Kind = kind switch { "file" => EntryKind.File, "dir" => EntryKind.Directory, _ => EntryKind.SymbolicLink },
        Modified = modified,
        Changed = Changed,
        Size = size,
        Mode = mode,
        Owner = owner,
        Group = group,
        Attributes = attributes,
    };
}
