namespace SnapBack.Cli.Completion;

/// <summary>A word that may stand where the cursor is.</summary>
/// <param name="Word">The word.</param>
/// <param name="Text">What it means; empty when it speaks for itself.</param>
internal sealed record Candidate(string Word, string Text = "");
