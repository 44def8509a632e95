using Shouldly;
using SnapBack.Snapshots;
using Xunit;

namespace SnapBack.Tests.Snapshots;

public sealed class UndoListTests
{
    [Fact]
    public void TheLastStepIsTakenBackFirst()
    {
        List<string> order = [];
        UndoList undo = new();
        undo.Add("first", () => order.Add("first"));
        undo.Add("second", () => order.Add("second"));

        undo.Play().ShouldBeEmpty();

        order.ShouldBe(["second", "first"]);
    }

    [Fact]
    public void AFailedUndoStopsNoOtherAndIsTriedAgain()
    {
        int tries = 0;
        int others = 0;
        UndoList undo = new();
        undo.Add("other", () => others++);
        undo.Add("The thing could not be removed", () =>
        {
            if (++tries == 1)
            {
                throw new IOException("it is busy.");
            }
        });

        undo.Play().ShouldBe(["The thing could not be removed: it is busy."]);
        undo.Play().ShouldBeEmpty();
        undo.Play().ShouldBeEmpty();

        (tries, others).ShouldBe((2, 1));
    }
}
