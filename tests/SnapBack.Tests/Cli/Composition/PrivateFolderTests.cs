using Shouldly;
using SnapBack.Cli.Composition;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli.Composition;

public sealed class PrivateFolderTests
{
    [SkippableFact]
    public void ANewFolderIsForItsOwnerOnly()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "modes are a matter of Linux");
        using TempFolder folder = new();

        PrivateFolder.Make(folder.At("state/logs"));

#pragma warning disable CA1416
        File.GetUnixFileMode(folder.At("state")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(folder.At("state/logs")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    [SkippableFact]
    public void ALinkAndAFolderThatOthersCanWriteAreRefused()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "modes are a matter of Linux");
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.At("real"));
        Directory.CreateSymbolicLink(folder.At("logs"), folder.At("real"));
        Directory.CreateDirectory(folder.At("open"));
#pragma warning disable CA1416
        File.SetUnixFileMode(folder.At("open"), File.GetUnixFileMode(folder.At("open")) | UnixFileMode.OtherWrite);
#pragma warning restore CA1416

        Should.Throw<IOException>(() => PrivateFolder.Make(folder.At("logs"))).Message.ShouldContain("link");
        Should.Throw<IOException>(() => PrivateFolder.Make(folder.At("open"))).Message.ShouldContain("others");
    }
}
