namespace SnapBack.Robocopy;

/// <summary>What stands behind the name of a switch.</summary>
public enum SwitchForm
{
    /// <summary>Nothing: <c>/MIR</c>.</summary>
    Flag,

    /// <summary>A whole number: <c>/R:3</c>.</summary>
    Number,

    /// <summary>A whole number or nothing: <c>/MT</c>, <c>/MT:16</c>.</summary>
    OptionalNumber,

    /// <summary>Bytes with K, M or G if wanted: <c>/IoRate:2M</c>.</summary>
    Size,

    /// <summary>Bytes, or nothing: <c>/LFSM</c>, <c>/LFSM:10G</c>.</summary>
    OptionalSize,

    /// <summary>Days or a date: <c>/MAXAGE:20240131</c>.</summary>
    Age,

    /// <summary>Two times of the day: <c>/RH:1800-0600</c>.</summary>
    Hours,

    /// <summary>Letters out of a set: <c>/COPY:DAT</c>.</summary>
    Letters,

    /// <summary>One of a few words, or nothing: <c>/SPARSE:N</c>.</summary>
    OptionalWord,

    /// <summary>A number, or a share in percent: <c>/MAXDELETE:10%</c>.</summary>
    Limit,

    /// <summary>The path of a file or folder: <c>/LOG:file</c>.</summary>
    Path,

    /// <summary>Names that follow as arguments of their own: <c>/XF *.tmp *.bak</c>.</summary>
    List,
}
