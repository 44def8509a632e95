namespace SnapBack.Cli.Rows;

/// <summary>How rows are written.</summary>
internal enum OutputFormat
{
    /// <summary>Aligned columns for people.</summary>
    Table,

    /// <summary>An array of objects.</summary>
    Json,

    /// <summary>RFC 4180.</summary>
    Csv,
}
