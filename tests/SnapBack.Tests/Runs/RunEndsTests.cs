using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Trees;
using SnapBack.Trees.Unix;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>
/// Ends that are not what they were. Each guard is tested on two beds that are made alike: one accepts what stands there and loses files, the other does
/// not and keeps every one of them.
/// </summary>
public sealed class RunEndsTests
{
    [SkippableFact]
    public void AFirstRunMarksItsDestinationAndLeavesTheTimesOfItsFolder()
    {
        using RuleBed bed = Mirrored();

        DestinationMarker marker = MarkerOf(bed).ShouldNotBeNull();

        marker.IsOf(bed.InSource(""), "another catalog").ShouldBeTrue();
        marker.Host.ShouldBe(Environment.MachineName);
        TreeListing.Of(bed.InDestination("")).ShouldBe(TreeListing.Of(bed.InSource("")));
        bed.Run().Notices.ShouldBeEmpty();
        MarkerOf(bed).ShouldBe(marker);
    }

    [SkippableFact]
    public void SwappedFoldersStop()
    {
        static void Swap(RuleBed bed)
        {
            bed.Write("written today.txt");
            Backwards(bed);
        }

        AssertGuarded(Swap, ErrorCode.SourceIsBackup, job => job with { AcceptsSource = true }, lost: bed => bed.InSource("written today.txt"));
    }

    [SkippableFact]
    public void SwappedFoldersStopWithoutTheCatalogTooAndAlsoBelowTheirRoots()
    {
        using RuleBed bed = Mirrored();
        Backwards(bed);
        bed.Job = bed.Job with { Catalog = Path.Join(bed.Root, "new.db") };
        Refusal(bed).Code.ShouldBe(ErrorCode.SourceIsBackup);

        using RuleBed deeper = Mirrored();
        deeper.Job = deeper.Job with { Pairs = [new JobPair(deeper.InDestination("docs"), deeper.InSource("docs"))] };
        Refusal(deeper).Code.ShouldBe(ErrorCode.SourceIsBackup);
    }

    [SkippableFact]
    public void ADirectionThatWasRunBeforeIsNotSwappedAfterTheOtherOneWasAcceptedOnce()
    {
        using RuleBed bed = Mirrored();
        Job forth = bed.Job;
        Backwards(bed);
        bed.Job = bed.Job with { AcceptsSource = true };
        bed.Run().ExitCode.ShouldBeLessThan(8);

        bed.Job = forth;
        bed.Run().ExitCode.ShouldBeLessThan(8);
        bed.Job = forth with { Catalog = Path.Join(bed.Root, "new.db") };
        new RunCoordinator(bed.Ports()).Run(bed.Job, bed.Events, default).ExitCode.ShouldBeLessThan(8);
    }

    [SkippableFact]
    public void ABackupMayBeBackedUpElsewhere()
    {
        using RuleBed bed = Mirrored();
        bed.Job = bed.Job with { Pairs = [new JobPair(bed.InDestination(""), Path.Join(bed.Root, "third"))] };

        new RunCoordinator(bed.Ports()).Run(bed.Job, bed.Events, default).ExitCode.ShouldBe(1);

        MarkerOf(Path.Join(bed.Root, "third"))!.Id.ShouldNotBe(MarkerOf(bed)!.Id);
    }

    [SkippableFact]
    public void AnotherBackupInTheDestinationsPlaceStops()
    {
        static void Exchange(RuleBed bed)
        {
            using RuleBed other = Mirrored();
            string photos = other.Write("photos/only copy.jpg");
            other.Run();
            File.Delete(photos);
            Directory.Move(bed.InDestination(""), Path.Join(bed.Root, "gone"));
            Directory.Move(other.InDestination(""), bed.InDestination(""));
        }

        AssertGuarded(Exchange, ErrorCode.DestinationChanged, Accepted, lost: bed => bed.InDestination("photos/only copy.jpg"));
    }

    [SkippableFact]
    public void AFolderWithoutTheMarkerInTheDestinationsPlaceStops()
    {
        static void Exchange(RuleBed bed)
        {
            Directory.Move(bed.InDestination(""), Path.Join(bed.Root, "gone"));
            bed.WriteAtDestination("photos/only copy.jpg");
        }

        AssertGuarded(Exchange, ErrorCode.DestinationChanged, Accepted, lost: bed => bed.InDestination("photos/only copy.jpg"));
    }

