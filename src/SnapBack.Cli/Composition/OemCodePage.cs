using System.Globalization;
using System.Runtime.InteropServices;
using SnapBack.Robocopy;

namespace SnapBack.Cli.Composition;

/// <summary>The code page that programs of the console write in.</summary>
internal static partial class OemCodePage
{
    /// <summary>Environment variable with the number of another code page for robocopy's logs and job files; 65001 is UTF-8.</summary>
    public const string Variable = "SNAPBACK_OEM_CODEPAGE";

    /// <summary>The code page that the variable names, else the system's.</summary>
    public static int Of(CliEnvironment environment) =>
        int.TryParse(environment.Variable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : environment.OemCodePage();

    /// <summary>Windows' own answer; elsewhere, where there is none, that of the first PC.</summary>
    public static int OfThisSystem() => OperatingSystem.IsWindows() ? (int)GetOemCodePage() : OemText.Usual;

    // https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getoemcp
    [LibraryImport("kernel32", EntryPoint = "GetOEMCP")]
    private static partial uint GetOemCodePage();
}
