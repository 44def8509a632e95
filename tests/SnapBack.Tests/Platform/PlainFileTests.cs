using System.Text;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Platform;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Platform;

public sealed class PlainFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void APlainFileIsReadAlsoThroughALink()
    {
        string file = _temp.File("file", "text");
        File.CreateSymbolicLink(_temp.At("link"), file);

        using FileStream stream = PlainFile.Open(_temp.At("link"));

        using StreamReader reader = new(stream, Encoding.UTF8);
        reader.ReadToEnd().ShouldBe("text");
        PlainFile.IsOther(_temp.At("link")).ShouldBeFalse();
    }

    [Fact]
    public void WhatIsMissingIsToldAsTheSystemsOwnFilesTellIt()
    {
        Should.Throw<FileNotFoundException>(() => PlainFile.Open(_temp.At("none")));
        Should.Throw<DirectoryNotFoundException>(() => PlainFile.Open(Path.Join(_temp.File("file", ""), "below")));
        PlainFile.IsOther(_temp.At("none")).ShouldBeFalse();
    }

    [SkippableFact]
    public void APipeAFolderAndADeviceAreRefusedAndNotWaitedFor()
    {
        Require.Linux();
        Shell.Run("mkfifo", [_temp.At("pipe")]).MustSucceed();

        foreach (string path in (IEnumerable<string>)[_temp.At("pipe"), _temp.Root, "/dev/zero"])
        {
            Should.Throw<IOException>(() => PlainFile.Open(path)).Message.ShouldBe("it is no plain file");
            PlainFile.IsOther(path).ShouldBeTrue();
        }
    }

    [SkippableFact]
    public void AJobFileIsAPlainFileOrWhatTheShellHandsOver()
    {
        Require.Linux();
        string pipe = _temp.At("pipe");
        Shell.Run("mkfifo", [pipe]).MustSucceed();

        SnapBackException refused = Should.Throw<SnapBackException>(() => JobFile.Load(pipe, new JobOverrides()));

        refused.Code.ShouldBe(ErrorCode.JobFileUnreadable);
        refused.Message.ShouldBe($"The job file '{pipe}' can't be read: it is no plain file; nothing was touched.");
        using FileStream stream = new(_temp.File("job", "text"), FileMode.Open);
        using FileStream handed = PlainFile.Open($"/dev/fd/{stream.SafeFileHandle.DangerousGetHandle()}", takesStreams: true);
        handed.Length.ShouldBe(4);
    }
}
