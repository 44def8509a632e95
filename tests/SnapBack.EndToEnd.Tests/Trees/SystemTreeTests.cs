using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>The tree of a whole system is mirrored, changed and mirrored again.</summary>
public sealed class SystemTreeTests
{
    private const int Fewest = 20_000;
    private const int Changes = 100;

    // What other tests need of a machine makes its tree larger, not more various.
    private static readonly string[] NotNeeded =
        [.. new[] { "x86_64-w64-mingw32", "share/mingw-w64", "lib/gcc", "lib/wine", "lib/x86_64-linux-gnu/wine", "share/dotnet", "lib/dotnet", "lib/chromium", "local" }.Select(folder => $"--exclude=/{folder}/")];

    [SkippableFact]
    public void ASystemTreeIsMirroredAndOnlyWhatChangedIsTouchedAfterwards()
    {
        Require.Root();
        Require.Program("setfacl");
        using BackupBed bed = new() { ReadsContent = false };
        Shell.Run(Require.Program("rsync"), ["-aHAX", "--max-size=64k", .. NotNeeded, "/usr/", $"{bed.Source}/"], timeout: TimeSpan.FromMinutes(15)).MustSucceed();
        TreeMarks.Of(bed.Source).Count.ShouldBeGreaterThan(Fewest);

        bed.Mirror().ExitCode.ShouldBe(1);
        bed.ShouldBeEqual();
        TreeMarks mirrored = TreeMarks.Of(bed.Destination);

        AssertNothingIsDone(bed, mirrored);

        IReadOnlyList<(string Kind, string Path)> changes = TreeChanges.Make(bed.Source, seed: 1, Changes);
        bed.ReadsContent = true;
        BackupAnswer changed = bed.Mirror();

        changed.ExitCode.ShouldBe(1 | 2, changed.Text);
        bed.ShouldBeEqual();
        AssertOnlyTouched(bed, changes, TreeMarks.Of(bed.Destination).TouchedSince(mirrored));
        bed.ReadsContent = false;
        AssertNothingIsDone(bed, TreeMarks.Of(bed.Destination));
    }

    private static void AssertNothingIsDone(BackupBed bed, TreeMarks before)
    {
        BackupAnswer again = bed.Mirror();

        again.ExitCode.ShouldBe(0, again.Text);
        again.Total("files.copied").ShouldBe(0);
        bed.Handled().ShouldBeEmpty();
        TreeMarks.Of(bed.Destination).TouchedSince(before).ShouldBeEmpty();
    }

    private static void AssertOnlyTouched(BackupBed bed, IReadOnlyList<(string Kind, string Path)> changes, IReadOnlyList<string> touched)
    {
        HashSet<string> changed = [.. changes.Select(change => change.Path)];
        Dictionary<string, string?> handled = bed.Handled().ToDictionary(BackupBed.MarkOf, row => row.GetProperty("action").GetString());
        handled.Keys.Except(changed).ShouldBeEmpty("handled, and not changed");

        // A name that got an equal file of its own may go on sharing one at the destination, as with rsync: content and metadata are the same.
        changes.Where(change => change.Kind != "unlink").Select(change => change.Path).Except(handled.Keys).ShouldBeEmpty("changed, and not handled");
        touched.Except(changed).Except(changed.Select(ParentOf)).ShouldBeEmpty("touched, and neither changed nor a folder in which something did");
        changes.Where(change => change.Kind == "stealth" && handled[change.Path] != "copy").ShouldBeEmpty("same size and same time, and not copied");
        changes.Where(change => change.Kind == "meta" && handled[change.Path] != "update-metadata").ShouldBeEmpty("copied for nothing");
    }

    private static string ParentOf(string path) => path[..path.LastIndexOf('/')];
}
