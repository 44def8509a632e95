using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>Temporary names of one run, none given twice. Thread-safe.</summary>
internal sealed class TemporaryNames
{
    private readonly string _token = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
    private long _last;

    public string Next() => ReservedNames.Temporary(_token, Interlocked.Increment(ref _last));
}
