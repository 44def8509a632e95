using Shouldly;
using SnapBack.Errors;
using SnapBack.Platform.Windows;
using Xunit;

namespace SnapBack.Tests.Platform.Windows;

public sealed class Win32ErrorTests
{
    [Theory]
    [InlineData(32, "open", ErrorKind.InUse)]
    [InlineData(33, "read", ErrorKind.InUse)]
    [InlineData(5, "open", ErrorKind.AccessDenied)]
    [InlineData(1314, "make link", ErrorKind.AccessDenied)]
    [InlineData(2, "open", ErrorKind.NotFound)]
    [InlineData(3, "open", ErrorKind.NotFound)]
    [InlineData(303, "open", ErrorKind.NotFound)]
    [InlineData(303, "rename", ErrorKind.InUse)]
    [InlineData(206, "open", ErrorKind.PathTooLong)]
    [InlineData(123, "make file", ErrorKind.InvalidName)]
    [InlineData(112, "write", ErrorKind.DiskFull)]
    [InlineData(39, "write", ErrorKind.DiskFull)]
    [InlineData(1295, "write", ErrorKind.DiskFull)]
    [InlineData(223, "write", ErrorKind.FileTooLarge)]
    [InlineData(19, "make file", ErrorKind.ReadOnly)]
    [InlineData(145, "delete folder", ErrorKind.WrongKind)]
    [InlineData(267, "open folder", ErrorKind.WrongKind)]
    [InlineData(4395, "open folder", ErrorKind.LinkInPath)]
    [InlineData(6002, "open", ErrorKind.Encrypted)]
    [InlineData(50, "flush", ErrorKind.NotSupported)]
    [InlineData(64, "read", ErrorKind.Network)]
    [InlineData(53, "open folder", ErrorKind.Network)]
    [InlineData(1450, "read", ErrorKind.OutOfResources)]
    [InlineData(23, "read", ErrorKind.ReadFault)]
    [InlineData(1117, "read", ErrorKind.ReadFault)]
    [InlineData(1117, "write", ErrorKind.WriteFault)]
    [InlineData(1167, "read", ErrorKind.ReadFault)]
    [InlineData(21, "write", ErrorKind.WriteFault)]
    [InlineData(4711, "open", ErrorKind.Unknown)]
    public void EachCodeHasItsKind(int code, string phase, ErrorKind expected)
    {
        Win32Error.KindOf(code, phase).ShouldBe(expected);

        ActionError error = Win32Error.Exception(code, phase).Error;
        (error.Kind, error.NativeCode, error.Phase).ShouldBe((expected, code, phase));
        error.Message.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(21)]
    [InlineData(433)]
    [InlineData(1167)]
    [InlineData(1617)]
    public void ADeviceThatIsGoneIsKnown(int code) => Win32Error.IsDeviceGone(code).ShouldBeTrue();

    [Fact]
    public void OnlyWhatMayPassIsTriedAgain()
    {
        Win32Error.Exception(32, "open").Error.IsTransient.ShouldBeTrue();
        Win32Error.Exception(64, "read").Error.IsTransient.ShouldBeTrue();
        Win32Error.Exception(5, "open").Error.IsTransient.ShouldBeFalse();
        Win32Error.Exception(6002, "open").Error.IsTransient.ShouldBeFalse();
    }
}
