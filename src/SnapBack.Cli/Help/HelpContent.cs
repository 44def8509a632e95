namespace SnapBack.Cli.Help;

/// <summary>What a verb's help says beside its options.</summary>
internal sealed record HelpContent
{
    /// <summary>Ways to call it, without the leading <c>snapback</c>.</summary>
    public IReadOnlyList<string> Usage { get; init; } = [];

    /// <summary>What stands between usage and options: arguments and what they mean.</summary>
    public IReadOnlyList<(string Name, string Text)> Arguments { get; init; } = [];

    /// <summary>Command lines, without the leading <c>snapback</c>, and what each does.</summary>
    public IReadOnlyList<(string Line, string Text)> Examples { get; init; } = [];

    /// <summary>The verb's exit codes.</summary>
    public IReadOnlyList<(string Code, string Text)> ExitCodes { get; init; } = [];

    /// <summary>Remarks at the end.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
