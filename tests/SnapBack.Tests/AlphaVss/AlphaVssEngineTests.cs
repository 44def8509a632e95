using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Alphaleonis.Win32.Vss;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Shouldly;
using SnapBack.AlphaVss;
using SnapBack.Snapshots.Vss;
using Xunit;
using VssException = SnapBack.Snapshots.Vss.VssException;
using VssWriterState = SnapBack.Snapshots.Vss.VssWriterState;

namespace SnapBack.Tests.AlphaVss;

/// <summary>The engine on stand-ins for AlphaVSS's own interfaces.</summary>
public sealed class AlphaVssEngineTests
{
    private const string Volume = @"\\?\Volume{c}\";
    private static readonly Guid Some = Guid.NewGuid();

    private readonly IVssFactory _factory = Substitute.For<IVssFactory>();
    private readonly IVssBackupComponents _components = Substitute.For<IVssBackupComponents>();
    private readonly AlphaVssEngine _engine;

    public AlphaVssEngineTests()
    {
        _factory.CreateVssBackupComponents().Returns(_components);
        _engine = new AlphaVssEngine(() => _factory);
    }

    [Fact]
    public void ASessionBeginsAsACopyWithoutComponents()
    {
        using IVssSession session = _engine.Open(VssContext.Backup, [Some]);

        Received.InOrder(() =>
        {
            _components.InitializeForBackup(null!);
            _components.SetContext(VssSnapshotContext.Backup);
            _components.DisableWriterClasses(Some);
            _components.SetBackupState(false, false, VssBackupType.Copy, false);
        });
    }

    [Fact]
    public void WithoutWritersThereIsNoBackupState()
    {
        using IVssSession session = _engine.Open(VssContext.FileShareBackup, []);

        _components.Received().SetContext(VssSnapshotContext.FileShareBackup);
        _components.DidNotReceiveWithAnyArgs().SetBackupState(default, default, default, default);
        _components.DidNotReceiveWithAnyArgs().DisableWriterClasses();
    }

    [Fact]
    public void WhenTheBeginningFailsNothingStaysOpen()
    {
        _components.When(c => c.SetContext(Arg.Any<VssSnapshotContext>())).Throw(new VssUnsupportedContextException());

        VssException failure = Should.Throw<VssException>(() => _engine.Open(VssContext.Backup, []));

        failure.HResult.ShouldBe(VssResult.VSS_E_UNSUPPORTED_CONTEXT);
        failure.Step.ShouldBe("SetContext");
        _components.Received(1).Dispose();
    }

