using Shouldly;
using SnapBack.Planning;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class FolderDigestTests
{
    private static readonly Entry Self = Make();

    [Fact]
    public void TheSameEntriesGiveTheSameDigest()
    {
        Of(Make(), Make(name: "b")).ShouldBe(Of(Make(), Make(name: "b")));
        Of(Make()).Length.ShouldBe(FolderDigest.Length);
    }

    [Fact]
    public void AnySingleChangeOfAFileChangesTheDigest()
    {
        Entry[] changed =
        [
            Make(name: "B"), Make(kind: EntryKind.SymbolicLink), Make(size: 11), Make(modified: new(100, 1)), Make(modified: new(101, 0)), Make(changed: new(200, 1)), Make(changed: new(201, 0)),
            Make(mode: 0x1A5), Make(owner: 2), Make(group: 2), Make(attributes: 1), Make(fileId: 2),
        ];

        byte[][] all = [Of(Make()), Of(), Of(Make(), Make(name: "b")), .. changed.Select(e => Of(e))];

        all.Select(Convert.ToHexString).Distinct().Count().ShouldBe(all.Length);
    }

    [Fact]
    public void AnySingleChangeOfTheFolderItselfChangesTheDigest()
    {
        Entry[] changed =
        [
            Make(kind: EntryKind.Directory), Make(kind: EntryKind.Directory, modified: new(100, 1)), Make(kind: EntryKind.Directory, changed: new(201, 0)),
            Make(kind: EntryKind.Directory, mode: 1), Make(kind: EntryKind.Directory, owner: 2), Make(kind: EntryKind.Directory, group: 2),
        ];

        changed.Select(self => Convert.ToHexString(Digest(self))).Distinct().Count().ShouldBe(changed.Length);
    }

    [Fact]
    public void OfAFolderInItOnlyNameAndKindCount()
    {
        Of(Make(kind: EntryKind.Directory)).ShouldBe(Of(Make(kind: EntryKind.Directory, size: 12, modified: new(1, 1), changed: new(1, 1), mode: 1, owner: 5)));
        Of(Make(kind: EntryKind.Directory)).ShouldNotBe(Of(Make(kind: EntryKind.Directory, name: "b")));
        Of(Make(kind: EntryKind.Directory)).ShouldNotBe(Of(Make(kind: EntryKind.File)));
    }

    [Fact]
    public void EntriesByTheThousandCount()
    {
        Entry[] many = [.. Enumerable.Range(0, 3000).Select(i => Make(name: $"{new string('n', 200)}{i}"))];
        byte[] whole = Of(many);

        many[1500] = Make(name: many[1500].Name, size: 11);

        Of(many).ShouldNotBe(whole);
    }

    [Fact]
    public void TheSealHangsOnTheRulesAndOnBothSidesInTheirPlaces()
    {
        byte[] seal = FolderDigest.Seal([1], [2], [3]);

        FolderDigest.Seal([1], [2], [3]).ShouldBe(seal);
        FolderDigest.Seal([9], [2], [3]).ShouldNotBe(seal);
        FolderDigest.Seal([1], [9], [3]).ShouldNotBe(seal);
        FolderDigest.Seal([1], [2], [9]).ShouldNotBe(seal);
        FolderDigest.Seal([1], [3], [2]).ShouldNotBe(seal);
    }

    private static byte[] Of(params Entry[] entries) => Digest(Self, entries);

    private static byte[] Digest(Entry self, params Entry[] entries)
    {
        using FolderDigest digest = new();
        digest.Add(self, isSelf: true);
        foreach (Entry entry in entries)
        {
            digest.Add(entry, isSelf: false);
        }

        return digest.Take();
    }

    private static Entry Make(
        string name = "a", EntryKind kind = EntryKind.File, long size = 10, Timestamp? modified = null, Timestamp? changed = null, uint mode = 0x1A4, uint owner = 1, uint group = 1,
        uint attributes = 0, ulong fileId = 1) => new()
        {
            Name = name,
            Kind = kind,
            Size = size,
            Modified = modified ?? new(100, 0),
            Changed = changed ?? new(200, 0),
            Mode = mode,
            Owner = owner,
            Group = group,
            Attributes = attributes,
            FileId = fileId,
        };
}
