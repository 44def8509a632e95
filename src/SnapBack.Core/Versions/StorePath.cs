using System.Globalization;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Versions;

/// <summary>Where things lie in the version store, as paths below the destination's root. Pure.</summary>
public static class StorePath
{
    /// <summary>The store.</summary>
    public static readonly RelativePath Root = RelativePath.Root.Child(ReservedNames.StoreFolder).Child(ReservedNames.VersionsFolder);

    /// <summary>Where the version of a path lies that a run moved aside.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="path">The path below the destination's root; the root itself for the run's folder.</param>
    public static RelativePath Of(string run, RelativePath path) => path.Components.Aggregate(Root.Child(run), (at, name) => at.Child(name));

    /// <summary>
    /// Names for the folder of a run, the usual one first: the number alone may be taken by a run of another catalog that used the same destination.
    /// </summary>
    public static IEnumerable<string> FolderNamesOf(long run)
    {
        string number = run.ToString(CultureInfo.InvariantCulture);
        yield return number;
        for (int i = 2; i < int.MaxValue; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{number}.{i}");
        }
    }
}
