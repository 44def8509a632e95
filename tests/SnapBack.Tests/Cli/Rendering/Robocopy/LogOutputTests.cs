using NSubstitute;
using Shouldly;
using SnapBack.Cli.Rendering.Robocopy;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli.Rendering.Robocopy;

public sealed class LogOutputTests
{
    private readonly ManualTime _clock = new();

    [Fact]
    public void AFileThatCannotBeWrittenAnyMoreIsToldOfOnceAndTheConsoleGoesOn()
    {
        TextWriter file = Substitute.For<TextWriter>();
        file.NewLine.Returns("\r\n");
        file.When(f => f.Write(Arg.Any<string>())).Do(_ => throw new IOException("disk\nfull"));
        using StringWriter console = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        using LogOutput output = new(file, "/logs/x.log", console, error, _clock);

        output.Write("a\n");
        output.Write("b\n");

        console.ToString().ShouldBe("a\nb\n");
        error.ToString().ShouldBe("snapback: the log file /logs/x.log can't be written any more (disk\\x0Afull); the run goes on without it.\n");
        file.Received(1).Write(Arg.Any<string>());
    }

    [Fact]
    public void AConsoleThatIsGoneDoesNotStopTheFile()
    {
        TextWriter console = Substitute.For<TextWriter>();
        console.NewLine.Returns("\n");
        console.When(c => c.Write(Arg.Any<string>())).Do(_ => throw new IOException("closed"));
        using StringWriter file = new() { NewLine = "\r\n" };
        using StringWriter error = new() { NewLine = "\n" };
        using LogOutput output = new(file, "x", console, error, _clock);

        output.Write("a\n");
        output.Write("b\n");

        file.ToString().ShouldBe("a\r\nb\r\n");
        error.ToString().ShouldBe("snapback: the screen can't be written any more (closed); the run goes on without it.\n");
    }

    [Fact]
    public void WhatIsWrittenIsHandedOnWithinATenthOfASecond()
    {
        TextWriter file = Substitute.For<TextWriter>();
        file.NewLine.Returns("\r\n");
        using StringWriter error = new();
        using LogOutput output = new(file, "x", null, error, _clock);

        output.Write("\r 50%  ");
        file.DidNotReceive().Flush();
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        file.Received(1).Flush();
        _clock.Advance(TimeSpan.FromSeconds(1));
        file.Received(1).Flush();
    }
}
