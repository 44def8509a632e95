using System.Globalization;

namespace SnapBack.Jobs;

/// <summary>The hours of a day, local time, in which copies may begin (robocopy's <c>/RH</c>). May go over midnight.</summary>
/// <param name="From">First minute.</param>
/// <param name="Until">First minute that is outside again; the same as <paramref name="From"/> means all day.</param>
public sealed record HourWindow(TimeOnly From, TimeOnly Until)
{
    /// <summary>How long to wait at <paramref name="now"/> (local) until copies may begin; zero inside the window.</summary>
    public TimeSpan WaitAt(TimeOnly now)
    {
        bool isInside = From == Until || (From < Until ? now >= From && now < Until : now >= From || now < Until);

        // The difference of two times of day counts forward over midnight.
        return isInside ? TimeSpan.Zero : From - now;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HHmm}-{Until:HHmm}");
}
