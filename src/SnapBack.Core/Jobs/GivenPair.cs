namespace SnapBack.Jobs;

/// <summary>A source and a destination as far as they were given, and where.</summary>
internal sealed record GivenPair(GivenText? Source, GivenText? Destination, ValuePlace Place);