    [SkippableTheory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[[[[[[[[")]
    [InlineData("link")]
    public void AMarkerThatCantBeReadMarksNothing(string text)
    {
        using RuleBed bed = Mirrored();
        string marker = bed.InDestination(".snapback/destination.json");
        string aside = Path.Join(bed.Root, "aside.json");
        File.Move(marker, aside);
        if (text == "link")
        {
            File.CreateSymbolicLink(marker, aside);
        }
        else
        {
            File.WriteAllText(marker, text);
        }

        Refusal(bed).Message.ShouldContain("is gone or can't be read");
    }

    [SkippableFact]
    public void TheBackupOfAnotherSourceIsNoPlaceForAMirror()
    {
        static void Move(RuleBed bed)
        {
            string other = Path.Join(bed.Root, "other");
            Directory.CreateDirectory(other);
            File.WriteAllText(Path.Join(other, "other.txt"), "other");
            bed.Job = bed.Job with { Pairs = [bed.Job.Pairs[0] with { Source = other }] };
        }

        AssertGuarded(Move, ErrorCode.DestinationOfOther, Accepted, lost: bed => bed.InDestination("docs/b.txt"));
    }

    [SkippableFact]
    public void SeveralSourcesMayGatherInOneFolderAsLongAsNoneIsMirrored()
    {
        using RuleBed bed = Mirrored();
        string other = Path.Join(bed.Root, "other");
        Directory.CreateDirectory(other);
        JobPair second = bed.Job.Pairs[0] with { Source = other };

        bed.Job = bed.Job with { Mode = JobMode.Incremental, Pairs = [second] };
        bed.Run().ExitCode.ShouldBeLessThan(8);

        bed.Job = bed.Job with { Mode = JobMode.Mirror };
        Refusal(bed).Code.ShouldBe(ErrorCode.DestinationOfOther);
    }

    [SkippableFact]
    public void WithoutItsCatalogAJobGoesOnAndSaysThatItKnowsNothing()
    {
        using RuleBed bed = Mirrored();
        string id = MarkerOf(bed)!.Id;
        bed.Job = bed.Job with { Catalog = Path.Join(bed.Root, "new.db") };

        RunResult run = new RunCoordinator(bed.Ports()).Run(bed.Job, bed.Events, default);

        run.ExitCode.ShouldBe(0);
        run.Notices.ShouldHaveSingleItem().Code.ShouldBe("destination-of-other-catalog");
        MarkerOf(bed)!.Id.ShouldBe(id);
        new RunCoordinator(bed.Ports()).Run(bed.Job, bed.Events, default).Notices.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ADestinationThatWasAcceptedOnceStaysKnownSoThatDisksCanTakeTurns()
    {
        using RuleBed bed = Mirrored();
        string away = Path.Join(bed.Root, "away");
        Directory.Move(bed.InDestination(""), away);
        Job job = bed.Job;
        bed.Job = Accepted(job);
        bed.Run().ExitCode.ShouldBe(1);

        bed.Job = job;
        for (int turn = 0; turn < 3; turn++)
        {
            Directory.Move(bed.InDestination(""), Path.Join(bed.Root, "waiting"));
            Directory.Move(away, bed.InDestination(""));
            Directory.Move(Path.Join(bed.Root, "waiting"), away);
            bed.Run().Notices.ShouldBeEmpty();
        }
    }

    [SkippableFact]
    public void ADryRunSaysWhatTheRunWouldStopAtAndGoesOn()
    {
        using RuleBed bed = Mirrored();
        Directory.Move(bed.InDestination(".snapback"), Path.Join(bed.Root, "gone"));
        bed.Job = bed.Job with { IsDryRun = true };

        RunResult plan = bed.Run();

        plan.Status.ShouldBe(RunStatus.Planned);
        plan.Notices.ShouldHaveSingleItem().Text.ShouldContain("SB1206");
        MarkerOf(bed).ShouldBeNull();
    }

    private static Job Accepted(Job job) => job with { AcceptsDestination = true };

    private static void Backwards(RuleBed bed) =>
        bed.Job = bed.Job with { Pairs = [new JobPair(bed.Job.Pairs[0].Destination, bed.Job.Pairs[0].Source)] };

    private static RuleBed Mirrored()
    {
        RuleBed bed = new();
        bed.Write("a.txt");
        bed.Write("docs/b.txt");
        bed.Job = bed.Job with { Mode = JobMode.Mirror };
        bed.Run().ExitCode.ShouldBe(1);
        return bed;
    }

    private static void AssertGuarded(Action<RuleBed> harm, ErrorCode code, Func<Job, Job> accept, Func<RuleBed, string> lost)
    {
        using RuleBed twin = Mirrored();
        harm(twin);
        twin.Job = accept(twin.Job);
        File.Exists(lost(twin)).ShouldBeTrue();
        new RunCoordinator(twin.Ports()).Run(twin.Job, twin.Events, default).ExitCode.ShouldBeLessThan(8);
        File.Exists(lost(twin)).ShouldBeFalse("with the guard lifted it is lost");

        using RuleBed bed = Mirrored();
        harm(bed);
        string[] before = Everything(bed);
        SnapBackException refusal = Refusal(bed);
        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldEndWith("Nothing was copied or deleted.");
        refusal.Hint.ShouldContain("--accept-");
        Everything(bed).ShouldBe(before);
    }

    // The run is recorded as failed, with the reason.
    private static SnapBackException Refusal(RuleBed bed)
    {
        SnapBackException refusal = Should.Throw<SnapBackException>(() => new RunCoordinator(bed.Ports()).Run(bed.Job, bed.Events, default));
        using CatalogReader reader = CatalogReader.Open(bed.Job.Catalog!);
        RunDetails last = reader.Show(reader.ResolveRun("last"));
        (last.Run.Status, last.Run.ExitCode, last.Message).ShouldBe(("failed", 16, refusal.Message));
        return refusal;
    }

    // With our own folders, which TreeListing leaves out below a root.
    private static string[] Everything(RuleBed bed) =>
        Shell.Run("find", [bed.Root, "-path", $"{bed.Root}/*.db*", "-prune", "-o", "-printf", "%P %y %s %T@ %C@ %i\\n"]).MustSucceed().Lines
            .Where(line => line[0] != ' ').Order(StringComparer.Ordinal).ToArray();

    private static DestinationMarker? MarkerOf(RuleBed bed) => MarkerOf(bed.InDestination(""));

    private static DestinationMarker? MarkerOf(string folder)
    {
        using ITree tree = UnixTree.Peek(folder, default)!;
        return DestinationMarker.Read(tree);
    }
}
