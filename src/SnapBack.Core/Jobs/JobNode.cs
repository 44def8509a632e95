namespace SnapBack.Jobs;

/// <summary>One value of a job file with the place it stands at. Immutable.</summary>
internal sealed record JobNode(JobNodeKind Kind, TextPlace Place)
{
    /// <summary>The text without quotes and escapes, or the number, true or false as written; empty for other kinds.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>Values of an array.</summary>
    public IReadOnlyList<JobNode> Items { get; init; } = [];

    /// <summary>Members of an object in the order of the file; no key twice.</summary>
    public IReadOnlyList<JobMember> Members { get; init; } = [];

    /// <summary>The kind in words, with its article.</summary>
    public string KindInWords => Kind switch
    {
        JobNodeKind.Object => "an object",
        JobNodeKind.Array => "a list",
        JobNodeKind.Text => "a text",
        JobNodeKind.Number => "a number",
        JobNodeKind.Boolean => "true or false",
        _ => "null",
    };
}
