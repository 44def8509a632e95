using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Documents;

/// <summary>Every command that the documents show works as shown.</summary>
public sealed class DocumentedCommandsTests
{
    public static TheoryData<string> DocumentsWithCommands =>
        [.. Documents().Where(file => CommandBlocks.ScriptOf(File.ReadAllText(Checkout.At(file))).Length > 0)];

    [SkippableTheory]
    [MemberData(nameof(DocumentsWithCommands))]
    public void TheCommandsOfADocumentRunFromTopToBottom(string document)
    {
        Require.Linux();
        if (Environment.IsPrivilegedProcess)
        {
            Require.Program("unshare");
        }

        using CheckoutCopy copy = new();

        ShellResult result = copy.Run(CommandBlocks.ScriptOf(File.ReadAllText(Checkout.At(document))));

        result.ExitCode.ShouldBe(0, $"{document}\n{result.Output}\n{result.Error}");
    }

    [Fact]
    public void EveryBlockWithCommandsIsMarked()
    {
        Documents().Where(file => CommandBlocks.UndecidedIn(File.ReadAllText(Checkout.At(file))).Any())
            .ShouldBeEmpty("Blocks that are run are marked sh, others console.");
    }

    [Fact]
    public void TheReadmeHasCommands()
    {
        CommandBlocks.ScriptOf(File.ReadAllText(Checkout.At("README.md"))).ShouldContain("backup samples/quickstart/job.json");
    }

    [SkippableFact]
    public void ACommandThatFailsIsSeen()
    {
        Require.Linux();
        using CheckoutCopy copy = new();

        copy.Run("test -f README.md\nfalse\ntrue\n").ExitCode.ShouldNotBe(0);
    }

    private static IEnumerable<string> Documents() =>
        Checkout.Files(pattern: "*.md").Where(file => !file.StartsWith("changelog/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
