namespace SnapBack.Jobs;

/// <summary>
/// Where a password or a secret address is to be had. It is read when it is needed and kept nowhere: a job that is shown, logged or recorded can't give away
/// what it does not hold. Immutable.
/// </summary>
/// <param name="Variable">Name of an environment variable; null for a file.</param>
/// <param name="File">Full path of a file whose first line it is; null for a variable.</param>
public sealed record Secret(string? Variable, string? File);
