using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.TestKit;

public sealed class TempFolderTests
{
    [SkippableFact]
    public void ATreeOfEveryKindGoesAway()
    {
        Require.Linux();
        TempFolder temp = new();
        VarietyTree.Create(temp.At("tree"));
        VarietyTree.AddDeepPath(temp.At("tree", "beyond"));

        temp.Dispose();

        Directory.Exists(temp.Root).ShouldBeFalse();
    }

    [SkippableFact]
    public void AnImmutableFileGoesAway()
    {
        Require.Linux();
        Require.Root();
        TempFolder temp = new();
        string file = temp.File("folder/immutable.txt", "stay");
        ShellResult marked = Shell.Run(Require.Program("chattr"), ["+i", file]);
        Require.That(marked.ExitCode == 0, "needs a file system with immutable marks");

        temp.Dispose();

        Directory.Exists(temp.Root).ShouldBeFalse();
    }
}
