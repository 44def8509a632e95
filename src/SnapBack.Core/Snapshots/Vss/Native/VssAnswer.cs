namespace SnapBack.Snapshots.Vss.Native;

/// <summary>
/// Reads the answer of one call. Beside the HRESULT it looks at what the call left: an output that still holds what was put there before means
/// that another function was called than the one meant, and nothing that follows could be trusted.
/// </summary>
internal static unsafe class VssAnswer
{
    /// <summary>Put into each number before a call; no count, state or result of the service has this value.</summary>
    internal const int Untouched = 0x7FFFFFFF;

    /// <summary>S_FALSE: fewer elements than asked for, or none.</summary>
    internal const int FewerThanAsked = 1;

    /// <summary>E_NOINTERFACE.</summary>
    internal static readonly int NoInterface = unchecked((int)0x80004002);

    /// <summary>VSS_E_BAD_STATE.</summary>
    internal static readonly int BadState = unchecked((int)0x80042301);

    /// <summary>VSS_E_OBJECT_NOT_FOUND.</summary>
    internal static readonly int ObjectNotFound = unchecked((int)0x80042308);

    /// <summary>E_UNEXPECTED.</summary>
    private static readonly int Unexpected = unchecked((int)0x8000FFFF);

    /// <summary>Put into each GUID before a call.</summary>
    internal static readonly Guid UntouchedId = new("7fffffff-7fff-7fff-7fff-7fffffffffff");

    /// <summary>Throws when the call failed.</summary>
    internal static void Check(int result, string step)
    {
        if (result < 0)
        {
            throw new VssException(result, step);
        }
    }

    /// <summary>Throws when the call failed, or left the number as it was.</summary>
    internal static int Number(int result, int value, string step)
    {
        Check(result, step);
        return value != Untouched ? value : throw WrongTable(step);
    }

    /// <summary>Throws when the call failed, or left the id as it was.</summary>
    internal static Guid Id(int result, Guid value, string step)
    {
        Check(result, step);
        return value != UntouchedId ? value : throw WrongTable(step);
    }

    /// <summary>Throws when the call failed, or gave no object.</summary>
    internal static nint Object(int result, void* value, string step)
    {
        Check(result, step);
        return value != null ? (nint)value : throw WrongTable(step);
    }

    /// <summary>The failure of a call that said yes and did nothing.</summary>
    internal static VssException WrongTable(string step) => new(
        Unexpected,
        step,
        new InvalidOperationException(
            $"{step} reported success and returned nothing: the functions of this computer's vssapi.dll do not lie where this program expects them."));
}
