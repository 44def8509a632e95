using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace SnapBack.TestKit;

/// <summary>
/// What a test needs of the machine. Where it is missing the test is skipped with a reason; with SNAPBACK_TEST_REQUIRE_ALL=1, as on the build
/// machine, it fails instead, so that no test is lost silently. Use it from a <c>[SkippableFact]</c> or <c>[SkippableTheory]</c>.
/// </summary>
public static class Require
{
    private const string RequireAll = "SNAPBACK_TEST_REQUIRE_ALL";
    private const string WindowsReason = "needs Windows itself";

    private static readonly string[] SystemFolders = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

    /// <summary>Goes on when <paramref name="condition"/> holds; otherwise skips, or fails where everything is required.</summary>
    public static void That([DoesNotReturnIf(false)] bool condition, string reason)
    {
        if (condition)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable(RequireAll) == "1")
        {
            Assert.Fail($"This machine must be able to run every test ({RequireAll}=1), but this one {reason}.");
        }

        Skip.If(true, reason);
    }

    /// <summary>Needs a program on the PATH or in the folders for administrators.</summary>
    /// <returns>Its full path.</returns>
    public static string Program(string name)
    {
        string? found = Find(name);
        That(found is not null, $"needs the program {name}");
        return found;
    }

    /// <summary>Needs root on Linux, an elevated process on Windows.</summary>
    public static void Root() => That(Environment.IsPrivilegedProcess, "needs root");

    /// <summary>Needs Linux.</summary>
    public static void Linux() => That(OperatingSystem.IsLinux(), "needs Linux");

    /// <summary>Needs Windows: the one reason that skips even where everything is required.</summary>
    public static void Windows() => Skip.IfNot(OperatingSystem.IsWindows(), WindowsReason);

    private static string? Find(string name)
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> folders = OperatingSystem.IsWindows() ? path : path.Concat(SystemFolders);
        string fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return folders.Select(folder => Path.Join(folder, fileName)).FirstOrDefault(File.Exists);
    }
}
