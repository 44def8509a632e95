namespace SnapBack.Jobs;

/// <summary>
/// What a job wants otherwise than usual for a class of files: robocopy's <c>/XL /XN /XO /XC /XX</c> and <c>/IS /IT /IM</c>. Immutable.
/// </summary>
/// <param name="Skip">Left as it is at the destination. An extra that is skipped is not deleted, in a mirror either.</param>
/// <param name="Take">Copied as if it had changed, even where <paramref name="Skip"/> names it, too: of same, tweaked and modified files.</param>
public sealed record ClassRules(ClassSet Skip, ClassSet Take)
{
    /// <summary>Copy what differs, set metadata where only that differs.</summary>
    public static readonly ClassRules Usual = new(ClassSet.None, ClassSet.None);

    /// <summary>True for a class that is left alone.</summary>
    public bool Skips(ClassSet found) => (Skip & ~Take & found) != 0;

    /// <summary>True for a class that is copied in any case.</summary>
    public bool Takes(ClassSet found) => (Take & found) != 0;
}
