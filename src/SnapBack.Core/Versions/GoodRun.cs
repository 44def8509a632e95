namespace SnapBack.Versions;

/// <summary>A run that ended well, as retention looks at it.</summary>
/// <param name="Run">Its number.</param>
/// <param name="Started">Its start.</param>
public sealed record GoodRun(long Run, DateTimeOffset Started);
