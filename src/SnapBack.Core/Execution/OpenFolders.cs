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

    public IFolder Source => _source ??= Sides.Source.OpenFolder(Path);

    public IDestinationFolder Destination => _destination ??= Sides.Destination.OpenFolder(Path);

    public void Dispose()
    {
        _source?.Dispose();
        _destination?.Dispose();
    }
}
