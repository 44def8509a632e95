using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class CatalogOpeningTests : CatalogTestBase
{
    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void AMissingCatalogIsMadeForItsOwnerOnly()
    {
        Require.Linux();
        Open().Dispose();

        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File)!)
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.GetFiles(Path.GetDirectoryName(File)!).Select(Path.GetFileName).ShouldBe(["catalog.db", "catalog.db.lock"], ignoreOrder: true);
    }

    [SkippableFact]
    public void TheHeaderTellsWhatItIs()
    {
        Run();

        Sqlite("PRAGMA application_id; PRAGMA user_version; PRAGMA journal_mode; PRAGMA integrity_check").ShouldBe(["1399734891", "5", "wal", "ok"]);
        Sqlite("SELECT key, value FROM meta").ShouldBe(["format|snapback-catalog", "name-encoding|bytes"]);
    }

    [Fact]
    public void ATextFileIsSetAside() => MustBeSetAside(() => System.IO.File.WriteAllText(File, "This is my shopping list, and it is longer than a hundred bytes. " + new string('x', 200)));

    [Fact]
    public void AnEmptyFileIsSetAside() => MustBeSetAside(() => System.IO.File.WriteAllBytes(File, []));

    [Fact]
    public void AFileOfZerosIsSetAside() => MustBeSetAside(() => System.IO.File.WriteAllBytes(File, new byte[8192]));

    [Fact]
    public void ACutCatalogIsSetAside() => MustBeSetAside(() => System.IO.File.WriteAllBytes(File, System.IO.File.ReadAllBytes(File)[..20_000]));

    [SkippableFact]
    public void ANewerCatalogIsSetAsideAndItsRunNumbersAreNotUsedAgain()
    {
        MustBeSetAside(() => Sqlite("PRAGMA user_version = 6"), "newer version");

        Run().ShouldBe(4);
    }

    [SkippableFact]
    public void AnotherProgramsDatabaseIsSetAside() => MustBeSetAside(() => Sqlite("PRAGMA application_id = 0"), "no catalog of this program");

    [SkippableFact]
    public void ACatalogThatLacksAViewIsSetAside() => MustBeSetAside(() => Sqlite("DROP VIEW v_history"), "view v_history");

    [SkippableFact]
    public void ACatalogWithATriggerIsSetAside() =>
        MustBeSetAside(() => Sqlite("CREATE TRIGGER evil AFTER INSERT ON run BEGIN DELETE FROM run; END"), "triggers");

    [SkippableFact]
    public void ALogWithoutItsDatabaseIsSetAside()
    {
        Run(Some.Copied("a"));
        System.IO.File.WriteAllText(File + "-wal", "left behind");
        System.IO.File.Delete(File);

        using CatalogWriter writer = Open();

        writer.Notices.Single().Code.ShouldBe("catalog-set-aside");
        System.IO.File.ReadAllText(Directory.GetFiles(Path.GetDirectoryName(File)!, "*.set-aside-*-wal").Single()).ShouldBe("left behind");
        Sqlite("PRAGMA integrity_check").ShouldBe(["ok"]);
    }

    [SkippableFact]
    public void AFlippedByteNeverStopsABackup()
    {
        Run([Some.Folder("docs"), .. Enumerable.Range(0, 300).Select(i => Some.Copied($"docs/file number {i}"))]);
        byte[] good = System.IO.File.ReadAllBytes(File);
        Random random = new(4711);
        for (int i = 0; i < 300; i++)
        {
            byte[] bad = (byte[])good.Clone();
            // The header and the heads of pages are where a flip does most.
            int at = i < 100 ? i : (random.Next(good.Length / 4096) * 4096) + random.Next(i % 2 == 0 ? 64 : 4096);
            bad[at] ^= (byte)(1 << random.Next(8));
            foreach (string file in Directory.GetFiles(Path.GetDirectoryName(File)!))
            {
                System.IO.File.Delete(file);
            }

            System.IO.File.WriteAllBytes(File, bad);
            Should.NotThrow(() => Backup(), $"byte {at}");

            foreach (string aside in Aside())
            {
                System.IO.File.ReadAllBytes(aside).Length.ShouldBe(bad.Length);
            }
        }
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void AFolderThatOthersCanWriteIsRefused()
    {
        Require.Linux();
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.SetUnixFileMode(Path.GetDirectoryName(File)!, (UnixFileMode)0x1FF);

        MustBeRefused("can be written by other users");
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void ACatalogThatOthersCanWriteIsRefused()
    {
        Require.Linux();
        Open().Dispose();
        System.IO.File.SetUnixFileMode(File, (UnixFileMode)0x1B6);

        MustBeRefused("can be written by other users");
    }

    [SkippableTheory]
    [SupportedOSPlatform("linux")]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData(".lock")]
    public void APlantedLinkIsNeverFollowed(string suffix)
    {
        Require.Linux();
        string victim = Folder.File("victim", "precious");
        Directory.CreateDirectory(Path.GetDirectoryName(File)!, (UnixFileMode)0x1C0);
        System.IO.File.CreateSymbolicLink(File + suffix, victim);

        MustBeRefused("is a link");
        System.IO.File.ReadAllText(victim).ShouldBe("precious");
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void ALinkInPlaceOfTheFolderIsRefused()
    {
        Require.Linux();
        Directory.CreateSymbolicLink(Path.GetDirectoryName(File)!, Folder.Folder("real"));

        MustBeRefused("is a link");
        Directory.GetFileSystemEntries(Folder.At("real")).ShouldBeEmpty();
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void AnotherUsersCatalogIsRefused()
    {
        Require.Linux();
        Require.Root();
        Open().Dispose();
        Shell.Run("chown", ["12345", File]).MustSucceed();

        MustBeRefused("belongs to another user");
    }

    private void Backup()
    {
        using CatalogWriter writer = Open();
        writer.MarkInterrupted();
        writer.BeginRun(Some.Start());
        _ = writer.KnownIn(0, Some.Path("docs")).ToList();
        writer.Record([Some.Copied("docs/file number 7", 3)]);
        writer.EndRun(Some.End());
    }

    private void MustBeRefused(string why)
    {
        SnapBackException refusal = Should.Throw<SnapBackException>(() => Open().Dispose());

        refusal.Code.ShouldBe(ErrorCode.CatalogUnusable);
        refusal.Message.ShouldContain(why);
        refusal.Message.ShouldContain("Nothing was touched.");
    }

    private void MustBeSetAside(Action damage, string why = "")
    {
        Run([.. Enumerable.Range(0, 500).Select(i => Some.Copied($"{i}"))]);
        Run();
        Run();
        damage();
        byte[] before = System.IO.File.ReadAllBytes(File);

        using (CatalogWriter writer = Open())
        {
            Notice notice = writer.Notices.Single();
            notice.Code.ShouldBe("catalog-set-aside");
            notice.IsWarning.ShouldBeTrue();
            notice.Text.ShouldContain(why);
            notice.Text.ShouldContain(Aside().Single());
            System.IO.File.ReadAllBytes(Aside().Single()).ShouldBe(before);
        }

        using CatalogWriter next = Open();
        next.Notices.ShouldBeEmpty();
    }

    private string[] Aside() => [.. Directory.GetFiles(Path.GetDirectoryName(File)!, "*.set-aside-*").Where(file => file.EndsWith('Z'))];
}
