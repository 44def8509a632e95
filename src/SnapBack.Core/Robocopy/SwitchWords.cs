namespace SnapBack.Robocopy;

/// <summary>Advice that names options of <c>backup</c>, in the switches of somebody who has a robocopy line in front of them. Pure.</summary>
public static class SwitchWords
{
    private static readonly (string Option, string Switch)[] Words =
    [
        ("--max-delete ", $"{SwitchTable.MaxDelete.Name}:"),
        ("--max-change ", $"{SwitchTable.MaxChange.Name}:"),
        ("--accept-source", SwitchTable.AcceptSource.Name),
        ("--accept-destination", SwitchTable.AcceptDestination.Name),
        ("--dry-run", SwitchTable.ListOnly.Name),
        ("--snapshot ", $"{SwitchTable.Vss.Name}:"),
        ("--catalog", $"{SwitchTable.Catalog.Name}:{SwitchTable.Catalog.ValueName}"),
    ];

    /// <summary>The text with switches in place of options.</summary>
    public static string In(string text) => Words.Aggregate(text, (current, word) => current.Replace(word.Option, word.Switch, StringComparison.Ordinal));
}
