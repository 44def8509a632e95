namespace SnapBack.Jobs;

/// <summary>The text of one value and where it was given.</summary>
internal sealed record GivenText(string Text, ValuePlace Place);
