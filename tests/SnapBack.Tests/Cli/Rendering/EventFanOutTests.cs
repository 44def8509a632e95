using NSubstitute;
using Shouldly;
using SnapBack.Cli.Rendering;
using SnapBack.Runs;
using Xunit;

namespace SnapBack.Tests.Cli.Rendering;

public sealed class EventFanOutTests
{
    [Fact]
    public void AListenerThatThrowsIsToldOfOnceAndTheOthersGoOn()
    {
        IRunEvents broken = Substitute.For<IRunEvents>();
        broken.When(l => l.EnteredPhase(Arg.Any<RunPhase>())).Do(_ => throw new IOException("disk\nfull"));
        IRunEvents sound = Substitute.For<IRunEvents>();
        using StringWriter error = new();
        EventFanOut all = new(error, broken, sound);

        all.EnteredPhase(RunPhase.Planning);
        all.EnteredPhase(RunPhase.Copying);

        sound.Received(1).EnteredPhase(RunPhase.Planning);
        sound.Received(1).EnteredPhase(RunPhase.Copying);
        broken.Received(1).EnteredPhase(Arg.Any<RunPhase>());
        error.ToString().ShouldBe($"snapback: the screen can't be written (disk\\x0Afull); the run goes on without it.{Environment.NewLine}");
    }
}
