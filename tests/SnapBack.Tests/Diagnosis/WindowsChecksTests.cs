using Shouldly;
using SnapBack.Diagnosis;
using SnapBack.Platform.Windows;
using SnapBack.Snapshots.Vss;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Diagnosis;

public sealed class WindowsChecksTests
{
    private readonly ScriptedVssEngine _engine = new();
    private readonly ScriptedVolumes _volumes = new();
    private (long Free, long Total)? _space = (1L << 40, 1L << 41);
    private long? _expectedChange;
    private ServiceState _service = ServiceState.Ready;
    private PrivilegeOutcome _privilege = new(Privileges.Backup, true, 0);

    [SkippableFact]
    public void AMachineThatCanMakeSnapshotsPassesEveryCheck()
    {
        Require.Root();

        Finding[] findings = Look();

        findings.ShouldAllBe(finding => finding.Level == FindingLevel.Pass);
        findings.Select(finding => finding.Check).ShouldBe(["account", "privilege", "service", "service", "engine", "providers", "writers", "volume"]);
        _engine.OpenSessions.ShouldBe(0);
        _engine.Alive.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ServiceState.Disabled, FindingLevel.Fail)]
    [InlineData(ServiceState.Missing, FindingLevel.Fail)]
    [InlineData(ServiceState.Unknown, FindingLevel.Warn)]
    public void AServiceThatCantStartIsTold(ServiceState state, FindingLevel level)
    {
        _service = state;

        Found("service").ShouldAllBe(finding => finding.Level == level && finding.Advice.Length > 0);
    }

    [Theory]
    [InlineData(Privileges.Backup, FindingLevel.Fail)]
    [InlineData(Privileges.Security, FindingLevel.Warn)]
    public void APrivilegeThatIsMissingIsToldWithWhatIsLost(string name, FindingLevel level)
    {
        _privilege = new PrivilegeOutcome(name, false, 1300);

        Finding found = Found("privilege").Single();

        found.Level.ShouldBe(level);
        found.Text.ShouldContain("1300");
    }

    [Fact]
    public void WithoutAnyEngineNothingElseIsAsked()
    {
        ScriptedVssEngine absent = new() { Unavailable = "The library is not there." };

        Finding[] findings = Look(absent);

        findings[^1].ShouldSatisfyAllConditions(last => last.Check.ShouldBe("engine"), last => last.Level.ShouldBe(FindingLevel.Fail));
        absent.Calls.ShouldNotContain(call => call.StartsWith("open", StringComparison.Ordinal));
    }

    [Fact]
    public void AFailedWriterIsNamed()
    {
        Guid id = Guid.NewGuid();
        _engine.Writers = [new VssWriter(id, id, "Sql Writer", [], [])];
        _engine.States.Clear();
        _engine.States.Enqueue([new VssWriterState(id, id, "Sql Writer", 9, unchecked((int)0x800423F2), 0, null)]);

        Finding found = Found("writers").Single();

        found.Level.ShouldBe(FindingLevel.Warn);
        found.Text.ShouldContain("Sql Writer");
    }

    [Fact]
    public void AServiceThatRefusesIsAFindingAndNoCrash()
    {
        _engine.On("gather", _ => throw new VssException(unchecked((int)0x80042318), "GatherWriterMetadata"));

        Finding found = Found("writers").Single();

        found.Level.ShouldBe(FindingLevel.Fail);
        found.Text.ShouldContain("80042318");
        _engine.OpenSessions.ShouldBe(0);
    }

    [Fact]
    public void AVolumeThatNoProviderTakesIsAWarning()
    {
        _engine.SupportsScript = _ => false;

        Found("volume").Single().Level.ShouldBe(FindingLevel.Warn);
    }

    [Theory]
    [InlineData(10_000_000L, 1_000_000L, 1L << 40, 8_999_999L, FindingLevel.Pass)] // within its limit
    [InlineData(10_000_000L, 1_000_000L, 1L << 40, 9_000_001L, FindingLevel.Warn)] // past its limit
    [InlineData(-1L, 1_000_000L, 5_000_000L, 6_000_000L, FindingLevel.Warn)] // no limit, and the volume is full before
    [InlineData(-1L, 1_000_000L, 5_000_000L, 5_400_000L, FindingLevel.Pass)] // what is set aside counts as well
    [InlineData(10_000_000L, 8_500_000L, 1L << 40, null, FindingLevel.Warn)] // nothing is known of changes, and it is almost full
    [InlineData(-1L, 1_000_000L, null, 6_000_000L, FindingLevel.Pass)] // nothing is told
    public void ADiffAreaIsHeldAgainstWhatWillChange(long maximum, long used, long? free, long? expected, FindingLevel level)
    {
        _engine.DiffAreas.Add(new VssDiffArea(@"\\?\Volume{c}\", @"\\?\Volume{d}\", maximum, used + 500_000, used));
        _space = free is { } known ? (known, 1L << 41) : null;
        _expectedChange = expected;

        Finding found = Found("diff area").Single();

        found.Level.ShouldBe(level, found.Text);
        (found.Advice.Length > 0).ShouldBe(level == FindingLevel.Warn);
    }

    private Finding[] Found(string check) => [.. Look().Where(finding => finding.Check == check)];

    private Finding[] Look(ScriptedVssEngine? engine = null) =>
        [.. new WindowsChecks([engine ?? _engine], new ScriptedVssHost(), _volumes, () => [_privilege], _ => _service, _ => _space).Look([@"C:\"], _expectedChange)];
}
