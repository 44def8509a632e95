namespace SnapBack.Jobs;

/// <summary>What a value in a job file is.</summary>
internal enum JobNodeKind
{
    /// <summary><c>{ ... }</c></summary>
    Object,

    /// <summary><c>[ ... ]</c></summary>
    Array,

    /// <summary>Text in quotes.</summary>
    Text,

    /// <summary>A number; kept as it is written.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>null</c>.</summary>
    Null,
}
