using System.Text;
using Shouldly;
using SnapBack.Cli.Rendering.Robocopy;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli.Rendering.Robocopy;

public sealed class LogBlocksTests : IDisposable
{
    private readonly StringBuilder _log = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheFirstBlockIsSeenAtOnceAndTheOthersInTheirTurn()
    {
        using LogBlocks blocks = New();

        blocks.In(2, block => block.Line("two"));
        _log.ToString().ShouldBeEmpty();
        blocks.In(1, block => block.Begin("one"));
        _log.ToString().ShouldBe("one");
        blocks.End(2);
        blocks.In(1, block => block.Append(" more"));
        blocks.End(1);

        _log.ToString().ShouldBe("one more\ntwo\n");
    }

    [Fact]
    public void ABlockThatGetsItsTurnInTheMiddleGoesOnLive()
    {
        using LogBlocks blocks = New();
        blocks.In(2, block => block.Begin("a"));

        blocks.End(1);
        _log.ToString().ShouldBe("a");
        bool isLive = false;
        blocks.In(2, block =>
        {
            isLive = block.IsLive;
            block.Append("b");
        });

        isLive.ShouldBeTrue();
        _log.ToString().ShouldBe("ab");
    }

    [Fact]
    public void WhatBelongsToNoBlockWaitsForTheEndOfALine()
    {
        using LogBlocks blocks = New();
        blocks.In(1, block => block.Begin("one"));

        blocks.Aside(["aside", ""]);
        _log.ToString().ShouldBe("one");
        blocks.In(1, block => block.EndLine());

        _log.ToString().ShouldBe("one\naside\n\n");
    }

    [Fact]
    public void ClosingWritesWhatIsThereThoughBlocksBeforeItNeverCame()
    {
        using LogBlocks blocks = New();
        blocks.In(5, block => block.Begin("five"));
        blocks.In(3, block => block.Line("three"));

        blocks.Close();

        _log.ToString().ShouldBe("three\nfive\n");
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(40)]
    [InlineData(0)]
    public void WhateverTheOrderOfTheWorkersTheLogIsInTheOrderOfTheBlocks(int mostInMemory)
    {
        Random random = new(mostInMemory);
        const int Blocks = 40;
        int[] written = new int[Blocks];
        List<int> open = [.. Enumerable.Range(0, Blocks)];
        using LogBlocks blocks = new(text => _log.Append(text), () => new TextSpill(_folder.Root), mostInMemory);
        while (open.Count > 0)
        {
            int at = open[random.Next(Math.Min(open.Count, 6))];
            if (written[at] == 10)
            {
                blocks.End(at + 1);
                open.Remove(at);
                continue;
            }

            int line = written[at]++;
            blocks.In(at + 1, block => block.Line($"{at} {line} \uD83D"));
        }

        IEnumerable<string> expected = from block in Enumerable.Range(0, Blocks) from line in Enumerable.Range(0, 10) select $"{block} {line} \uD83D\n";
        _log.ToString().ShouldBe(string.Concat(expected));
    }

    [Fact]
    public void TheFileForWhatHasNoRoomIsGoneAfterwards()
    {
        using (LogBlocks blocks = new(text => _log.Append(text), () => new TextSpill(_folder.Root), mostInMemory: 0))
        {
            blocks.In(2, block => block.Line("two"));
            Directory.GetFiles(_folder.Root).Length.ShouldBe(1);
        }

        Directory.GetFiles(_folder.Root).ShouldBeEmpty();
    }

    private LogBlocks New() => new(text => _log.Append(text), () => new TextSpill(_folder.Root));
}
