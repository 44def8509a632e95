using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Shouldly;
using SnapBack.Platform;
using SnapBack.Platform.Linux;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Platform;

[SupportedOSPlatform("linux")]
public sealed class FileIdentityTests
{
    [SkippableFact]
    public void TheSameFolderHasOneIdentityByPathByLinkAndByHandle()
    {
        Require.Linux();
        using TempFolder folder = new();
        string real = Directory.CreateDirectory(folder.At("real")).FullName;
        File.CreateSymbolicLink(folder.At("link"), real);

        FileIdentity byPath = Read(real, followLinks: true);
        FileIdentity byLink = Read(folder.At("link"), followLinks: true);
        FileIdentity link = Read(folder.At("link"), followLinks: false);
        using SafeFileHandle handle = Folders.Open(real);

        byPath.IsSameAs(byLink).ShouldBeTrue();
        FileIdentity.Read(handle).ShouldBe(byPath);
        byPath.Inode.ToString(CultureInfo.InvariantCulture).ShouldBe(Shell.Run("stat", ["-c", "%i", real]).MustSucceed().Output.Trim());
        (byPath.IsDirectory, byPath.IsLink).ShouldBe((true, false));
        (link.IsDirectory, link.IsLink, link.IsSameAs(byPath)).ShouldBe((false, true, false));
        FileIdentity.RealPath(folder.At("link")).ShouldBe(FileIdentity.RealPath(real));
        Folders.RealPath(handle).ShouldBe(FileIdentity.RealPath(real));
    }

    [SkippableFact]
    public void WhatIsNotThereGivesTheSystemsReason()
    {
        Require.Linux();
        using TempFolder folder = new();

        FileIdentity.TryRead(folder.At("missing"), followLinks: true, out FileIdentity? found, out int error).ShouldBeFalse();

        (found, error).ShouldBe((null, Errno.ENOENT));
        FileIdentity.RealPath(folder.At("missing")).ShouldBeNull();
    }

    private static FileIdentity Read(string path, bool followLinks)
    {
        FileIdentity.TryRead(path, followLinks, out FileIdentity? identity, out int error).ShouldBeTrue($"errno {error}");
        return identity.ShouldNotBeNull();
    }
}
