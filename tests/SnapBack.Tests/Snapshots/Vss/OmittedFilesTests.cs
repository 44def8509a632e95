using Shouldly;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss;

public sealed class OmittedFilesTests
{
    private readonly VssBed _bed = new();

    public OmittedFilesTests()
    {
        _bed.Host.Variables["windir"] = @"C:\Windows";
        _bed.Host.Profiles.Add(@"C:\Users\ann");
        _bed.Host.Profiles.Add(@"%windir%\ServiceProfiles\net");
    }

    [Theory]
    [InlineData(@"C:\a\b.txt", @"C:\a", "b.txt", false)]
    [InlineData(@"  %windir%\softwaredistribution\*.* /s ", @"%windir%\softwaredistribution", "*.*", true)]
    [InlineData("C:\\a\\*.tmp\t/S", @"C:\a", "*.tmp", true)]
    [InlineData(@"C:\a\b\", @"C:\a\b", "", false)]
    [InlineData(@"C:\a\x/s", @"C:\a", "x/s", false)]
    public void ALineOfTheRegistryIsAFolderFilesAndWhetherFoldersBelowCount(string line, string folder, string pattern, bool isRecursive) =>
        OmittedFiles.Parse(line).ShouldBe(new VssFileRule(folder, pattern, isRecursive));

    [Theory]
    [InlineData("")]
    [InlineData("nothing of the kind")]
    [InlineData("/s")]
    public void AnythingElseIsDropped(string line) => OmittedFiles.Parse(line).ShouldBeNull();

    // The rules that Windows comes with, and others that programs add.
    [Theory]
    [InlineData(@"$UserProfile$\AppData\Local\Microsoft\Outlook\*.ost", @"C:\Users", "ann/AppData/Local/Microsoft/Outlook/mail.OST", true)]
    [InlineData(@"$UserProfile$\AppData\Local\Microsoft\Outlook\*.ost", @"C:\Users", "ann/AppData/Local/Microsoft/Outlook/mail.pst", false)]
    [InlineData(@"$UserProfile$\AppData\Local\Microsoft\Outlook\*.ost", @"C:\Users", "ann/AppData/Local/Microsoft/Outlook/deep/mail.ost", false)]
    [InlineData(@"$UserProfile$\AppData\Local\Microsoft\Outlook\*.ost", @"C:\Users\ann", "APPDATA/local/Microsoft/Outlook/mail.ost", true)]
    [InlineData(@"$UserProfile$\AppData\Local\Microsoft\Outlook\*.ost", @"C:\Users\bob", "AppData/Local/Microsoft/Outlook/mail.ost", false)]
    [InlineData(@"$UserProfile$\x.dat", @"C:\Windows\ServiceProfiles", "net/x.dat", true)]
    [InlineData(@"%windir%\softwaredistribution\*.* /s", @"C:\", "Windows/SoftwareDistribution/Download/a/b", true)]
    [InlineData(@"%windir%\softwaredistribution\*.* /s", @"C:\Windows\SoftwareDistribution\Download", "a/b", true)]
    [InlineData(@"%windir%\softwaredistribution\*.*", @"C:\Windows\SoftwareDistribution\Download", "a", false)]
    [InlineData(@"%windir%\softwaredistribution\*.* /s", @"D:\", "Windows/SoftwareDistribution/a", false)]
    [InlineData(@"%nothing%\softwaredistribution\*.* /s", @"C:\", "Windows/SoftwareDistribution/a", false)]
    [InlineData(@"$AllVolumes$\System Volume Information\FVE.{1}", @"D:\", "System Volume Information/FVE.{1}", true)]
    [InlineData(@"\hiberfil.sys", @"D:\", "hiberfil.sys", true)]
    [InlineData(@"\hiberfil.sys", @"D:\", "in/hiberfil.sys", false)]
    [InlineData(@"C:\wild*\x.dat", @"C:\", "wild1/x.dat", false)]
    public void ARuleSpeaksOfTheFilesThatWindowsTakesOut(string rule, string source, string path, bool isOmitted)
    {
        _bed.Host.NotToSnapshot["rule"] = [rule];

        OmissionsOf(source).Matches(PathOf(path), File(path)).ShouldBe(isOmitted);
    }

    [Fact]
    public void ARuleIsMetBehindAJunctionAndInAMountedVolume()
    {
        _bed.Volumes.Links[@"C:\Users\ann\Docs"] = @"D:\ann";
        _bed.Volumes.Mount(@"C:\Data\vol", VssBed.X);
        _bed.Host.NotToSnapshot["links"] = [@"C:\Users\ann\Docs\*.ost", @"C:\Data\vol\cache\* /s"];

        OmissionsOf(@"D:\").Matches(PathOf("ann/a.ost"), File("a.ost")).ShouldBeTrue();
        OmissionsOf(@"C:\Data").Matches(PathOf("vol/cache/deep/x"), File("x")).ShouldBeTrue();
        OmissionsOf(@"C:\Data").Matches(PathOf("vol/x"), File("x")).ShouldBeFalse();
    }

    // Copies of what was in it may still be at the destination.
    [Fact]
    public void ARuleAboutAFolderThatIsGoneHoldsAllTheSame()
    {
        _bed.Volumes.Missing.Add(@"C:\Users\ann\AppData\Local");
        _bed.Host.NotToSnapshot["outlook"] = [@"$UserProfile$\AppData\Local\Microsoft\Outlook\*.ost"];

        OmissionsOf(@"C:\Users").Matches(PathOf("ann/AppData/Local/Microsoft/Outlook/a.ost"), File("a.ost")).ShouldBeTrue();
    }

    [Fact]
    public void TheWritersRulesCountAsWindowsOwn()
    {
        _bed.Engine.Writers = [new VssWriter(Guid.NewGuid(), Guid.NewGuid(), "Search", [new VssFileRule(@"C:\never", "asked", false)], [new VssFileRule(@"%windir%\Search", "*.edb", true)])];

        Omissions omissions = OmissionsOf(@"C:\Windows");

        omissions.Matches(PathOf("Search/Data/Windows.edb"), File("Windows.edb")).ShouldBeTrue();
        omissions.Rules.ShouldHaveSingleItem().Origin.ShouldBe("the writer 'Search'");
    }

    [Fact]
    public void ARuleSpeaksOfFilesInItsFolderAndNotOfFolders()
    {
        _bed.Host.NotToSnapshot["a"] = [@"C:\a\b\* /s", @"C:\c\d\*.ost"];
        Omissions omissions = OmissionsOf(@"C:\");

        omissions.Matches(PathOf("a/b/x"), Folder("x")).ShouldBeFalse();
        omissions.Matches(PathOf("a/b/x"), File("x")).ShouldBeTrue();
        omissions.MayMatchIn(PathOf("a/b/x/y")).ShouldBeTrue();
        omissions.MayMatchIn(PathOf("a")).ShouldBeFalse();
        omissions.MayMatchIn(PathOf("c/d")).ShouldBeTrue();
        omissions.MayMatchIn(PathOf("c/d/e")).ShouldBeFalse();
    }

    [Fact]
    public void WithoutRulesNothingIsOmitted() => OmissionsOf(@"C:\").ShouldBeSameAs(Omissions.None);

    private Omissions OmissionsOf(string source)
    {
        using ISnapshotSession session = _bed.Create(source);
        return session.ViewOf(source).Omitted;
    }

    private static Entry File(string path) => new() { Name = path[(path.LastIndexOf('/') + 1)..], Kind = EntryKind.File };

    private static Entry Folder(string name) => new() { Name = name, Kind = EntryKind.Directory };

    private static RelativePath PathOf(string text) => RelativePath.TryParse(text, out RelativePath path) ? path : throw new ArgumentException(text, nameof(text));
}
