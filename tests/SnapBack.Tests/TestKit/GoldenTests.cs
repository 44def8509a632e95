using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.TestKit;

public sealed class GoldenTests
{
    private static bool GoldenFilesAreRewritten => Environment.GetEnvironmentVariable("SNAPBACK_UPDATE_GOLDEN") == "1";

    [Fact]
    public void TheApprovedTextPassesWhateverItsLineEndings()
    {
        Golden.Check("greeting", "Good morning.\r\nIt is 3 a.m.\r\n");
    }

    [SkippableFact]
    public void AnotherTextFails()
    {
        Skip.If(GoldenFilesAreRewritten, "golden files are being rewritten");

        Should.Throw<ShouldAssertException>(() => Golden.Check("greeting", "Good night."));
    }

    [SkippableFact]
    public void AMissingFileSaysHowToMakeIt()
    {
        Skip.If(GoldenFilesAreRewritten, "golden files are being rewritten");

        Should.Throw<ShouldAssertException>(() => Golden.Check("nobody-wrote-this", "text")).Message.ShouldContain("SNAPBACK_UPDATE_GOLDEN=1");
    }
}
