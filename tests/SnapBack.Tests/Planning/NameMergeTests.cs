using Shouldly;
using SnapBack.Planning;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class NameMergeTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a b", "", "a- b-")]
    [InlineData("", "a b", "-a -b")]
    [InlineData("a b c", "b d", "a- bb c- -d")]
    [InlineData("B a", "B a b", "BB aa -b")]
    public void NamesArePairedUp(string source, string destination, string expected)
    {
        Merge(source, destination, NameOrder.Exact).ShouldBe(expected);
    }

    [Theory]
    [InlineData("Foto", "foto", "Fotofoto")]
    [InlineData("FOTO Foto foto", "foto", "FOTOfoto Foto-twin foto-twin")]
    [InlineData("FOTO foto x", "a", "-a FOTO- foto-twin x-")]
    public void WhereCaseDoesNotCountFurtherNamesAreTwins(string source, string destination, string expected)
    {
        Merge(source, destination, NameOrder.IgnoreCase).ShouldBe(expected);
    }

    [Theory]
    [InlineData("b a", "")]
    [InlineData("", "b a")]
    [InlineData("a a", "")]
    [InlineData("", "a c b")]
    public void AListingOutOfOrderStopsTheRun(string source, string destination)
    {
        Should.Throw<InvalidOperationException>(() => Merge(source, destination, NameOrder.Exact));
    }

    private static string Merge(string source, string destination, NameOrder order) =>
        string.Join(' ', NameMerge.Merge(Entries(source), Entries(destination), order)
            .Select(m => m.Source is null ? $"-{m.Destination!.Name}" : $"{m.Source.Name}{m.Destination?.Name ?? "-"}{(m.IsTwin ? "twin" : "")}"));

    private static IEnumerable<Entry> Entries(string names) =>
        names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new Entry { Name = name, Kind = EntryKind.File });
}
