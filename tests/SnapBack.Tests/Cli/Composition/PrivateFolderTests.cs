using Shouldly;
using SnapBack.Cli.Composition;
using Xunit;

namespace SnapBack.Tests.Cli.Composition;

public sealed class PrivateFolderTests
{
    [SkippableFact]
    public void ANewFolderIsForItsOwnerOnly()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "modes are a matter of Linux");
        using TemporaryFolder folder = new();

        PrivateFolder.Make(folder.File("state/logs"));

#pragma warning disable CA1416
        File.GetUnixFileMode(folder.File("state")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(folder.File("state/logs")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    [SkippableFact]
    public void ALinkAndAFolderThatOthersCanWriteAreRefused()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "modes are a matter of Linux");
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("real"));
        Directory.CreateSymbolicLink(folder.File("logs"), folder.File("real"));
        Directory.CreateDirectory(folder.File("open"));
#pragma warning disable CA1416
        File.SetUnixFileMode(folder.File("open"), File.GetUnixFileMode(folder.File("open")) | UnixFileMode.OtherWrite);
#pragma warning restore CA1416

        Should.Throw<IOException>(() => PrivateFolder.Make(folder.File("logs"))).Message.ShouldContain("link");
        Should.Throw<IOException>(() => PrivateFolder.Make(folder.File("open"))).Message.ShouldContain("others");
    }
}
