using Shouldly;
using SnapBack.Diagnosis;
using SnapBack.Errors;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Diagnosis;

/// <summary>Arrangements by which an ordinary user could have something done with the rights of a run.</summary>
public sealed class TrustedFilesTests : IDisposable
{
    private const string Somebody = "65534";

    private readonly TempFolder _temp = new();
    private readonly string _job;

    public TrustedFilesTests()
    {
        _job = Path.Join(_temp.Folder("etc"), "job.json");
        File.WriteAllText(_job, "{}");
    }

    public void Dispose() => _temp.Dispose();

    [SkippableFact]
    public void WhatOnlyThisAccountCanChangeIsTrusted()
    {
        Require.Linux();

        TrustedFiles.FirstCulprit([_job, _temp.At("etc", "not-there-yet.db")]).ShouldBeNull();
    }

    [SkippableTheory]
    [InlineData("666", "etc/job.json", "can be written by other users")]
    [InlineData("620", "etc/job.json", "can be written by other users")]
    [InlineData("777", "etc", "can be written by other users")]
    [InlineData("775", "etc", "can be written by other users")]
    public void WhatOthersCanWriteIsNamed(string mode, string path, string why)
    {
        Require.Linux();

        Shell.Run("chmod", [mode, _temp.At(path)]).MustSucceed();

        TrustedFiles.FirstCulprit([_job]).ShouldBe($"'{_temp.At(path)}' {why}");
    }

    [SkippableTheory]
    [InlineData("etc/job.json")]
    [InlineData("etc")]
    public void WhatBelongsToAnotherUserIsNamed(string path)
    {
        Require.Linux();
        Require.Root();

        Shell.Run("chown", [Somebody, _temp.At(path)]).MustSucceed();

        TrustedFiles.FirstCulprit([_job]).ShouldBe($"'{_temp.At(path)}' belongs to another user");
    }

    [SkippableFact]
    public void AnAccessListThatLetsAnotherUserWriteIsFound()
    {
        Require.Linux();
        Require.Program("setfacl");

        Shell.Run("setfacl", ["-m", $"u:{Somebody}:rw", _job]).MustSucceed();

        TrustedFiles.FirstCulprit([_job]).ShouldBe($"'{_job}' can be written by other users");
    }

    [SkippableFact]
    public void ALinkIsFollowedAndWhatItLeadsToIsLookedAt()
    {
        Require.Linux();
        string open = Path.Join(_temp.Folder("open"), "job.json");
        File.WriteAllText(open, "{}");
        Shell.Run("chmod", ["777", _temp.At("open")]).MustSucceed();
        File.CreateSymbolicLink(_temp.At("etc", "link.json"), "../open/job.json");
        File.CreateSymbolicLink(_temp.At("etc", "loop"), "loop");

        TrustedFiles.FirstCulprit([_temp.At("etc", "link.json")]).ShouldBe($"'{_temp.At("open")}' can be written by other users");
        TrustedFiles.FirstCulprit([_temp.At("etc", "loop", "x")]).ShouldNotBeNull().ShouldContain("leads nowhere");
    }

    [SkippableFact]
    public void ALinkThatAnotherUserOwnsIsNamed()
    {
        Require.Linux();
        Require.Root();
        string link = _temp.At("etc", "link.json");
        File.CreateSymbolicLink(link, "job.json");

        Shell.Run("chown", ["-h", Somebody, link]).MustSucceed();

        TrustedFiles.FirstCulprit([link]).ShouldBe($"'{link}' belongs to another user");
    }

    [SkippableFact]
    public void AFolderWithTheStickyBitMayBeOnTheWay()
    {
        Require.Linux();
        string shared = _temp.Folder("shared");
        Shell.Run("chmod", ["1777", shared]).MustSucceed();
        string mine = Path.Join(_temp.Folder("shared", "mine"), "job.json");
        File.WriteAllText(mine, "{}");

        TrustedFiles.FirstCulprit([mine]).ShouldBeNull();
    }

    [SkippableFact]
    public void ALibraryOfTheProgramThatOthersCanChangeIsNamed()
    {
        Require.Linux();
        string program = _temp.Folder("program");
        string library = Path.Join(program, "libe_sqlite3.so");
        File.WriteAllText(library, string.Empty);
        TrustedFiles.WhyNotProgram(program).ShouldBeNull();

        Shell.Run("chmod", ["666", library]).MustSucceed();

        TrustedFiles.WhyNotProgram(program).ShouldBe($"'{library}' can be written by other users");
    }

    [SkippableTheory]
    [InlineData("600", "755", false)]
    [InlineData("644", "755", true)]
    [InlineData("640", "755", true)]
    [InlineData("604", "711", true)]
    [InlineData("644", "700", false)]
    public void ASecretThatOthersCanReadIsNamed(string mode, string folderMode, bool isNamed)
    {
        Require.Linux();
        string secret = _temp.File("etc/password", "canary");
        Shell.Run("chmod", ["755", _temp.Root]).MustSucceed();
        Shell.Run("chmod", [folderMode, _temp.At("etc")]).MustSucceed();
        Shell.Run("chmod", [mode, secret]).MustSucceed();
        string link = _temp.At("link");
        File.CreateSymbolicLink(link, secret);

        TrustedFiles.NoSecrets([secret, link, _temp.At("missing")]).ShouldBe(isNamed ? [$"'{secret}' can be read by other users", $"'{link}' can be read by other users"] : []);
    }

    [SkippableFact]
    public void ASecretIsAsOpenAsThePlaceThatALinkLeadsTo()
    {
        Require.Linux();
        Shell.Run("chmod", ["755", _temp.Root]).MustSucceed();
        Shell.Run("chmod", ["755", _temp.Folder("open")]).MustSucceed();
        Shell.Run("chmod", ["644", _temp.File("open/password", "canary")]).MustSucceed();
        Shell.Run("chmod", ["700", _temp.Folder("closed")]).MustSucceed();
        File.CreateSymbolicLink(_temp.At("closed", "link"), "../open");
        string secret = _temp.At("closed", "link", "password");

        TrustedFiles.NoSecrets([secret]).ShouldBe([$"'{secret}' can be read by other users"]);
    }

    [SkippableFact]
    public void ASecretOfAnotherUserIsNamed()
    {
        Require.Linux();
        Require.Root();
        string secret = _temp.File("etc/password", "canary");
        Shell.Run("chmod", ["600", secret]).MustSucceed();
        Shell.Run("chown", [Somebody, secret]).MustSucceed();

        TrustedFiles.NoSecrets([secret]).ShouldBe([$"'{secret}' belongs to another user"]);
    }

    [SkippableFact]
    public void APlaceForALibraryBesideTheProgramIsNamed()
    {
        Require.Linux();
        string program = _temp.Folder("program");

        Shell.Run("chmod", ["1777", program]).MustSucceed();

        SnapBackException refused = Should.Throw<SnapBackException>(() => TrustedFiles.Require(program, [_job]));
        refused.Code.ShouldBe(ErrorCode.NotTrusted);
        refused.Message.ShouldStartWith($"'{program}' can be written by other users");
    }
}
