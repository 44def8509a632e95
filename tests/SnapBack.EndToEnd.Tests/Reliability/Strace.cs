using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>strace(1) between the program and the kernel: system calls fail for real, without any change to the program.</summary>
internal static class Strace
{
    /// <summary>Makes a system call fail wherever it has to do with a path.</summary>
    /// <param name="call">The system call.</param>
    /// <param name="error">The error's name: EIO.</param>
    /// <param name="path">Full path; null for every path.</param>
    /// <param name="when">Which calls of a thread fail: <c>2</c>, <c>1..3</c>, <c>1+</c>.</param>
    /// <param name="log">File that gets every such call.</param>
    public static string[] Failing(string call, string error, string? path = null, string when = "1+", string log = "/dev/null")
    {
        string[] only = path is null ? [] : ["-P", path];
        return [Require.Program("strace"), "-f", "-qq", "-y", "-o", log, .. only, "-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={when}"];
    }

    /// <summary>Writes every call of a kind, with the paths behind the handles, to a file.</summary>
    public static string[] Watching(string call, string file) => [Require.Program("strace"), "-f", "-qq", "-y", "-o", file, "-e", $"trace={call}"];
}
