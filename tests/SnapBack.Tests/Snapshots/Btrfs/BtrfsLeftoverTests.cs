using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Snapshots;
using Xunit;

namespace SnapBack.Tests.Snapshots.Btrfs;

[SupportedOSPlatform("linux")]
public sealed class BtrfsLeftoverTests
{
    [SkippableFact]
    public void TheSnapshotsOfARunThatWasKilledAreRemovedByTheirNotes()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        bed.Subvolume("data/inner");
        SnapshotNote[] notes = Abandon(bed, data);
        bed.Snapshots.Length.ShouldBe(2);

        notes.ShouldAllBe(note => bed.Provider.TryRemoveLeftover(note));

        bed.Snapshots.ShouldBeEmpty();
        notes.ShouldAllBe(note => bed.Provider.TryRemoveLeftover(note), "what is gone already counts as gone");
    }

    [SkippableFact]
    public void ANoteWhoseSnapshotWasNeverMadeIsSettled()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        SnapshotNote made = Abandon(bed, data).ShouldHaveSingleItem();

        bed.Provider.TryRemoveLeftover(made with { Id = $"{data}/.snapback-snapshot-0123456789abcdef" }).ShouldBeTrue();

        bed.Snapshots.Length.ShouldBe(1);
    }

    [SkippableFact]
    public void WhatIsNotOursIsRefusedAndStays()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        string other = bed.Subvolume("other");
        SnapshotNote made = Abandon(bed, data).ShouldHaveSingleItem();
        string Named(int digit) => $"{data}/.snapback-snapshot-{digit:x16}";
        BtrfsBed.Run("btrfs", "-q", "subvolume", "create", Named(1));
        Directory.CreateDirectory(Named(2));
        File.CreateSymbolicLink(Named(3), made.Id);
        BtrfsBed.Run("btrfs", "-q", "subvolume", "snapshot", "-r", other, Named(4));
        BtrfsBed.Run("btrfs", "-q", "subvolume", "snapshot", data, Named(5));
        File.WriteAllText(Named(6), "plain");
        BtrfsBed.Run("btrfs", "-q", "subvolume", "snapshot", "-r", data, $"{data}/mine");
        BtrfsBed.Run("btrfs", "-q", "subvolume", "snapshot", "-r", data, $"{data}/.snapback-snapshot-mine");
        BtrfsBed.Run("btrfs", "-q", "subvolume", "snapshot", "-r", data, bed.At("other/.snapback-snapshot-0000000000000007"));
        File.CreateSymbolicLink(bed.At("link"), data);
        string before = BtrfsBed.Run("btrfs", "subvolume", "list", bed.Volume.MountPoint).Output;

        for (int digit = 1; digit <= 6; digit++)
        {
            bed.Provider.TryRemoveLeftover(made with { Id = Named(digit) }).ShouldBeFalse();
            Path.Exists(Named(digit)).ShouldBeTrue();
        }

        string ours = Path.GetFileName(made.Id);
        bed.Provider.TryRemoveLeftover(made with { Id = $"{data}/mine" }).ShouldBeFalse();
        bed.Provider.TryRemoveLeftover(made with { Id = $"{data}/.snapback-snapshot-mine" }).ShouldBeFalse();
        bed.Provider.TryRemoveLeftover(made with { Id = bed.At("other/.snapback-snapshot-0000000000000007") }).ShouldBeFalse();
        bed.Provider.TryRemoveLeftover(made with { Id = bed.At($"link/{ours}") }).ShouldBeFalse("a link stands in the path");
        bed.Provider.TryRemoveLeftover(made with { Id = $"{data}/../data/{ours}" }).ShouldBeFalse();
        bed.Provider.TryRemoveLeftover(made with { Id = ours }).ShouldBeFalse();
        bed.Provider.TryRemoveLeftover(made with { Provider = "vss" }).ShouldBeFalse();
        bed.Provider.TryRemoveLeftover(made with { Volume = "elsewhere" }).ShouldBeFalse();
        BtrfsBed.Run("btrfs", "subvolume", "list", bed.Volume.MountPoint).Output.ShouldBe(before);
    }

    [SkippableFact]
    public void AVolumeThatIsNotMountedKeepsItsNote()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        SnapshotNote note = Abandon(bed, data).ShouldHaveSingleItem();
        using BtrfsBed other = new(200);
        other.Subvolume("data");
        string device = BtrfsBed.Run("findmnt", "-no", "SOURCE", other.Volume.MountPoint).Output.Trim();

        BtrfsBed.Run("mount", "-t", "tmpfs", "none", bed.Volume.MountPoint);
        bed.Provider.TryRemoveLeftover(note).ShouldBeFalse("the folder is gone with its volume");
        Directory.CreateDirectory(data);
        bed.Provider.TryRemoveLeftover(note).ShouldBeFalse("a folder on a tmpfs stands in its place");
        BtrfsBed.Run("umount", bed.Volume.MountPoint);
        BtrfsBed.Run("mount", device, bed.Volume.MountPoint);
        bed.Provider.TryRemoveLeftover(note).ShouldBeFalse("a subvolume of the same name on another btrfs stands in its place");
        BtrfsBed.Run("umount", bed.Volume.MountPoint);

        bed.Provider.TryRemoveLeftover(note).ShouldBeTrue();
        bed.Snapshots.ShouldBeEmpty();
    }

    // What a kill -9 leaves: the snapshots, the notes, and no process that would ever release them.
    private static SnapshotNote[] Abandon(BtrfsBed bed, string source)
    {
        bed.Create(source).IsAlive().ShouldBeTrue();
        return [.. bed.Ledger.Open];
    }
}
