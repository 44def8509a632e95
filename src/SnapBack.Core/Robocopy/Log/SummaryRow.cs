namespace SnapBack.Robocopy.Log;

/// <summary>One row of numbers of the summary. <see cref="Total"/> does not hold the extras; it is the sum of the four that follow.</summary>
/// <param name="Total">All that the source has in scope or leaves out by a filter.</param>
/// <param name="Copied">Copied; for folders: made.</param>
/// <param name="Skipped">In order already, or left out.</param>
/// <param name="Mismatch">Of different kinds on the two sides.</param>
/// <param name="Failed">Failed after all tries.</param>
/// <param name="Extras">Only at the destination.</param>
public sealed record SummaryRow(long Total, long Copied, long Skipped, long Mismatch, long Failed, long Extras)
{
    /// <summary>The cells in the order of the columns.</summary>
    public IReadOnlyList<long> Cells => [Total, Copied, Skipped, Mismatch, Failed, Extras];
}
