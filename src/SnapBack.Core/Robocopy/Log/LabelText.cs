namespace SnapBack.Robocopy.Log;

/// <summary>
/// The labels as they are written: always English, always 12 characters, so that a reader can cut columns. What will be copied begins with two blanks and
/// a capital, what is skipped is lower case and stands right, an anomaly of the destination begins with an asterisk.
/// </summary>
public static class LabelText
{
    /// <summary>Columns that every label takes.</summary>
    public const int Width = 12;

    /// <summary>The twelve characters of a label.</summary>
    public static string Of(LogLabel label) => label switch
    {
        LogLabel.ExistingFolder => Taken(string.Empty),
        LogLabel.NewFolder => Taken("New Dir"),
        LogLabel.ExtraFolder => Taken("*EXTRA Dir"),
        LogLabel.ProtectedFolder => Skipped("*named dir"),
        LogLabel.NamedFolder => Skipped("named dir"),
        LogLabel.Mismatch => "*MISMATCH".PadRight(Width),
        LogLabel.ExtraFile => "*EXTRA File".PadRight(Width),
        LogLabel.ProtectedFile => Skipped("*named file"),
        LogLabel.NewFile => Taken("New File"),
        LogLabel.Newer => Taken("Newer"),
        LogLabel.Older => Taken("Older"),
        LogLabel.Changed => Taken("Changed"),
        LogLabel.Tweaked => Taken("Tweaked"),
        LogLabel.Modified => Taken("Modified"),
        LogLabel.Same => Taken("Same"),
        LogLabel.SkippedLonely => Skipped("lonely"),
        LogLabel.SkippedNewer => Skipped("newer"),
        LogLabel.SkippedOlder => Skipped("older"),
        LogLabel.SkippedChanged => Skipped("changed"),
        LogLabel.SkippedTweaked => Skipped("tweaked"),
        LogLabel.SkippedModified => Skipped("modified"),
        LogLabel.SkippedSame => Skipped("same"),
        LogLabel.ByAttributes => Skipped("attrib"),
        LogLabel.ByArchive => Skipped("archive"),
        LogLabel.ByName => Skipped("named"),
        LogLabel.ByLarge => Skipped("large"),
        LogLabel.BySmall => Skipped("small"),
        LogLabel.ByOld => Skipped("too old"),
        LogLabel.ByNew => Skipped("too new"),
        LogLabel.ByLink => Skipped("junction"),
        LogLabel.ByKind => Skipped("left out"),
        LogLabel.FixedNewer => Fixed("newer"),
        LogLabel.FixedOlder => Fixed("older"),
        LogLabel.FixedChanged => Fixed("changed"),
        LogLabel.FixedTweaked => Fixed("tweaked"),
        LogLabel.FixedModified => Fixed("modified"),
        LogLabel.FixedSame => Fixed("same"),
        _ => throw new ArgumentOutOfRangeException(nameof(label), label, "There is no such label."),
    };

    private static string Taken(string word) => (word.StartsWith('*') ? word : "  " + word).PadRight(Width);

    private static string Skipped(string word) => word.PadLeft(Width);

    private static string Fixed(string word) => "fix" + word.PadLeft(Width - 3);
}
