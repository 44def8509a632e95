using System.Runtime.InteropServices;
using Shouldly;
using SnapBack.Snapshots.Vss;
using SnapBack.Snapshots.Vss.Native;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss.Native;

public sealed class NativeVssEngineTests
{
    private static readonly Guid Id = new("c0ffee00-1111-2222-3333-444444444444");

    private readonly FakeVss _service = new();

    [Fact]
    public void AllSnapshotsAreAskedForInEveryContext()
    {
        _service.Engine.ListSnapshots().ShouldBe([FakeVss.Known]);

        _service.Calls.ShouldBe(
        [
            "CreateVssBackupComponents", "InitializeForBackup(0)", "GetWriterMetadataCount", "SetContext(-1)",
            "Query(00000000-0000-0000-0000-000000000000,1,3)", "NextSnapshot(1)", "NextSnapshot(1)",
        ]);
        NothingIsLeft();
    }

    [Fact]
    public void ProvidersAreListed()
    {
        _service.Engine.ListProviders().ShouldBe([FakeVss.KnownProvider]);

        _service.Calls.ShouldContain("Query(00000000-0000-0000-0000-000000000000,1,4)");
        NothingIsLeft();
    }

    [Fact]
    public void DiffAreasComeFromTheSystemsProvider()
    {
        _service.Engine.ListDiffAreas(FakeVss.Known.Volume).ShouldBe([FakeVss.Area]);

        _service.Calls.ShouldBe(
        [
            "CoCreateInstance(0b5a2c52-3eb9-470a-96e2-6c6d4570e40f,23,fa7df749-66e7-4986-a27f-e2f04ae53772)",
            "GetProviderMgmtInterface(b5946137-7b9f-4925-af80-51abd60b20d5,214a0f28-b737-4026-b847-4f9e37d79529)",
            $"QueryDiffAreasForVolume({FakeVss.Known.Volume})", "NextArea(1)", "NextArea(1)",
        ]);
        NothingIsLeft();
    }

    [Fact]
    public void WhereThereIsNothingTheListsAreEmpty()
    {
        _service.IsEmpty = true;

        _service.Engine.ListSnapshots().ShouldBeEmpty();
        _service.Engine.ListProviders().ShouldBeEmpty();
        _service.Engine.ListDiffAreas(FakeVss.Known.Volume).ShouldBeEmpty();

        NothingIsLeft();
    }

    [Theory]
    [InlineData("CoCreateInstance", 0x80040154)]
    [InlineData("GetProviderMgmtInterface", 0x80004002)]
    [InlineData("GetProviderMgmtInterface", 0x80042304)]
    [InlineData("QueryDiffAreasForVolume", 0x80042308)]
    [InlineData("QueryDiffAreasForVolume", 0x8004230C)]
    public void AVolumeWithoutADiffAreaHasNothingToTell(string call, uint answer)
    {
        _service.Results[call] = unchecked((int)answer);

        _service.Engine.ListDiffAreas(FakeVss.Known.Volume).ShouldBeEmpty();

        NothingIsLeft();
    }

    [Theory]
    [InlineData("CoCreateInstance")]
    [InlineData("GetProviderMgmtInterface")]
    [InlineData("QueryDiffAreasForVolume")]
    [InlineData("NextArea")]
    public void ARefusedQuestionForDiffAreasIsAFailure(string call) =>
        FailsAndLeavesNothing(call, engine => engine.ListDiffAreas(FakeVss.Known.Volume));

    [Theory]
    [InlineData("CreateVssBackupComponents")]
    [InlineData("InitializeForBackup")]
    [InlineData("SetContext")]
    [InlineData("Query")]
    [InlineData("NextSnapshot")]
    public void ARefusedQuestionForSnapshotsIsAFailure(string call) => FailsAndLeavesNothing(call, engine => engine.ListSnapshots());

    [Theory]
    [InlineData("Query")]
    [InlineData("NextProvider")]
    [InlineData("NextSnapshot")]
    [InlineData("CoCreateInstance")]
    [InlineData("GetProviderMgmtInterface")]
    [InlineData("QueryDiffAreasForVolume")]
    [InlineData("NextArea")]
    public void AQuestionThatIsAnsweredWithNothingIsAFailureInWords(string call)
    {
        _service.Silent.Add(call);

        VssException failure = Should.Throw<VssException>(() =>
        {
            _service.Engine.ListSnapshots();
            _service.Engine.ListProviders();
            _service.Engine.ListDiffAreas(FakeVss.Known.Volume);
        });

        failure.InnerException.ShouldNotBeNull().Message.ShouldContain("do not lie where this program expects them");
        NothingIsLeft();
    }

