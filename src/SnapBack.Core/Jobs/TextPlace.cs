namespace SnapBack.Jobs;

/// <summary>A place in a text file as editors count: both numbers start at 1, columns count characters (Unicode scalars), not bytes.</summary>
internal readonly record struct TextPlace(int Line, int Column);