    // Its own exceptions carry no number, so the kind tells; the rest comes as a COMException with the number.
    public static TheoryData<Exception, uint> Kinds => new()
    {
        { new VssSnapshotSetInProgressException(), 0x80042316 },
        { new VssFlushWritesTimeoutException(), 0x80042313 },
        { new VssHoldWritesTimeoutException(), 0x80042314 },
        { new VssProviderVetoException(), 0x80042306 },
        { new VssUnexpectedProviderErrorException(), 0x8004230F },
        { new VssTransactionFreezeTimeoutException(), 0x80042328 },
        { new VssTransactionThawTimeoutException(), 0x80042329 },
        { new VssInsufficientStorageException(), 0x8004231F },
        { new VssMaximumNumberOfSnapshotsReachedException(), 0x80042317 },
        { new VssMaximumNumberOfVolumesReachedException(), 0x80042312 },
        { new VssMaximumDiffAreaAssociationsReachedException(), 0x8004231E },
        { new VssRebootRequiredException(), 0x80042327 },
        { new VssRevertInProgressException(), 0x80042325 },
        { new VssVolumeInUseException(), 0x8004231D },
        { new VssProviderNotRegisteredException(), 0x80042304 },
        { new VssLegacyProviderException(), 0x800423F7 },
        { new VssVolumeNotSupportedException(), 0x8004230C },
        { new VssVolumeNotSupportedByProviderException(), 0x8004230E },
        { new VssUnsupportedContextException(), 0x8004231B },
        { new VssBadStateException(), 0x80042301 },
        { new VssObjectNotFoundException(), 0x80042308 },
        { new VssObjectAlreadyExistsException(), 0x8004230D },
        { new VssInvalidXmlDocumentException(), 0x80042311 },
        { new VssUnexpectedWriterErrorException(), 0x80042315 },
        { new VssOutOfResourcesWriterException(), 0x800423F1 },
        { new VssTimeoutWriterException(), 0x800423F2 },
        { new VssRetryableWriterException(), 0x800423F3 },
        { new VssNonRetryableWriterException(), 0x800423F4 },
        { new VssInconsistentSnapshotWriterException(), 0x800423F0 },
        { new VssPartialFailureWriterException(), 0x80042336 },
        { new VssWriterInfrastructureException(), 0x80042318 },
        { new VssWriterNotRespondingException(), 0x80042319 },
        { new VssWriterStatusNotAvailableException(), 0x80042409 },
        { new VssUnexpectedErrorException(), 0x80042302 },
        { new VssUnselectedVolumeException(), 0x8000FFFF },
        { new VssResyncInProgressException(), 0x8000FFFF },
        { new VssSnapshotNotInSetException(), 0x8000FFFF },
        { new UnauthorizedAccessException(), 0x80070005 },
        { new ArgumentException("x"), 0x80070057 },
        { new NotImplementedException(), 0x80004001 },
        { new UnsupportedOperatingSystemException("x"), 0x80004001 },
        { new InvalidOperationException("Operation is not complete."), 0x8000FFFF },
        { Marshal.GetExceptionForHR(unchecked((int)0x80042318))!, 0x80042318 },
        { Marshal.GetExceptionForHR(unchecked((int)0x8004232C))!, 0x8004232C },
        { Marshal.GetExceptionForHR(unchecked((int)0x80042417))!, 0x80042417 },
        { new FileNotFoundException(), 0x80070002 },
        { new VssDeleteSnapshotsFailedException(1, Guid.Empty, new VssObjectNotFoundException()), 0x80042308 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EachKindOfExceptionIsTheAnswerBehindIt(Exception thrown, uint result)
    {
        _components.StartSnapshotSet().Throws(thrown);
        using IVssSession session = _engine.Open(VssContext.FileShareBackup, []);

        VssException failure = Should.Throw<VssException>(() => session.StartSet());

        unchecked((uint)failure.HResult).ShouldBe(result);
        failure.Step.ShouldBe("StartSnapshotSet");
    }

    [Fact]
    public void AMistakeOfOursIsNoAnswerOfTheService()
    {
        _components.StartSnapshotSet().Throws(new InvalidTimeZoneException());
        using IVssSession session = _engine.Open(VssContext.FileShareBackup, []);

        Should.Throw<InvalidTimeZoneException>(() => session.StartSet());
    }

    [Fact]
    public void AnOperationThatFailsLaterFailsTheSameWay()
    {
        _components.DoSnapshotSetAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(new VssFlushWritesTimeoutException()));
        using IVssSession session = _engine.Open(VssContext.Backup, []);

        Should.Throw<VssException>(() => session.MakeSnapshots(CancellationToken.None)).HResult.ShouldBe(VssResult.VSS_E_FLUSH_WRITES_TIMEOUT);
    }

    [Fact]
    public void ACancelledOperationIsACancellation()
    {
        using CancellationTokenSource ctrlC = new();
        _components.PrepareForBackupAsync(Arg.Any<CancellationToken>()).Returns(call =>
        {
            ctrlC.Cancel();
            return Task.FromException(new OperationCanceledException(call.Arg<CancellationToken>()));
        });
        using IVssSession session = _engine.Open(VssContext.Backup, []);

        Should.Throw<OperationCanceledException>(() => session.Prepare(ctrlC.Token));
    }

    // AlphaVSS never takes back what it registers at a token: a token that lives on would call into an object that is gone.
    [Fact]
    public void EachOperationGetsATokenOfItsOwnThatFiresWithOursAndIsLetGoAfterwards()
    {
        using CancellationTokenSource ctrlC = new();
        List<CancellationToken> given = [];
        int cancelledLate = 0;
        Task Take(NSubstitute.Core.CallInfo call)
        {
            CancellationToken token = call.Arg<CancellationToken>();
            given.Add(token);
            token.Register(() => cancelledLate++);
            return Task.CompletedTask;
        }

        _components.PrepareForBackupAsync(Arg.Any<CancellationToken>()).Returns(Take);
        _components.BackupCompleteAsync(Arg.Any<CancellationToken>()).Returns(Take);
        using IVssSession session = _engine.Open(VssContext.Backup, []);

        session.Prepare(ctrlC.Token);
        session.Complete(ctrlC.Token);
        ctrlC.Cancel();

        given.Distinct().Count().ShouldBe(2);
        given.ShouldNotContain(ctrlC.Token);
        cancelledLate.ShouldBe(0);
    }

    [Fact]
    public void WritersAreCopiedBeforeTheListIsFreed()
    {
        IVssExamineWriterMetadata metadata = Substitute.For<IVssExamineWriterMetadata>();
        metadata.WriterId.Returns(Some);
        metadata.InstanceId.Returns(Guid.Empty);
        metadata.WriterName.Returns("SQL");
        metadata.ExcludeFiles.Returns([new VssWMFileDescriptor(null, default, "*.tmp", @"%temp%", true)]);
        metadata.ExcludeFromSnapshotFiles.Returns([new VssWMFileDescriptor(null, default, "*.edb", @"C:\s", false)]);
        LiveList<IVssExamineWriterMetadata> list = new(metadata);
        _components.WriterMetadata.Returns(list.List);
        _components.When(c => c.FreeWriterMetadata()).Do(_ => list.IsFreed = true);
        using IVssSession session = _engine.Open(VssContext.Backup, []);

        VssWriter writer = session.GatherWriters(CancellationToken.None).ShouldHaveSingleItem();

        list.IsFreed.ShouldBeTrue();
        metadata.Received(1).Dispose();
        (writer.ClassId, writer.Name).ShouldBe((Some, "SQL"));
        writer.Excluded.ShouldBe([new VssFileRule("%temp%", "*.tmp", true)]);
        writer.ExcludedFromSnapshot.ShouldBe([new VssFileRule(@"C:\s", "*.edb", false)]);
    }

    [Fact]
    public void WriterStatesKeepTheirNumbers()
    {
        LiveList<VssWriterStatusInfo> list = new(
            new VssWriterStatusInfo(Guid.Empty, Some, "SQL", Alphaleonis.Win32.Vss.VssWriterState.FailedAtFreeze, VssError.WriterTimeout, -5, "its words"),
            new VssWriterStatusInfo(Guid.Empty, Some, "Registry", Alphaleonis.Win32.Vss.VssWriterState.Stable, VssError.Success, null, null));
        _components.WriterStatus.Returns(list.List);
        _components.When(c => c.FreeWriterStatus()).Do(_ => list.IsFreed = true);
        using IVssSession session = _engine.Open(VssContext.Backup, []);

        IReadOnlyList<VssWriterState> states = session.GatherWriterStates(CancellationToken.None);

        list.IsFreed.ShouldBeTrue();
        states.ShouldBe(
        [
            new VssWriterState(Some, Guid.Empty, "SQL", 9, VssResult.VSS_E_WRITERERROR_TIMEOUT, -5, "its words"),
            new VssWriterState(Some, Guid.Empty, "Registry", 1, 0, 0, null),
        ]);
    }

    [Fact]
    public void TheMomentOfASnapshotIsTheSameMomentInUtc()
    {
        DateTime local = new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc).ToLocalTime();
        _components.GetSnapshotProperties(Some).Returns(new VssSnapshotProperties(
            Some, Guid.Empty, 1, @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy3", Volume, "machine", "", "", "", Guid.Empty, VssVolumeSnapshotAttributes.Differential, local, VssSnapshotState.Created));
        using IVssSession session = _engine.Open(VssContext.Backup, []);

        VssSnapshot snapshot = session.Find(Some);

        snapshot.Created.ShouldBe(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
        snapshot.Created.Offset.ShouldBe(TimeSpan.Zero);
        snapshot.ShouldBe(new VssSnapshot(
            Some, Guid.Empty, Volume, @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy3", Guid.Empty, snapshot.Created, 0x20000, "machine"));
    }

    [Fact]
    public void AVolumeIsAddedWithTheProviderThatIsAskedFor()
    {
        using IVssSession session = _engine.Open(VssContext.Backup, []);

        session.Add(Volume, null);
        session.Add(Volume, Some);

        _components.Received(1).AddToSnapshotSet(Volume);
        _components.Received(1).AddToSnapshotSet(Volume, Some);
    }

    [Fact]
    public void ASetThatIsNotThereIsNoFailureToDelete()
    {
        _components.DeleteSnapshotSet(Some, true).Throws(new VssDeleteSnapshotsFailedException(0, Guid.Empty, new VssObjectNotFoundException()));
        _components.When(c => c.DeleteSnapshot(Some, true)).Throw(new VssObjectNotFoundException());

        _engine.DeleteSnapshotSet(Some).ShouldBe(0);
        _engine.DeleteSnapshot(Some).ShouldBe(0);
        _components.Received(2).SetContext(VssSnapshotContext.All);
        _components.Received(2).Dispose();
    }

    [Fact]
    public void WhatCouldNotBeDeletedIsToldWithTheReasonInside()
    {
        _components.DeleteSnapshotSet(Some, true).Throws(new VssDeleteSnapshotsFailedException(0, Some, new VssUnexpectedProviderErrorException()));

        Should.Throw<VssException>(() => _engine.DeleteSnapshotSet(Some)).HResult.ShouldBe(VssResult.VSS_E_UNEXPECTED_PROVIDER_ERROR);
    }

    [Fact]
    public void SnapshotsOfEveryContextAreListed()
    {
        _components.QuerySnapshots().Returns([]);
        _components.QueryProviders().Returns([new VssProviderProperties(Some, "Microsoft", VssProviderType.System, "1.0", Guid.Empty, Guid.Empty)]);

        _engine.ListSnapshots().ShouldBeEmpty();
        _engine.ListProviders().ShouldBe([new VssProviderInfo(Some, "Microsoft", 1, "1.0")]);
        _components.Received(2).SetContext(VssSnapshotContext.All);
    }

    [Fact]
    public void WhereTheChangesOfAVolumeLieIsListed()
    {
        IVssDifferentialSoftwareSnapshotManagement areas = Substitute.For<IVssDifferentialSoftwareSnapshotManagement>();
        IVssSnapshotManagement management = Substitute.For<IVssSnapshotManagement>();
        management.GetDifferentialSoftwareSnapshotManagementInterface().Returns(areas);
        _factory.CreateVssSnapshotManagement().Returns(management);
        areas.QueryDiffAreasForVolume(Volume).Returns([new VssDiffAreaProperties(Volume, Volume, 100, 20, 10)]);
        areas.QueryDiffAreasForVolume("none").Throws(new VssObjectNotFoundException());

        _engine.ListDiffAreas(Volume).ShouldBe([new VssDiffArea(Volume, Volume, 100, 20, 10)]);
        _engine.ListDiffAreas("none").ShouldBeEmpty();
    }

    [Fact]
    public void WhyAlphaVssDoesNotLoadIsToldInWords()
    {
        Why(new FileNotFoundException("x", "AlphaVSS.Common, Version=1.0.0.0")).ShouldContain("no part of this program");
        Why(new FileNotFoundException("Failed to find assembly \"AlphaVSS.x64\"")).ShouldContain("Ijwhost.dll");
        Why(new BadImageFormatException()).ShouldContain("ARM64");
        Why(new UnsupportedOperatingSystemException("32 bits on 64")).ShouldContain("32 bits on 64");
        Why(new TypeInitializationException("x", new DllNotFoundException("Ijwhost.dll"))).ShouldContain("Visual C++");
        new AlphaVssEngine(() => new object()).WhyUnavailable().ShouldBeNull();
        Should.Throw<InvalidTimeZoneException>(() => new AlphaVssEngine(() => throw new InvalidTimeZoneException()).WhyUnavailable());

        static string Why(Exception failure) => new AlphaVssEngine(() => throw failure).WhyUnavailable().ShouldNotBeNull();
    }

    // As in a program that was built where the package is not to be had.
    [Fact]
    public void WithoutTheLibraryTheEngineLoadsAndSaysThatItIsMissing()
    {
        WithoutAlphaVss context = new();
        Assembly assembly = context.LoadFromAssemblyPath(typeof(AlphaVssEngine).Assembly.Location);
        object engine = Activator.CreateInstance(assembly.GetType(typeof(AlphaVssEngine).FullName!)!)!;

        ((IVssEngine)engine).WhyUnavailable().ShouldBe("AlphaVSS is no part of this program (AlphaVSS.Common.dll is missing).");
        ((IVssEngine)engine).Name.ShouldBe("alphavss");
    }

    private sealed class WithoutAlphaVss : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == "AlphaVSS.Common" ? throw new FileNotFoundException("It is not here.", assemblyName.FullName) : null;
    }

    // As AlphaVSS's own: it fails after it was freed.
    private sealed class LiveList<T>
    {
        private readonly T[] _items;

        public LiveList(params T[] items)
        {
            _items = items;
            List = Substitute.For<IList<T>>();
            List.GetEnumerator().Returns(_ => Enumerate());
        }

        public IList<T> List { get; }

        public bool IsFreed { get; set; }

        private IEnumerator<T> Enumerate()
        {
            foreach (T item in _items)
            {
                ObjectDisposedException.ThrowIf(IsFreed, this);
                yield return item;
            }
        }
    }
}
