using System.Runtime.InteropServices;

namespace SnapBack.Snapshots.Vss.Native;

/// <summary>Strings that the service gives away: read once, and given back to the memory they came from.</summary>
internal static class VssText
{
    /// <summary>A BSTR; empty for none.</summary>
    internal static string TakeBstr(nint text)
    {
        if (text == 0)
        {
            return string.Empty;
        }

        string read = Marshal.PtrToStringBSTR(text);
        Marshal.FreeBSTR(text);
        return read;
    }

    /// <summary>A string of the task allocator; empty for none.</summary>
    internal static string TakeTaskString(nint text)
    {
        string read = Read(text);
        Marshal.FreeCoTaskMem(text);
        return read;
    }

    /// <summary>A string that somebody else frees; empty for none.</summary>
    internal static string Read(nint text) => Marshal.PtrToStringUni(text) ?? string.Empty;
}
