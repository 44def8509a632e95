using System.Text.Json;
using Shouldly;
using SnapBack.Cli;
using SnapBack.Cli.Rows;
using SnapBack.Paths;
using Xunit;

namespace SnapBack.Tests.Cli.Rows;

public sealed class RowOutputTests
{
    private static readonly Column<Row>[] Columns =
    [
        new("path", r => r.Path, IsName: true),
        new("size", r => r.Size, IsNumber: true),
        new("sha256", r => r.Hash),
    ];

    [Fact]
    public void JsonIsAnArrayOfObjects()
    {
        string text = Text(OutputFormat.Json, [new("a", 1, [0xAB]), new("b", null, null)]);

        JsonElement array = JsonDocument.Parse(text).RootElement;
        array.GetArrayLength().ShouldBe(2);
        array[0].GetProperty("size").GetInt64().ShouldBe(1);
        array[0].GetProperty("sha256").GetString().ShouldBe("ab");
        array[1].GetProperty("size").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void NoRowsAreAnEmptyArrayAndAHeading()
    {
        JsonDocument.Parse(Text(OutputFormat.Json, [])).RootElement.GetArrayLength().ShouldBe(0);
        Text(OutputFormat.Csv, []).ShouldBe("path,size,sha256,pathBytes\r\n");
        Text(OutputFormat.Table, []).TrimEnd().ShouldBe("path  size  sha256");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("plain", "plain")]
    public void ACsvFieldIsQuotedAndNeverAFormula(string name, string field)
    {
        Text(OutputFormat.Csv, [new(name, -5, null)]).ShouldBe($"path,size,sha256,pathBytes\r\n{field},-5,,\r\n");
    }

    [Fact]
    public void ANameThatIsNoTextHasItsBytesInEveryFormat()
    {
        string name = NameCodec.Decode([0x61, 0xFF]);

        Text(OutputFormat.Csv, [new(name, 1, null)]).ShouldEndWith("a\\xFF,1,,Yf8=\r\n");
        JsonDocument.Parse(Text(OutputFormat.Json, [new(name, 1, null)])).RootElement[0].GetProperty("pathBytes").GetString().ShouldBe("Yf8=");
        Text(OutputFormat.Table, [new(name, 1, null)]).ShouldContain("a\\xFF");
    }

    [Fact]
    public void APipedTableIsAlignedAndHasNoControlCharacters()
    {
        string[] lines = Text(OutputFormat.Table, [new("short", 5, null), new("longer\e[2J", 12345, [1])]).Split(Environment.NewLine);

        lines[0].ShouldBe("path            size  sha256");
        lines[1].ShouldBe("short              5");
        lines[2].ShouldBe("longer\\x1B[2J  12345  01");
    }

    [Fact]
    public void OnATerminalMarkupInANameIsText()
    {
        using StringWriter output = new();
        CliEnvironment terminal = new() { Out = output, Error = TextWriter.Null, IsTerminal = true, Width = () => 100, Variable = _ => null };

        new RowOutput(terminal).Write(OutputFormat.Table, Columns, [new Row("[red]not markup[/] [", 1, null)]);

        output.ToString().ShouldContain("[red]not markup[/] [");
    }

    [Fact]
    public void ANarrowWindowLeavesDetailsOutAndSaysSo()
    {
        Column<Row>[] columns = [.. Columns[..2], Columns[2] with { IsDetail = true }];
        Row[] rows = [new("file", 1, new byte[32])];

        Draw(40).ShouldContain("More columns");
        Draw(40).ShouldNotContain("sha256");
        Draw(120).ShouldNotContain("More columns");
        Draw(120).ShouldContain("sha256");

        string Draw(int width)
        {
            using StringWriter output = new();
            CliEnvironment terminal = new() { Out = output, Error = TextWriter.Null, IsTerminal = true, Width = () => width, Variable = _ => null };
            new RowOutput(terminal).Write(OutputFormat.Table, columns, rows);
            return output.ToString();
        }
    }

    [Fact]
    public void RowsAreNotKeptInMemory()
    {
        int made = 0;
        int written = 0;
        using CountingWriter output = new(() => written = made);
        CliEnvironment environment = new() { Out = output, Error = TextWriter.Null };

        new RowOutput(environment).Write(OutputFormat.Table, Columns, Enumerable.Range(0, 5000).Select(i =>
        {
            made++;
            return new Row($"file{i}", i, null);
        }));

        output.FirstWriteAt.ShouldBeLessThanOrEqualTo(1001);
        made.ShouldBe(5000);
        written.ShouldBe(5000);
    }

    [Fact]
    public void WhenNobodyReadsOnTheRowsAreNotComputedToTheEnd()
    {
        int made = 0;
        CliEnvironment environment = new() { Out = TextWriter.Null, Error = TextWriter.Null, IsOutputClosed = () => true };

        new RowOutput(environment).Write(OutputFormat.Csv, Columns, Enumerable.Range(0, 1_000_000).Select(i =>
        {
            made++;
            return new Row("x", i, null);
        }));

        made.ShouldBeLessThan(1000);
    }

    private static string Text(OutputFormat format, Row[] rows)
    {
        using StringWriter output = new();
        new RowOutput(new CliEnvironment { Out = output, Error = TextWriter.Null }).Write(format, Columns, rows);
        return output.ToString();
    }

    private sealed record Row(string Path, long? Size, byte[]? Hash);

    private sealed class CountingWriter(Func<int> count) : StringWriter
    {
        public int FirstWriteAt { get; private set; } = -1;

        public override void WriteLine(string? value)
        {
            int now = count();
            if (FirstWriteAt < 0)
            {
                FirstWriteAt = now;
            }
        }
    }
}
