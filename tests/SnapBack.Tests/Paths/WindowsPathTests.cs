using Shouldly;
using SnapBack.Paths;
using Xunit;

namespace SnapBack.Tests.Paths;

public sealed class WindowsPathTests
{
    [Theory]
    [InlineData(@"C:\", @"\\?\C:\")]
    [InlineData(@"C:\data\con", @"\\?\C:\data\con")]
    [InlineData(@"C:/data/x", @"\\?\C:\data\x")]
    [InlineData(@"\\server\share\x", @"\\?\UNC\server\share\x")]
    public void APathGetsThePrefixAndLosesItForPeople(string path, string device)
    {
        WindowsPath.ToDevice(path).ShouldBe(device);
        WindowsPath.ToDevice(device).ShouldBe(device);
        WindowsPath.ToDisplay(device).ShouldBe(path.Replace('/', '\\'));
    }

    [Theory]
    [InlineData(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy12", @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy12\")]
    [InlineData(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy12\", @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy12\")]
    [InlineData(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy12\data", @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy12\data")]
    [InlineData(@"\\?\GLOBALROOT\Device\", @"\\?\GLOBALROOT\Device\")]
    [InlineData(@"\\.\C:", @"\\.\C:")]
    public void AShadowCopysRootKeepsTheBackslashThatMakesItAFolder(string path, string device)
    {
        WindowsPath.ToDevice(path).ShouldBe(device);
        WindowsPath.ToDisplay(device).ShouldBe(device);
    }

    [Theory]
    [InlineData("name", true)]
    [InlineData("name.", true)]
    [InlineData("CON", true)]
    [InlineData("a\\b", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("", false)]
    [InlineData("a\0b", false)]
    public void WhatSeparatesPathsIsNoPartOfAName(string name, bool expected) => WindowsPath.IsName(name).ShouldBe(expected);
}
