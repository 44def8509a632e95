using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Security;
using SnapBack.Snapshots;
using SnapBack.Trees;

namespace SnapBack.Restoring;

/// <summary>Opens what a run left at a destination, for reading.</summary>
internal static class CopyOfRun
{
    /// <summary>Opens it.</summary>
    /// <exception cref="SnapBackException">It is not there, or can't be read.</exception>
    public static ITree Open(string destination, RunPorts ports)
    {
        try
        {
            return ports.OpenSource(destination, SourceView.Live(destination), NameOrder.Exact, SecuritySections.None);
        }
        catch (TreeException failure)
        {
            throw new SnapBackException(
                ErrorCode.DestinationUnusable,
                $"The backup '{DisplayText.Escape(destination)}' can't be opened: {failure.Error.Message}. Nothing was touched.",
                "Check that its disk is there and that this account may read it.",
                failure);
        }
    }
}
