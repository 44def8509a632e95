using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>One folder on both sides, opened when first needed. Used by one worker.</summary>
internal sealed class OpenFolders : IDisposable
{
    private IFolder? _source;
    private IDestinationFolder? _destination;

    public OpenFolders(ExecutionSides sides, RelativePath path)
    {
        Sides = sides;
        Path = path;
    }

    public ExecutionSides Sides { get; }

    public int Pair => Sides.Plan.Pair;

    public RelativePath Path { get; }

    public IFolder Source => _source ??= OpenSource();

    public IDestinationFolder Destination => _destination ??= Sides.Destination.OpenFolder(Path);

    public void Dispose()
    {
        _source?.Dispose();
        _destination?.Dispose();
    }

    // A folder that is gone at the source takes its files with it: for each of them that is like a file that can't be opened any more.
    private IFolder OpenSource()
    {
        try
        {
            return Sides.Source.OpenFolder(Path);
        }
        catch (TreeException gone) when (gone.Error.Kind == ErrorKind.NotFound)
        {
            throw new TreeException(gone.Error with { Phase = "open" });
        }
    }
}
