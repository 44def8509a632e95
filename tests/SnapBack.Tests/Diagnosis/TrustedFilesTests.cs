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
