namespace SnapBack.Cli.Rows;

/// <summary>One column of an answer, the same for table, JSON and CSV.</summary>
/// <param name="Name">The camelCase name that scripts hold on to.</param>
/// <param name="Value">The cell of a row.</param>
/// <param name="IsNumber">True when the column is aligned to the right.</param>
/// <param name="IsName">True for file names and paths, whose exact bytes are given where they are no plain text.</param>
/// <param name="IsDetail">True for what a table leaves out in a window that is too narrow for all.</param>
internal sealed record Column<T>(string Name, Func<T, object?> Value, bool IsNumber = false, bool IsName = false, bool IsDetail = false);
