using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>What the letters of <c>copy</c> and <c>dirCopy</c> leave out; NTFS itself is in the end-to-end tests.</summary>
public sealed class CopyLetterTests : IDisposable
{
    private const string Record = "0x0400040000000200040002000100";
    private static readonly DateTime Later = new(2023, 5, 5, 5, 5, 5, DateTimeKind.Utc);

    private readonly RuleBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData("DAT", false)]
    [InlineData("DATS", true)]
    public void WhatSambaKeepsOfSecurityComesWithItsLetterWhole(string letters, bool isCarried)
    {
        Require.Root();
        Shell.Run(Require.Program("setfattr"), ["-n", "security.NTACL", "-v", Record, _bed.Write("a.txt")]).MustSucceed();
        _bed.Say($"\"copy\": \"{letters}\"");

        _bed.Run();
        _bed.Run().Totals.MetadataUpdated.ShouldBe(0, "the second run finds nothing to do");

        Shell.Run("getfattr", ["-e", "hex", "-d", "-m", "^security", _bed.InDestination("a.txt")]).Output.Contains($"security.NTACL={Record}", StringComparison.Ordinal).ShouldBe(isCarried);
        using CatalogReader reader = CatalogReader.Open(Path.Join(_bed.Root, "catalog.db"));
        reader.Security(1, "a.txt").ShouldHaveSingleItem().Form.ShouldBe(isCarried ? "samba" : null);
    }

    [SkippableFact]
    public void AChangedRecordOfSambaAloneIsSetWithoutCopying()
    {
        Require.Root();
        string file = _bed.Write("a.txt");
        Shell.Run(Require.Program("setfattr"), ["-n", "security.NTACL", "-v", Record, file]).MustSucceed();
        _bed.Say("\"copy\": \"DATS\"");
        _bed.Run();
        Shell.Run("setfattr", ["-n", "security.NTACL", "-v", Record + "ff", file]).MustSucceed();

        RunResult run = _bed.Run();

        _bed.Files(run).ShouldContain("a.txt modified update-security");
        run.Totals.Files.Copied.ShouldBe(0);
        Shell.Run("getfattr", ["-e", "hex", "-d", "-m", "^security", _bed.InDestination("a.txt")]).Output.ShouldContain($"security.NTACL={Record}ff");
    }

    [SkippableFact]
    public void WithoutDataNoContentComesAndNoTimeThatWouldSayItDid()
    {
        _bed.Write("new.txt");
        _bed.Write("newer.txt", "other content", Later);
        _bed.WriteAtDestination("newer.txt", "old content");
        _bed.Say("\"copy\": \"AT\"");

        RunResult run = _bed.Run();

        run.Totals.Files.Copied.ShouldBe(0);
        File.Exists(_bed.InDestination("new.txt")).ShouldBeFalse();
        File.ReadAllText(_bed.InDestination("newer.txt")).ShouldBe("old content");
        File.GetLastWriteTimeUtc(_bed.InDestination("newer.txt")).ShouldNotBe(Later);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void WithoutAttributesModesStayAsTheyAre()
    {
        string file = _bed.Write("a.txt");
        string copy = _bed.WriteAtDestination("a.txt");
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _bed.Say("\"copy\": \"DT\"");

        // The record tells the mode that the source has, as it does where a destination can't keep modes; so not by the bed's own run, which compares the two.
        new RunCoordinator(_bed.Ports()).Run(_bed.Job, _bed.Events, CancellationToken.None).Totals.MetadataUpdated.ShouldBe(0);

        File.GetUnixFileMode(copy).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [SkippableTheory]
    [InlineData("DA", false)]
    [InlineData("DAT", true)]
    public void FoldersHaveTheirTimesWithTheLetterT(string letters, bool isCarried)
    {
        _bed.Write("docs/a.txt");
        Directory.SetLastWriteTimeUtc(_bed.InSource("docs"), Later);
        _bed.Say($"\"dirCopy\": \"{letters}\"");

        _bed.Run();

        (Directory.GetLastWriteTimeUtc(_bed.InDestination("docs")) == Later).ShouldBe(isCarried);
    }
}
