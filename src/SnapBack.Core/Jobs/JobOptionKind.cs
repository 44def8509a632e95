namespace SnapBack.Jobs;

/// <summary>What the value of a job's option looks like in a job file.</summary>
internal enum JobOptionKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A text: the path of a file or folder.</summary>
    Path,

    /// <summary>A text: one of a few words.</summary>
    Word,

    /// <summary>A whole number within bounds.</summary>
    Number,

    /// <summary>Bytes: a whole number, or a text such as <c>10M</c>.</summary>
    Size,

    /// <summary>Days or a date: a whole number, or a text of digits.</summary>
    Age,

    /// <summary>A whole number, or a text such as <c>50%</c>.</summary>
    Limit,

    /// <summary>A text of copy letters, or <c>none</c>.</summary>
    Letters,

    /// <summary>A text of attribute letters.</summary>
    Attributes,

    /// <summary>A text or a list of texts: patterns.</summary>
    Patterns,

    /// <summary>A text or a list of texts: some of a few words.</summary>
    Words,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>Bytes, or a share such as <c>10%</c>.</summary>
    Space,

    /// <summary>An object of rules for runs; on the command line a text.</summary>
    Keep,

    /// <summary>A text: two times of day such as <c>2200-0600</c>.</summary>
    Hours,
}
