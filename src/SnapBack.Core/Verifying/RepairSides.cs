using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Security;
using SnapBack.Snapshots;
using SnapBack.Trees;

namespace SnapBack.Verifying;

/// <summary>Source and destination of one pair, opened so that files can be brought again. The destination is locked against runs meanwhile.</summary>
internal sealed record RepairSides(ITree Source, IDestinationTree Destination) : IDisposable
{
    /// <summary>Opens both.</summary>
    /// <exception cref="SnapBackException">One can't be opened, or a run works on the destination.</exception>
    public static RepairSides Open(RunTreeRow tree, RunPorts ports)
    {
        ITree source = OpenSource(tree.Source, ports);
        try
        {
            return new RepairSides(source, ports.OpenDestination(tree.Destination, null, SecuritySections.All));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static ITree OpenSource(string source, RunPorts ports)
    {
        try
        {
            return ports.OpenSource(source, SourceView.Live(source), NameOrder.Exact, SecuritySections.None);
        }
        catch (TreeException failure)
        {
            throw new SnapBackException(
                ErrorCode.SourceUnreadable,
                $"The source '{DisplayText.Escape(source)}' can't be opened: {failure.Error.Message}. Nothing was repaired.",
                "Without --repair the copy can be verified all the same.",
                failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Source.Dispose();
        Destination.Dispose();
    }
}
