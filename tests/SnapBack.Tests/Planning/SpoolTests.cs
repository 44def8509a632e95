using System.Collections.Concurrent;
using Shouldly;
using SnapBack.Planning;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class SpoolTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Spool<string> _spool;

    public SpoolTests()
    {
        _spool = new Spool<string>(_folder.Root, (to, text) => to.Write(text), from => from.ReadString());
    }

    public void Dispose()
    {
        _spool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void RecordsComeBackInTheirOrder()
    {
        Fill(1000);

        TakeAll().ShouldBe(Texts(1000));
        _spool.TryTake(out _).ShouldBeFalse();
    }

    [Fact]
    public void RecordsComeBackFromTheBack()
    {
        Fill(1000);

        _spool.Backwards().ShouldBe(Texts(1000).Reverse());
    }

    [Fact]
    public void AHundredThousandRecordsAreEachTakenOnceByFourWorkers()
    {
        Fill(100_000);
        ConcurrentBag<string> taken = [];

        Parallel.For(0, 4, _ =>
        {
            foreach (string text in TakeAll())
            {
                taken.Add(text);
            }
        });

        _spool.Count.ShouldBe(100_000);
        taken.Order(StringComparer.Ordinal).ShouldBe(Texts(100_000).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AnEmptySpoolHasNothing()
    {
        _spool.Seal();

        _spool.TryTake(out _).ShouldBeFalse();
        _spool.Backwards().ShouldBeEmpty();
    }

    [SkippableFact]
    public void ItsFileHasNoNameThatCouldOutliveTheProcess()
    {
        Require.Linux();
        Fill(10);

        Directory.EnumerateFileSystemEntries(_folder.Root).ShouldBeEmpty();
    }

    private static IEnumerable<string> Texts(int count) => Enumerable.Range(0, count).Select(i => new string((char)('a' + (i % 26)), i % 50) + i);

    private void Fill(int count)
    {
        foreach (string text in Texts(count))
        {
            _spool.Append(text);
        }

        _spool.Seal();
    }

    private IEnumerable<string> TakeAll()
    {
        while (_spool.TryTake(out string text))
        {
            yield return text;
        }
    }
}
