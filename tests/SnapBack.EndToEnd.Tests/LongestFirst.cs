using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("SnapBack.EndToEnd.Tests.LongestFirst", "SnapBack.EndToEnd.Tests")]

namespace SnapBack.EndToEnd.Tests;

/// <summary>
/// Starts the classes first that take minutes, so that none of them is left over at the end with the machine idle: programs under Wine wait more than they work.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
        ["VssFailureTests", "FirstNightTests", "SystemTreeTests", "VssProbeTests", "VssBackupTests", "KillTests", "NtfsSecurityTests", "WindowsEntriesTests", "WindowsFilesTests", "DocumentedCommandsTests", "WindowsScheduleTests"];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(Rank).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    private static int Rank(ITestCollection collection)
    {
        int rank = Array.FindIndex(Long, name => collection.DisplayName.EndsWith('.' + name, StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }
}