    [Fact]
    public void DeletionsAreForced()
    {
        _service.Engine.DeleteSnapshotSet(Id).ShouldBe(1);
        _service.Engine.DeleteSnapshot(Id).ShouldBe(1);

        _service.Calls.Where(call => call.StartsWith("Delete", StringComparison.Ordinal)).ShouldBe([$"DeleteSnapshots({Id},2,1)", $"DeleteSnapshots({Id},3,1)"]);
        NothingIsLeft();
    }

    [Fact]
    public void ASnapshotThatIsGoneIsNoFailureToDelete()
    {
        _service.Results["DeleteSnapshots"] = unchecked((int)0x80042308);

        _service.Engine.DeleteSnapshotSet(Id).ShouldBe(0);
        _service.Engine.DeleteSnapshot(Id).ShouldBe(0);

        NothingIsLeft();
    }

    [Fact]
    public void AnyOtherFailureToDeleteIsTold() => FailsAndLeavesNothing("DeleteSnapshots", engine => engine.DeleteSnapshotSet(Id));

    [Theory]
    [InlineData(9)]
    [InlineData(50)]
    public void ATableWithAGapIsRefusedBeforeAnythingIsAsked(int slot)
    {
        _service.EmptySlot = slot;

        Should.Throw<VssException>(() => _service.Engine.ListSnapshots()).InnerException.ShouldNotBeNull();

        _service.Calls.ShouldBe(["CreateVssBackupComponents"]);
        NothingIsLeft();
    }

    [Fact]
    public void AnObjectOfAnotherKindIsRefusedBeforeAnythingIsAsked()
    {
        _service.Unknown.Add(new Guid("665c1d5f-c218-414d-a05d-7fef5f9d5c86"));

        Should.Throw<VssException>(() => _service.Engine.ListSnapshots());

        _service.Calls.ShouldBe(["CreateVssBackupComponents"]);
        NothingIsLeft();
    }

    [Fact]
    public void ACountThatIsRefusedBeforeWritersAreGatheredIsAsItShouldBe()
    {
        _service.Results["GetWriterMetadataCount"] = unchecked((int)0x80042301);

        _service.Engine.ListSnapshots().ShouldBe([FakeVss.Known]);
    }

    [Fact]
    public void AnEngineThatFindsItsLibraryIsAvailable()
    {
        _service.Engine.Name.ShouldBe("native");
        _service.Engine.WhyUnavailable().ShouldBeNull();
        _service.Calls.ShouldBeEmpty("asking whether it is there makes nothing");
    }

    [Fact]
    public void AMissingLibraryIsNamed()
    {
        NativeVssEngine engine = new(() => throw new DllNotFoundException("Unable to load DLL 'C:\\Windows\\System32\\vssapi.dll'."), TimeSpan.Zero);

        engine.WhyUnavailable().ShouldBe(
            "The library of the shadow copy service, vssapi.dll, can't be used: Unable to load DLL 'C:\\Windows\\System32\\vssapi.dll'.");
    }

    [Theory]
    [InlineData(Architecture.X86)]
    [InlineData(Architecture.Arm)]
    public void A32BitProgramIsToldWhichOneToTake(Architecture process) => NativeVssEngine.WhyNotHere(process).ShouldNotBeNull().ShouldContain("win-x64");

    [Theory]
    [InlineData(Architecture.X64)]
    [InlineData(Architecture.Arm64)]
    public void A64BitProgramIsWelcome(Architecture process) => NativeVssEngine.WhyNotHere(process).ShouldBeNull();

    private void FailsAndLeavesNothing(string call, Action<NativeVssEngine> ask)
    {
        _service.Results[call] = unchecked((int)0x8004230F);

        Should.Throw<VssException>(() => ask(_service.Engine)).HResult.ShouldBe(unchecked((int)0x8004230F));

        NothingIsLeft();
    }

    private void NothingIsLeft()
    {
        _service.Live.ShouldBeEmpty();
        _service.LiveStrings.ShouldBe(0);
    }
}
