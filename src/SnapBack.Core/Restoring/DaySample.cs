using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SnapBack.Restoring;

/// <summary>
/// Chooses by path and day: each path belongs to one of 100 / share groups, and each day has its group, so a nightly verification or drill has read
/// everything after that many nights. Immutable; nothing has to be remembered between them.
/// </summary>
internal sealed class DaySample
{
    private readonly uint _groups;
    private readonly uint _today;

    /// <param name="percent">1 to 100.</param>
    /// <param name="now">The day counts, in UTC.</param>
    public DaySample(int percent, DateTimeOffset now)
    {
        _groups = (uint)((100 + percent - 1) / percent);
        _today = (uint)((now.UtcTicks / TimeSpan.TicksPerDay) % _groups);
    }

    /// <summary>True when it is this path's turn.</summary>
    public bool Has(int pair, string path)
    {
        if (_groups == 1)
        {
            return true;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(path.AsSpan()), hash);
        return (BinaryPrimitives.ReadUInt32LittleEndian(hash) + (uint)pair) % _groups == _today;
    }
}
