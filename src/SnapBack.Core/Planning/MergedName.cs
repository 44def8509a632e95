using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>One name and what the two sides have under it; not both null.</summary>
/// <param name="Source">The source's entry.</param>
/// <param name="Destination">The destination's entry.</param>
/// <param name="IsTwin">True when the destination can't tell this name of the source from the one before it.</param>
internal readonly record struct MergedName(Entry? Source, Entry? Destination, bool IsTwin);
